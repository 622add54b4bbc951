using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Deliverability;

/// <summary>What releasing every own entry of a filtered list would do.</summary>
/// <param name="UpToId">The newest entry of the set: what comes later is not part of it.</param>
/// <param name="Guarded">How many stay, because releasing them needs Support or an Admin.</param>
public sealed record ReleaseMatchingPreview(SuppressionsQuery Query, long UpToId, IReadOnlyDictionary<SuppressionReason, long> ByReason, long Guarded,
    IReadOnlyList<LedgerEntry> Examples)
{
    public long Total => ByReason.Values.Sum();

    public long Releasable => Total - Guarded;
}

/// <summary>How such a release stands.</summary>
public sealed record ReleaseMatchingState(long JobId, JobState State, long Released, long Kept, long Total, long? AuditId, string? Error)
{
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}

/// <summary>A release of the past, and how many of its addresses bounced or complained again.</summary>
public sealed record PastRelease(long AuditId, DateTimeOffset At, string Actor, long Released, long BlockedAgain, bool IsUndone);

internal sealed record ReleaseMatchingCommand(SuppressionsQuery Query, long UpToId, long Total);

internal sealed record ReleaseMatchingProgress(long AuditId, long After, long Released, long Kept);
