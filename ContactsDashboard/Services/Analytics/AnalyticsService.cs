using System.Data.Common;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Analytics;

/// <summary>How an organisation's contacts stand to what is sent to them, now and day by day; read from counters, never counted.</summary>
public sealed class AnalyticsService(IDbContextFactory<DashboardDbContext> contexts, AccessService access, TimeProvider time)
{
    public const int MaxDays = 366;

    /// <summary>Slices and parts as they are, and the last <paramref name="days"/> days (1 to 366) that ended.</summary>
    public async Task<Result<AnalyticsView>> ReadAsync(OrganizationId organization, ReachChannel channel, int days, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(allowed.Value.TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var (slices, totals) = (Array.Empty<ReachSlice>(), new List<long>());
        foreach (var each in Enum.GetValues<ReachChannel>())
        {
            var counts = await ReachSql.CountAsync(context, organization, each, ReachWindows.On(today, zone), cancellationToken);
            totals.Add(counts.Values.Sum());
            if (each == channel)
                slices = [.. Enum.GetValues<Reach>().Select(slice => Slice(channel, slice, counts))];
        }
        var written = await context.QueryAsync(ReachSql.Days, Read, cancellationToken, ("@organization", organization.Value), ("@channel", (int)channel),
            ("@from", today.DayNumber - Math.Clamp(days, 1, MaxDays)), ("@to", today.DayNumber - 1));
        return new AnalyticsView(channel, today, slices, totals, written);
    }

    private static ReachSlice Slice(ReachChannel channel, Reach slice, IReadOnlyDictionary<(Reach Slice, string Part), long> counts)
    {
        var parts = Reaches.Parts(channel).Where(p => p.Slice == slice).Select(p => new ReachPartCount(p, counts.GetValueOrDefault((slice, p.Key)))).ToList();
        return new(slice, Reaches.FilterOf(channel, slice), counts.Where(c => c.Key.Slice == slice).Sum(c => c.Value), parts);
    }

    private static ReachDayRow Read(Row row) => new(DateOnly.FromDayNumber(row.GetInt32(0)),
        row.IsDBNull(1) ? null : [row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)], row.GetInt64(5), row.GetInt64(6));
}
