using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Services.Jobs;

namespace ContactsDashboard.Services.Live;

/// <summary>Drops told changes that everybody has long followed; who has not reads everything anew.</summary>
internal sealed class SearchChangeTrimmer(StoreWriter writer, TimeProvider time, ILogger<SearchChangeTrimmer> log) : BackgroundService
{
    private const int Kept = 100_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await BackgroundRound.TryAsync(TrimAsync, log, stoppingToken);
    }

    /// <summary>Some thousands at a time, so that nobody waits long to write.</summary>
    public async Task TrimAsync(CancellationToken cancellationToken)
    {
        while (await writer.WriteUnseenAsync(context => context.ExecuteAsync(SearchSql.Trim, cancellationToken, ("@kept", Kept)), cancellationToken) > 0)
            continue;
    }
}
