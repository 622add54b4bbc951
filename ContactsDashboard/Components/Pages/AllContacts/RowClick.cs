using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Organizations;

namespace ContactsDashboard.Components.Pages.AllContacts;

/// <summary>One icon of a row: what it does now; afterwards its place shows the reverse.</summary>
/// <param name="Of">The address it is about.</param>
/// <param name="Click">Null where it first asks: the way off the e-mail blacklist, restoring.</param>
public sealed record RowClick(string Text, string Icon, string Of, OneClick? Click)
{
    /// <summary>What a row offers whoever looks at it.</summary>
    public static IEnumerable<RowClick> For(BaseRow row, OrganizationView organization)
    {
        if (row.DeletedAt is not null)
            yield break;
        if (row.Email is { } email && OfEmail(row.EmailStanding, email.Display) is { } clicks)
        {
            foreach (var click in clicks.Where(c => IsFor(c, organization)))
                yield return click;
        }
        if (row.Phone is { } phone)
        {
            var click = row.PhoneStanding == Standing.Blacklisted ? new RowClick("Take phone off the blacklist", "phone-on", phone, OneClick.ReleasePhone)
                : new RowClick("Phone to blacklist", "phone-off", phone, OneClick.BlacklistPhone);
            if (IsFor(click, organization))
                yield return click;
        }
    }

    private static RowClick[] OfEmail(Standing standing, string email) => standing switch
    {
        Standing.Blacklisted => [new("Take email off the blacklist", "unlock", email, null)],
        Standing.SpamReport => [new("Remove spam report", "flag-off", email, OneClick.RemoveSpamReport), new("Email to blacklist", "ban", email, OneClick.BlacklistEmail)],
        Standing.Unsubscribed => [new("Subscribe email again", "mail-on", email, OneClick.Resubscribe), new("Email to blacklist", "ban", email, OneClick.BlacklistEmail)],
        _ => [new("Unsubscribe email", "mail-off", email, OneClick.UnsubscribeEmail), new("Email to blacklist", "ban", email, OneClick.BlacklistEmail)],
    };

    // Whoever may not release asks Support instead.
    private static bool IsFor(RowClick click, OrganizationView organization) =>
        click.Click is not { } one || StandingService.NeededFor(one) == Permissions.Release || organization.May(StandingService.NeededFor(one));
}
