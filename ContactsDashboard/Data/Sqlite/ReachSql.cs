using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>What analytics add up. The windows are <c>@active @days60 @days30</c>, quarters of an hour.</summary>
internal static class ReachSql
{
    /// <summary>How many contacts of a channel are alike, and how many of them read something within each window; one walk of the counters in their order.</summary>
    private const string Counts = """
        SELECT Standing, Sent, SoftBounced, sum(Count), sum(CASE WHEN ReadQuarter > 0 THEN Count ELSE 0 END), sum(CASE WHEN ReadQuarter >= @active THEN Count ELSE 0 END),
            sum(CASE WHEN ReadQuarter >= @days60 THEN Count ELSE 0 END), sum(CASE WHEN ReadQuarter >= @days30 THEN Count ELSE 0 END)
        FROM ReachCounts WHERE OrganizationId = @organization AND Channel = @channel GROUP BY Standing, Sent, SoftBounced
        """;

    /// <summary>Days that were written down, in their order.</summary>
    public const string Days = """
        SELECT Day, Active, Inactive, Lost, NeverSent, Created, Deleted FROM ReachDays
        WHERE OrganizationId = @organization AND Channel = @channel AND Day BETWEEN @from AND @to ORDER BY Day
        """;

    /// <summary>The last day written down before <c>@before</c>; with <c>@looked</c> the last one somebody looked at.</summary>
    public const string LastDay = """
        SELECT coalesce(max(Day), 0) FROM ReachDays WHERE OrganizationId = @organization AND Day < @before AND (Active IS NOT NULL OR NOT @looked)
        """;

    /// <summary>A day that was written down stays as it is; one that nobody had looked at may be told by somebody who did.</summary>
    public const string WriteDay = """
        INSERT INTO ReachDays (OrganizationId, Channel, Day, Active, Inactive, Lost, NeverSent, Created, Deleted)
        VALUES (@organization, @channel, @day, @active, @inactive, @lost, @never, @created, @deleted)
        ON CONFLICT DO UPDATE SET Active = excluded.Active, Inactive = excluded.Inactive, Lost = excluded.Lost, NeverSent = excluded.NeverSent,
            Created = excluded.Created, Deleted = excluded.Deleted WHERE Active IS NULL AND excluded.Active IS NOT NULL
        """;

    public const string ForgetEmpty = "DELETE FROM ReachCounts WHERE Count = 0";

    /// <summary>Contacts of a channel that were made within a time.</summary>
    public static string Created(ReachChannel channel) => $"""
        SELECT ({Made(channel, "Live", "IS NULL")}) + ({Made(channel, "Deleted", "IS NOT NULL")})
        """;

    public static string Deleted(ReachChannel channel) => $"""
        SELECT count(*) FROM Contacts INDEXED BY IX_Contacts_DeletedWith{channel}_DeletedAt
        WHERE OrganizationId = @organization AND {channel}AddressId IS NOT NULL AND DeletedAt IS NOT NULL AND DeletedAt >= @from AND DeletedAt < @to
        """;

    private static string Made(ReachChannel channel, string part, string deleted) => $"""
        SELECT count(*) FROM Contacts INDEXED BY IX_Contacts_{part}With{channel}_CreatedAt
        WHERE OrganizationId = @organization AND {channel}AddressId IS NOT NULL AND DeletedAt {deleted} AND CreatedAt >= @from AND CreatedAt < @to
        """;

    /// <summary>How many contacts are in each part of each slice, as the windows stand.</summary>
    public static async Task<IReadOnlyDictionary<(Reach Slice, string Part), long>> CountAsync(DashboardDbContext context, OrganizationId organization, ReachChannel channel,
        ReachWindows windows, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<(Reach, string), long>();
        await context.QueryAsync(Counts, row =>
        {
            var (all, read, active, days60, days30) = (row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7));
            foreach (var (quarter, count) in new[] { (0, all - read), (1, read - active), (windows.Active, active - days60), (windows.Days60, days60 - days30), (windows.Days30, days30) })
            {
                var facts = new ReachFacts((Standing)row.GetInt32(0), row.GetBoolean(1), row.GetBoolean(2), quarter);
                var key = (Reaches.SliceOf(facts, windows), Reaches.PartOf(facts, windows));
                counts[key] = counts.GetValueOrDefault(key) + count;
            }
            return 0;
        }, cancellationToken, ("@organization", organization.Value), ("@channel", (int)channel), ("@active", windows.Active), ("@days60", windows.Days60), ("@days30", windows.Days30));
        return counts;
    }
}
