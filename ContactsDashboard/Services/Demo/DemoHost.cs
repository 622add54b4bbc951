using ContactsDashboard.Configuration;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Services.Jobs;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Demo;

/// <summary>Tells the demo's story while the server answers already; what a stop breaks off, the next start goes on with.</summary>
internal sealed class DemoHost(IServiceProvider services, IOptions<DashboardOptions> options, DayKeeper days, ILogger<DemoHost> log) : BackgroundService
{
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The story tells of its days itself: in the middle of it, those to come would be written down as they never were.
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        days.StartAfter(_told.Task);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first answer is not to wait for it.
        await Task.Yield();
        if (options.Value.Demo)
            await BackgroundRound.TryAsync(stop => DemoData.TellAsync(services, stop), log, stoppingToken);
        _told.SetResult();
    }
}
