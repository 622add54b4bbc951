using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Carries expiries into filters and counters. Gate and badges need no sweeper: they compare with the clock.</summary>
internal sealed class ExpirySweeper(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, IServiceScopeFactory scopes, TimeProvider time,
    ILogger<ExpirySweeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            await BackgroundRound.TryAsync(SweepAsync, log, stoppingToken);
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
        // A domain restates up to hundreds of addresses, an address one: each transaction stays short.
        foreach (var entries in due.GroupBy(e => (e.OrganizationId, Domain: e.Scope == SuppressionScope.Domain ? e.Id : 0)).SelectMany(g => g.Chunk(100)))
        {
            var isPlatform = entries[0].OrganizationId == Data.Entities.SuppressionEntry.PlatformOrganization;
            var organizations = isPlatform ? await context.Organizations.Select(o => o.Id).ToListAsync(cancellationToken) : [entries[0].OrganizationId];
            foreach (var organization in organizations)
            {
                var scope = await ScopeAsync(organization, cancellationToken);
                await writer.WriteAsync<bool>(scope.Id, async write =>
                {
                    foreach (var targets in entries.GroupBy(e => e.Scope))
                        await Ledger.RestateAsync(write, scope, SuppressionLevel.Own, targets.Key, [.. targets.Select(e => e.Value)], now, cancellationToken);
                    // With the last organisation: what ends is no longer due, and a killed sweep would leave the others out.
                    if (organization == organizations[^1])
                        await EndAsync(write, [.. entries.Select(e => e.Id)], now, cancellationToken);
                    return true;
                }, cancellationToken);
            }
        }
    }

    private async Task<OrganizationScope> ScopeAsync(long organization, CancellationToken cancellationToken)
    {
        await using var services = scopes.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new SystemActor();
        return (await services.ServiceProvider.GetRequiredService<AccessService>().RequireAsync(new(organization), Permissions.None, cancellationToken)).Value;
    }

    // Somebody may have prolonged one since it was found due.
    private static Task<int> EndAsync(DashboardDbContext context, List<long> ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        context.Suppressions.Where(s => ids.Contains(s.Id) && s.EndedAt == null && s.ExpiresAt <= now)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, x => x.ExpiresAt), cancellationToken);
}
