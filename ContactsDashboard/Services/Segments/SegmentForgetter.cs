using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Segments;

/// <summary>Lets go of what deleted segments and emptied lists kept for an undo that is no longer possible; and of counters that are empty.</summary>
internal sealed class SegmentForgetter(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, DayKeeper days, TimeProvider time, ILogger<SegmentForgetter> log)
    : BackgroundService
{
    private const int Step = 5_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await BackgroundRound.TryAsync(ForgetAsync, log, stoppingToken);
    }

    /// <summary>Some thousands at a time, so that nobody waits long to write.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await days.TidyAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var forgotten = await context.QueryAsync(SegmentSql.Forgotten, row => row.GetInt64(0), cancellationToken,
            ("@deleted", (int)AuditVerb.DeletedSegment), ("@before", (time.GetUtcNow() - UndoService.Window).UtcTicks));
        foreach (var segment in forgotten)
        {
            while (await writer.WriteUnseenAsync(write => write.ExecuteAsync(SegmentSql.Empty, cancellationToken, ("@segment", segment), ("@limit", Step)), cancellationToken) == Step)
                continue;
            await writer.WriteUnseenAsync(write => write.ExecuteAsync(SegmentSql.ForgetCount, cancellationToken, ("@segment", segment)), cancellationToken);
        }
    }
}
