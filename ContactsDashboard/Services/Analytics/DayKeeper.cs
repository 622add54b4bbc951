using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Analytics;

/// <summary>Looks twice a minute whether one of the organisations' days has ended, and writes it down.</summary>
internal sealed class DayKeeper(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time, ILogger<DayKeeper> log) : BackgroundService
{
    private Task _before = Task.CompletedTask;

    /// <summary>Before the first look: somebody else writes days down until then.</summary>
    public void StartAfter(Task task) => _before = task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _before.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), time);
        do
        {
            await BackgroundRound.TryAsync(KeepAsync, log, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One look at every organisation.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var book = new DayBook(contexts, writer, time);
        foreach (var organization in await context.Organizations.Select(o => new { o.Id, o.TimeZone }).ToListAsync(cancellationToken))
            await book.KeepAsync(new(organization.Id), TimeZoneInfo.FindSystemTimeZoneById(organization.TimeZone), cancellationToken);
    }

    /// <summary>Drops counters that came down to nothing: readers move on from quarter to quarter, and would leave them behind.</summary>
    public Task TidyAsync(CancellationToken cancellationToken) =>
        writer.WriteUnseenAsync(context => context.ExecuteAsync(ReachSql.ForgetEmpty, cancellationToken), cancellationToken);
}
