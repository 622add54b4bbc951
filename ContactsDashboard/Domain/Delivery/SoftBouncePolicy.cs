namespace ContactsDashboard.Domain.Delivery;

/// <summary>When messages that bounce softly one after the other block an address.</summary>
/// <param name="Messages">How many in a row, without a delivery between them; 0 for never.</param>
/// <param name="Days">How far the first and the last lie apart at least, in days.</param>
/// <param name="HoldDays">How long the block lasts, in days; 0 for good.</param>
public sealed record SoftBouncePolicy(int Messages, int Days, int HoldDays)
{
    public const int MostMessages = 100, MostDays = 365, MostHoldDays = 3_650;

    public static readonly SoftBouncePolicy Default = new(5, 7, 90);

    public bool IsReached(SoftBounceRun run) => Messages > 0 && run.Messages >= Messages && run.Last - run.First >= TimeSpan.FromDays(Days);

    public DateTimeOffset? ExpiryOf(DateTimeOffset blockedAt) => HoldDays == 0 ? null : blockedAt.AddDays(HoldDays);
}

/// <summary>The messages that bounced softly since the last delivery.</summary>
public readonly record struct SoftBounceRun(int Messages, DateTimeOffset First, DateTimeOffset Last);
