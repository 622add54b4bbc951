using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Notifications;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Platform;

/// <summary>Tells the platform's Support when an address is newly proposed for its blacklist.</summary>
internal sealed class ProposalTeller(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time, ILogger<ProposalTeller> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await BackgroundRound.TryAsync(TellAsync, log, stoppingToken);
    }

    /// <summary>Tells once for all that came since it told the last time.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var platform = await context.Organizations.Where(o => o.IsPlatform).Select(o => new { o.Id, o.ProposeAfter }).FirstOrDefaultAsync(cancellationToken);
        if (platform is null)
            return;
        var now = time.GetUtcNow();
        var proposed = await ProposalService.CountAsync(context, platform.ProposeAfter, now, cancellationToken);
        var told = await context.Notifications.Where(n => n.OrganizationId == platform.Id && n.Kind == NotificationKind.ProposalWaiting)
            .OrderByDescending(n => n.Id).Select(n => (DateTimeOffset?)n.At).FirstOrDefaultAsync(cancellationToken);
        if (proposed.Count == 0 || told >= proposed.LatestAt)
            return;
        await writer.WriteAsync<bool>(new(platform.Id), async write =>
        {
            await Notifier.TellAsync(write, new(platform.Id), Permissions.ManagePlatform, NotificationKind.ProposalWaiting, null, null, now, cancellationToken);
            return true;
        }, cancellationToken);
    }
}
