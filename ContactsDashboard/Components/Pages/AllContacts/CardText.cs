using ContactsDashboard.Domain;
using ContactsDashboard.Services.Blacklist;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Pages.AllContacts;

/// <summary>A blacklist's card in words.</summary>
internal static class CardText
{
    public static string Thing(SuppressionScope channel) => channel == SuppressionScope.Phone ? "number" : "address";

    public static string Of(BlacklistCard card) => card.Contact.DeletedAt is not null ? "deleted" : card.Standing == Standing.Active ? "active" : BaseText.Of(card.Standing).ToLowerInvariant();

    /// <summary>At which stage it was blocked.</summary>
    public static string Stage(LedgerEntry entry) => entry.Source switch
    {
        SuppressionSource.Import => "When a list was imported",
        SuppressionSource.Api => "Through the API",
        SuppressionSource.Send or SuppressionSource.Event => "While sending",
        SuppressionSource.Form => "By the recipient, on a form",
        SuppressionSource.Request => "On request",
        SuppressionSource.Platform => "By the platform, for all its organisations",
        _ => "By hand",
    };
}
