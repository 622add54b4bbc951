using ContactsDashboard.Domain;
using ContactsDashboard.Services.Live;

namespace ContactsDashboard.Services.Jobs;

/// <summary>Runs jobs in the server: imports in one lane, everything people wait for in another.</summary>
internal sealed class JobHost(JobRunner runner, Idempotency.IdempotencyStore named, ChangeFeed changes, TimeProvider time, ILogger<JobHost> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await BackgroundRound.TryAsync(runner.RecoverAsync, log, stoppingToken))
            await Task.Delay(BackgroundRound.Pause, time, stoppingToken);
        await Task.WhenAll(LaneAsync(JobRunner.Interactive, stoppingToken), LaneAsync(JobRunner.Imports, stoppingToken), TidyAsync(stoppingToken));
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        do
        {
            await BackgroundRound.TryAsync(runner.ForgetPreviewsAsync, log, cancellationToken);
            await BackgroundRound.TryAsync(named.ForgetAsync, log, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task LaneAsync(JobKind[] kinds, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var seen = changes.Beat;
            if (await BackgroundRound.TryAsync(stop => runner.RunQueuedAsync(kinds, stop), log, cancellationToken))
                await changes.NextAsync(seen, cancellationToken);
            else
                await Task.Delay(BackgroundRound.Pause, time, cancellationToken);
        }
    }
}
