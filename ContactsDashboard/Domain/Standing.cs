namespace ContactsDashboard.Domain;

/// <summary>Whether a contact may be written to by one channel, and if not, why: the strictest reason. In order of strictness.</summary>
public enum Standing
{
    /// <summary>The contact has no address of this channel.</summary>
    None = 0,
    Active = 1,

    /// <summary>Signed up by a form and has not followed the link; belongs to the address.</summary>
    NotConfirmed = 2,
    Unsubscribed = 3,
    SpamReport = 4,
    Blacklisted = 5,

    /// <summary>Would be active, but the plan's number of contacts is used up by older ones. Follows from a position, never stored.</summary>
    OverLimit = 6,
}

/// <summary>Whether the owner of an address was asked to confirm a sign-up, and did.</summary>
public enum Confirmation { NotAsked = 0, Asked = 1, Confirmed = 2 }

/// <summary>The one rule that turns ledger, confirmation and plan into a standing; the SQL that says the same is tested against it.</summary>
public static class Standings
{
    /// <summary>An e-mail address's standing; <paramref name="covering"/> are the entries in force that cover it.</summary>
    public static Standing OfEmail(IEnumerable<Suppression> covering, Confirmation confirmation, bool overLimit)
    {
        var byLedger = covering.Select(OfEntry).DefaultIfEmpty(Standing.Active).Max();
        return byLedger != Standing.Active ? byLedger
            : confirmation == Confirmation.Asked ? Standing.NotConfirmed
            : overLimit ? Standing.OverLimit : Standing.Active;
    }

    /// <summary>A phone number is blacklisted by any entry, whatever its reason.</summary>
    public static Standing OfPhone(IEnumerable<Suppression> covering) => covering.Any() ? Standing.Blacklisted : Standing.Active;

    /// <summary>What an entry that covers an e-mail address makes of it.</summary>
    public static Standing OfEntry(Suppression entry) => entry switch
    {
        { Level: SuppressionLevel.Platform } or { Scope: SuppressionScope.Domain } => Standing.Blacklisted,
        { Reason: SuppressionReason.Complained } => Standing.SpamReport,
        { Reason: SuppressionReason.Unsubscribed } => Standing.Unsubscribed,
        _ => Standing.Blacklisted,
    };

    /// <summary>Whether an entry of the ledger makes it.</summary>
    public static bool IsBlocked(this Standing standing) => standing is Standing.Unsubscribed or Standing.SpamReport or Standing.Blacklisted;

    /// <summary>The four standings whose contacts may be deleted in bulk.</summary>
    public static bool IsBulkDeletable(this Standing standing) => standing.IsBlocked() || standing == Standing.NotConfirmed;
}
