using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.AllContacts;

// The same list as the blacklist of one channel: tabs instead of the rail, and a card that says why.
public sealed partial class AllContactsView
{
    /// <summary>The name by which the parts of the page are told.</summary>
    public const string OnBlacklist = "OnBlacklist";

    private bool isBlacklist;
    private bool wasBlacklist;
    private Recount? recount;

    [SupplyParameterFromQuery(Name = "channel")]
    private string? ChannelText { get; set; }

    [SupplyParameterFromQuery(Name = "card")]
    private string? CardText { get; set; }

    private long? CardId => PublicId.TryParse(PublicId.Contact, CardText ?? "", out var id) ? id : null;

    private SuppressionScope CardChannel => query.Rail == ContactRail.PhoneBlacklisted ? SuppressionScope.Phone : SuppressionScope.Email;

    private TabItem[] Channels => [Channel("Email", ContactRail.EmailBlacklisted), Channel("Phone", ContactRail.PhoneBlacklisted)];

    private TabItem Channel(string name, ContactRail rail) =>
        new(rail.ToString(), name, DashboardUrls.Blacklist(Organization.Slug, new() { Rail = rail }), counts?.Of(rail));

    private void CloseCard() => navigation.NavigateTo(Url(query));
}
