using ContactsDashboard.Configuration;
using ContactsDashboard.Services.Jobs;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Demo;

/// <summary>Tells the demo's story while the server answers already; what a stop breaks off, the next start goes on with.</summary>
internal sealed class DemoHost(IServiceProvider services, IOptions<DashboardOptions> options, ILogger<DemoHost> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first answer is not to wait for it.
        await Task.Yield();
        if (options.Value.Demo)
            await BackgroundRound.TryAsync(stop => DemoData.TellAsync(services, stop), log, stoppingToken);
    }
}
