using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Shared;

/// <summary>What a change did, in one sentence for a toast.</summary>
internal static class ChangeText
{
    /// <summary>What was released, what exempted, and what still blocks.</summary>
    public static string Released(EmailAddress email, ReleaseReceipt receipt)
    {
        var did = receipt switch
        {
            { Exempted: [], Released: var released } when released.Any(e => e.Scope == SuppressionScope.Domain) =>
                $"{email.Display} unblocked, {Targets(released.Where(e => e.Scope == SuppressionScope.Domain))} no longer blocked",
            { Exempted: [], Released: var released } => $"{email.Display}: {Reasons(released)} released",
            { Released: [], Exempted: var exempted } => $"{email.Display} exempted from the block of {Targets(exempted)}",
            _ => $"{email.Display}: {Reasons(receipt.Released)} released, exempted from the block of {Targets(receipt.Exempted)}",
        };
        return receipt.StillBlockedBy.Count == 0 ? did : $"{did}. Still blocked by {string.Join(", ", receipt.StillBlockedBy.Select(LedgerText.Name))}";
    }

    /// <summary>What an undo reversed, what it kept, and why.</summary>
    public static string Undone(string what, UndoReport report) => report switch
    {
        { Reversed: 0 } => $"{what} was not undone{(report.WhyKept is null ? "" : $": {report.WhyKept}")}",
        { Kept: 0 } => report.Reversed == 1 ? $"{what} undone" : $"{what} undone, {report.Reversed:N0} reversed",
        _ => $"{what}: {report.Reversed:N0} reversed, {report.Kept:N0} kept because {report.WhyKept}",
    };

    private static string Reasons(IEnumerable<LedgerEntry> entries) => string.Join(", ", entries.Select(e => $"“{LedgerText.Of(e.Reason)}”").Distinct());

    private static string Targets(IEnumerable<LedgerEntry> entries) => string.Join(", ", entries.Select(LedgerText.Target));
}
