using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.MailReports;

/// <summary>Acts on reports that can be verified since: their mail became known by events, or a domain became the organisation's own.</summary>
internal sealed class MailReportVerifier(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, IServiceScopeFactory scopes, TimeProvider time,
    ILogger<MailReportVerifier> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await BackgroundRound.TryAsync(VerifyAsync, log, stoppingToken);
    }

    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await context.QueryAsync(MailReportSql.Overdue, row => (Organization: row.GetInt64(0), Id: row.GetInt64(1)), cancellationToken,
            ("@since", (time.GetUtcNow() - Patience).UtcTicks));
        foreach (var reports in due.GroupBy(d => d.Organization, d => d.Id))
        {
            var scope = await ScopeAsync(reports.Key, cancellationToken);
            await writer.WriteAsync<bool>(scope.Id, async write =>
            {
                await new MailReportDesk(write, scope, time.GetUtcNow()).VerifyAsync([.. reports], cancellationToken);
                return true;
            }, cancellationToken);
        }
    }

    private async Task<OrganizationScope> ScopeAsync(long organization, CancellationToken cancellationToken)
    {
        await using var services = scopes.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new SystemActor();
        return (await services.ServiceProvider.GetRequiredService<AccessService>().RequireAsync(new(organization), Permissions.None, cancellationToken)).Value;
    }
}
