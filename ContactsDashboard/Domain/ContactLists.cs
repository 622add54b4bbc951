namespace ContactsDashboard.Domain;

/// <summary>How a list's contact stands, as the list API says it; the strictest reason wins. In order of strictness.</summary>
public enum ListStatus
{
    /// <summary>Not seen by the list API: without e-mail address, or deleted.</summary>
    None = 0,
    Active = 1,

    /// <summary>By its owner, or signed up without having confirmed it.</summary>
    Unsubscribed = 2,
    Bounced = 3,
    Complained = 4,

    /// <summary>By somebody's decision, for its domain, or as a spam trap.</summary>
    Suppressed = 5,
}

/// <summary>On what grounds a contact is written to.</summary>
public enum ConsentType { Explicit = 0, Implicit = 1, LegitimateInterest = 2 }

/// <summary>The one rule that turns the ledger into a list's status; the SQL that says the same is tested against it.</summary>
public static class ListStatuses
{
    /// <summary>The status of an e-mail address; <paramref name="covering"/> are the entries in force that cover it.</summary>
    public static ListStatus Of(IEnumerable<Suppression> covering, Confirmation confirmation)
    {
        var byLedger = covering.Select(OfEntry).DefaultIfEmpty(ListStatus.Active).Max();
        return byLedger == ListStatus.Active && confirmation == Confirmation.Asked ? ListStatus.Unsubscribed : byLedger;
    }

    /// <summary>What happened to mail, and what the owner said, keeps its own name; what somebody decided does not.</summary>
    public static ListStatus OfEntry(Suppression entry) => entry switch
    {
        { Level: SuppressionLevel.Platform } or { Scope: SuppressionScope.Domain } => ListStatus.Suppressed,
        { Source: not (SuppressionSource.Event or SuppressionSource.Send or SuppressionSource.Form) } => ListStatus.Suppressed,
        { Reason: SuppressionReason.Complained } => ListStatus.Complained,
        { Reason: SuppressionReason.Bounced } => ListStatus.Bounced,
        { Reason: SuppressionReason.Unsubscribed } => ListStatus.Unsubscribed,
        _ => ListStatus.Suppressed,
    };
}
