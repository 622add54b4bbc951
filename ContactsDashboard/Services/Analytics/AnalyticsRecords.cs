using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Analytics;

/// <summary>A part of a slice and how many contacts are in it.</summary>
public sealed record ReachPartCount(ReachPart Part, long Count);

/// <summary>A slice and its structure.</summary>
/// <param name="Filter">The smart search that finds exactly its contacts.</param>
public sealed record ReachSlice(Reach Slice, string Filter, long Count, IReadOnlyList<ReachPartCount> Parts);

/// <summary>What was written down of one day.</summary>
/// <param name="Slices">How many contacts each slice had at its end, in the order of <see cref="Reach"/>; null where nobody looked.</param>
public sealed record ReachDayRow(DateOnly Day, IReadOnlyList<long>? Slices, long Created, long Deleted)
{
    public long? Total => Slices?.Sum();
}

/// <summary>The analytics of one channel.</summary>
/// <param name="Totals">Contacts with each channel, in the order of <see cref="ReachChannel"/>.</param>
/// <param name="Days">The days asked for up to yesterday, oldest first; days of which nothing is known are left out.</param>
public sealed record AnalyticsView(ReachChannel Channel, DateOnly Today, IReadOnlyList<ReachSlice> Slices, IReadOnlyList<long> Totals, IReadOnlyList<ReachDayRow> Days)
{
    public long Total => Totals[(int)Channel];
}
