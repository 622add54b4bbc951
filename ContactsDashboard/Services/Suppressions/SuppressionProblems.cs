using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>The expected failures around the ledger.</summary>
internal static class SuppressionProblems
{
    public static readonly Problem NotFound = new("SUPPRESSION_NOT_FOUND", "There is no such suppression.");

    public static readonly Problem NotBlocked = new("NOT_SUPPRESSED", "Nothing blocks this address.");

    public static readonly Problem Guarded = new("FORBIDDEN",
        "Bounces, complaints, spam traps and the recipient's own unsubscription are released by Support or an Admin only.");

    public static Problem AlreadySuppressed(long id) => new("ALREADY_SUPPRESSED", "It is already blocked.") { RelatedId = PublicId.Format(PublicId.Suppression, id) };

    /// <summary>Why this actor cannot release an entry; null when they can.</summary>
    public static string? WhyNotReleasable(LedgerEntry entry, Permissions permissions) =>
        entry.Level == SuppressionLevel.Platform ? "A platform entry; the platform's Support decides."
        : entry.IsGuarded && !permissions.HasFlag(Permissions.ReleaseGuarded) ? "Released by Support or an Admin only."
        : !permissions.HasFlag(Permissions.Release) ? "Your role does not release blocks."
        : null;
}
