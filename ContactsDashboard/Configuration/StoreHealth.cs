using ContactsDashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ContactsDashboard.Configuration;

/// <summary>Ready means: the database answers.</summary>
internal sealed class StoreHealth(IDbContextFactory<DashboardDbContext> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var store = await contexts.CreateDbContextAsync(cancellationToken);
        await store.Organizations.AnyAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
