using ContactsDashboard.Domain;
using ContactsDashboard.Services.Live;

namespace ContactsDashboard.Services.Jobs;

/// <summary>Runs jobs in the server: imports in one lane, everything people wait for in another.</summary>
internal sealed class JobHost(JobRunner runner, ChangeFeed changes) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await runner.RecoverAsync(stoppingToken);
        await Task.WhenAll(LaneAsync(JobRunner.Interactive, stoppingToken), LaneAsync(JobRunner.Imports, stoppingToken));
    }

    private async Task LaneAsync(JobKind[] kinds, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var seen = changes.Beat;
            await runner.RunQueuedAsync(kinds, cancellationToken);
            await changes.NextAsync(seen, cancellationToken);
        }
    }
}
