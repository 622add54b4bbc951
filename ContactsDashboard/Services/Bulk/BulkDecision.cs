using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Bulk;

/// <summary>What a bulk action does to one address; asked once for the preview and again at the moment it acts.</summary>
internal static class BulkDecision
{
    public static BulkOutcome For(BulkAction action, IReadOnlyList<LedgerEntry> covering, Permissions permissions) => action switch
    {
        // A block is for good: one that ends some day does not stand in for it.
        BulkAction.Block => covering.Any(e => e.ExpiresAt is null) ? BulkOutcome.AlreadySo : BulkOutcome.Pending,
        _ when covering.Count == 0 => BulkOutcome.AlreadySo,
        _ when Releasable(covering, permissions).Any() => BulkOutcome.Pending,
        _ when covering.Any(e => e is { Level: SuppressionLevel.Own, IsGuarded: true }) => BulkOutcome.Guarded,
        _ when covering.Any(e => e is { Level: SuppressionLevel.Own, Scope: SuppressionScope.Domain }) => BulkOutcome.UnderDomain,
        _ => BulkOutcome.Platform,
    };

    /// <summary>E-mail entries only: lifting a domain block frees others too and is asked for by itself.</summary>
    public static IEnumerable<LedgerEntry> Releasable(IEnumerable<LedgerEntry> covering, Permissions permissions) =>
        covering.Where(e => e.Scope == SuppressionScope.Email && SuppressionProblems.WhyNotReleasable(e, permissions) is null);
}
