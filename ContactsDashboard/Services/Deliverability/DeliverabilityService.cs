using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Deliverability;

/// <summary>How the organisation's mail fares: what came into the ledger over time, and when it is out of the ordinary.</summary>
public sealed class DeliverabilityService(IDbContextFactory<DashboardDbContext> contexts, AccessService access, TimeProvider time)
{
    public const double ComplaintThreshold = 0.005;

    public const double BounceThreshold = 0.10;

    /// <summary>Below this many sends a rate says nothing.</summary>
    public const int SendsForARate = 100;

    /// <summary>A day counts as a spike from this many reports, when they are this many times those of the usual day.</summary>
    public const int SpikeCount = 10;

    public const double SpikeFactor = 3;

    private const int Window = 30;

    private const long QuarterHour = TimeSpan.TicksPerMinute * 15;

    /// <summary>Entries by day and reason for this many days, today the last of them.</summary>
    public async Task<Result<IReadOnlyList<ReasonDay>>> ByDayAsync(OrganizationId organization, int days, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(allowed.Value.TimeZone);
        var today = DayOf(time.GetUtcNow(), zone);
        var first = today.AddDays(1 - Math.Clamp(days, 1, 366));
        var byDay = (await QuartersAsync(organization, time.GetUtcNow().AddDays(-days - 1), cancellationToken))
            .GroupBy(q => DayOf(q.At, zone)).ToDictionary(g => g.Key, g => g.GroupBy(q => q.Reason).ToDictionary(r => r.Key, r => r.Sum(q => q.Count)));
        return Enumerable.Range(0, today.DayNumber - first.DayNumber + 1).Select(first.AddDays)
            .Select(day => new ReasonDay(day, byDay.GetValueOrDefault(day) ?? [])).ToList();
    }

    /// <summary>Rates of the trailing 30 days against what mailbox providers tolerate, and today against the usual day.</summary>
    public async Task<Result<SendHealth>> HealthAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var now = time.GetUtcNow();
        var since = now.AddDays(-Window);
        var reports = (await QuartersAsync(organization, since, cancellationToken)).Where(q => IsReport(q.Source)).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sends = await context.ScalarAsync(DeliverabilitySql.Sends, cancellationToken,
            ("@organization", organization.Value), ("@since", since.UtcTicks));
        var told = await context.QueryAsync(DeliverabilitySql.Told, row => (Reason: (SuppressionReason)row.GetInt32(0), Count: row.GetInt64(1)), cancellationToken,
            ("@organization", organization.Value), ("@since", since.UtcTicks));
        // What events tell counts by itself, once for each message; their entries not again.
        long Count(SuppressionReason reason) => reports.Where(r => r.Reason == reason).Sum(r => r.Count) + told.Where(t => t.Reason == reason).Sum(t => t.Count);
        var health = new SendHealth(sends, Count(SuppressionReason.Bounced), Count(SuppressionReason.Complained), []);
        return health with { Warnings = [.. Warnings(health, reports, now)] };
    }

    /// <summary>The newest bounces, complaints and spam traps of the trailing 30 days.</summary>
    public async Task<Result<IReadOnlyList<RecentReport>>> RecentAsync(OrganizationId organization, int limit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.QueryAsync(DeliverabilitySql.Recent, row => LedgerReader.Read(row) is var entry
                ? new RecentReport(entry, !row.IsDBNull(15) || entry.ExpiresAt <= now) : null!,
            cancellationToken, ("@organization", organization.Value), ("@since", now.AddDays(-Window).UtcTicks), ("@limit", Math.Clamp(limit, 1, 100)));
    }

    private static IEnumerable<DeliverabilityWarning> Warnings(SendHealth health, List<Quarter> reports, DateTimeOffset now)
    {
        if (health is { Sends: >= SendsForARate, ComplaintRate: > ComplaintThreshold and var complaintRate })
            yield return new(WarningKind.ComplaintRate, complaintRate, ComplaintThreshold, health.Complaints);
        if (health is { Sends: >= SendsForARate, BounceRate: > BounceThreshold and var bounceRate })
            yield return new(WarningKind.BounceRate, bounceRate, BounceThreshold, health.Bounces);
        var bad = reports.Where(r => r.Reason is SuppressionReason.Bounced or SuppressionReason.Complained or SuppressionReason.SpamTrap).ToList();
        var lastDay = bad.Where(r => r.At > now.AddDays(-1)).Sum(r => r.Count);
        var usual = (bad.Sum(r => r.Count) - lastDay) / (Window - 1.0);
        if (lastDay >= SpikeCount && lastDay > usual * SpikeFactor)
            yield return new(WarningKind.Spike, usual == 0 ? lastDay : lastDay / usual, SpikeFactor, lastDay);
    }

    // What somebody typed or brought from elsewhere says nothing about the mail sent now.
    private static bool IsReport(SuppressionSource source) => source is SuppressionSource.Event or SuppressionSource.Send or SuppressionSource.Api or SuppressionSource.Form;

    private static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private async Task<List<Quarter>> QuartersAsync(OrganizationId organization, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.QueryAsync(DeliverabilitySql.ByQuarterHour, row => new Quarter(new(row.GetInt64(0) * QuarterHour, TimeSpan.Zero),
            (SuppressionReason)row.GetInt32(1), (SuppressionSource)row.GetInt32(2), row.GetInt64(3)), cancellationToken,
            ("@organization", organization.Value), ("@since", since.UtcTicks));
    }

    private sealed record Quarter(DateTimeOffset At, SuppressionReason Reason, SuppressionSource Source, long Count);
}
