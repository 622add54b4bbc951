using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Who may be deleted in bulk; asked for the preview and again at the moment it happens.</summary>
internal static class ContactBulkDecision
{
    public static BulkOutcome ForDelete(BaseRow row, ContactRail rail) => row.DeletedAt is not null ? BulkOutcome.AlreadySo
        : Decisive(row, rail).IsBulkDeletable() ? BulkOutcome.Pending : BulkOutcome.NotDeletable;

    /// <summary>Whether the channel that does not decide could still be written to.</summary>
    public static bool IsActiveElsewhere(BaseRow row, ContactRail rail) =>
        (DecidesByPhone(row, rail) ? row.EmailStanding : row.PhoneStanding) == Standing.Active;

    private static Standing Decisive(BaseRow row, ContactRail rail) => DecidesByPhone(row, rail) ? row.PhoneStanding : row.EmailStanding;

    private static bool DecidesByPhone(BaseRow row, ContactRail rail) =>
        rail is ContactRail.WithPhone or ContactRail.PhoneActive or ContactRail.PhoneBlacklisted || row.EmailStanding == Standing.None;
}
