using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Requests;

/// <summary>What a request does to one address; asked once for the preview and again at the moment it is carried out.</summary>
internal static class RequestDecision
{
    public static SuppressionReason ReasonOf(RequestKind kind) => kind == RequestKind.Unsubscribe ? SuppressionReason.Unsubscribed : SuppressionReason.Manual;

    public static BulkOutcome For(SupportRequest request, RequestTarget target, Permissions permissions) =>
        request.Kind == RequestKind.Reactivate ? ForRelease(request, target, permissions) : ForBlock(request, target);

    /// <summary>Why an approval leaves this entry in force; null when it lifts it, or exempts the address from it.</summary>
    public static string? WhyNot(SupportRequest request, LedgerEntry entry, Permissions permissions) => request.AtPlatform
        ? entry is { Level: SuppressionLevel.Platform, Scope: SuppressionScope.Email } ? null
            : entry.Level == SuppressionLevel.Platform ? "A domain of the platform blacklist; it is removed there." : "The organisation's own entry; its Support decides."
        : SuppressionProblems.WhyNotReleasable(entry, permissions);

    /// <summary>The entries an approval lifts, or exempts the address from.</summary>
    public static List<LedgerEntry> Lifted(SupportRequest request, RequestTarget target, Permissions permissions) =>
        [.. target.Covering.Where(e => WhyNot(request, e, permissions) is null)];

    /// <summary>Whether this request is about such an entry at all: the organisation's own ones are none of the platform's business.</summary>
    public static bool Concerns(SupportRequest request, LedgerEntry entry) => !request.AtPlatform || entry.Level == SuppressionLevel.Platform;

    // A request always adds its reason to others; one that ends some day does not stand in for it.
    private static BulkOutcome ForBlock(SupportRequest request, RequestTarget target) =>
        target.Covering.Any(e => e is { Level: SuppressionLevel.Own, ExpiresAt: null } && e.Scope == target.Scope && e.Reason == ReasonOf(request.Kind))
            ? BulkOutcome.AlreadySo : BulkOutcome.Pending;

    private static BulkOutcome ForRelease(SupportRequest request, RequestTarget target, Permissions permissions)
    {
        var inTheWay = target.Covering.Where(e => Concerns(request, e)).ToList();
        return inTheWay.Count == 0 ? BulkOutcome.AlreadySo
            : Lifted(request, target, permissions).Count > 0 ? BulkOutcome.Pending
            : inTheWay.Exists(e => e is { Level: SuppressionLevel.Own, IsGuarded: true }) ? BulkOutcome.Guarded
            : inTheWay.Exists(e => e.Level == SuppressionLevel.Own) || request.AtPlatform ? BulkOutcome.UnderDomain
            : BulkOutcome.Platform;
    }
}
