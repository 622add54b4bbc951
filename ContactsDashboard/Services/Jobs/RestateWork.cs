using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Jobs;

/// <summary>Carries a wide change of the ledger into the flags that filters and counters use.</summary>
internal sealed class RestateWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time) : IJobWork
{
    // 30 to 50 microseconds a row: those who block an address meanwhile wait for one step and its commit, some milliseconds.
    private const int Step = 50;

    public JobKind Kind => JobKind.Restate;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = System.Text.Json.JsonSerializer.Deserialize<RestateCommand>(job.Command, System.Text.Json.JsonSerializerOptions.Web)!;
        foreach (var domain in await DomainsAsync(job, command.Domains, cancellationToken))
        {
            // Always to the end: stopping half way would leave filters wrong.
            var after = 0L;
            while (await writer.WriteStepsAsync(job.Scope.Id, async context =>
            {
                var ids = await Ledger.DomainIdsAsync(context, job.Scope.Id, domain, after, Step, cancellationToken);
                await Ledger.RestateIdsAsync(context, ids, time.GetUtcNow(), cancellationToken);
                after = ids.Count == 0 ? after : ids[^1];
                return ids.Count == Step;
            }, cancellationToken))
                continue;
        }
    }

    private async Task<List<string>> DomainsAsync(JobContext job, IReadOnlyList<string> patterns, CancellationToken cancellationToken)
    {
        var domains = new List<string>();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var pattern in patterns)
        {
            if (pattern.StartsWith("*.", StringComparison.Ordinal))
                domains.AddRange(await context.QueryAsync(LedgerSql.DomainsUnder, row => row.GetString(0), cancellationToken,
                    ("@organization", job.Scope.Id.Value), ("@suffix", pattern[1..])));
            else
                domains.Add(pattern);
        }
        return domains;
    }
}
