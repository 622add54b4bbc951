using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Carries expiries into filters and counters. Gate and badges need no sweeper: they compare with the clock.</summary>
internal sealed class ExpirySweeper(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, IServiceScopeFactory scopes, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            await SweepAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Ends every entry whose time has come and restates whom it covered.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await context.Suppressions.AsNoTracking().Where(s => s.EndedAt == null && s.ExpiresAt != null && s.ExpiresAt <= now)
            .OrderBy(s => s.ExpiresAt).Take(500).Select(s => new { s.Id, s.OrganizationId, s.Scope, s.Value }).ToListAsync(cancellationToken);
        foreach (var entries in due.GroupBy(e => e.OrganizationId))
        {
            await using var services = scopes.CreateAsyncScope();
            services.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new SystemActor();
            var access = services.ServiceProvider.GetRequiredService<AccessService>();
            var organizations = entries.Key != Data.Entities.SuppressionEntry.PlatformOrganization ? [entries.Key]
                : await context.Organizations.Select(o => o.Id).ToListAsync(cancellationToken);
            foreach (var organization in organizations)
            {
                var scope = (await access.RequireAsync(new(organization), Permissions.None, cancellationToken)).Value;
                await writer.WriteAsync<bool>(scope.Id, async write =>
                {
                    var ids = entries.Select(e => e.Id).ToList();
                    await write.Suppressions.Where(s => ids.Contains(s.Id) && s.EndedAt == null)
                        .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, x => x.ExpiresAt), cancellationToken);
                    foreach (var entry in entries)
                        await Ledger.RestateAsync(write, scope, entry.Scope, entry.Value, now, cancellationToken);
                    return true;
                }, cancellationToken);
            }
        }
    }
}
