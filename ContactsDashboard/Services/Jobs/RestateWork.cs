using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Jobs;

/// <summary>Carries a wide change of the ledger into the flags that filters and counters use.</summary>
internal sealed class RestateWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time) : IJobWork
{
    // 40 to 80 microseconds a row with its indexes, counters and the log: those who block an address meanwhile wait about 40 ms at most.
    private const int Chunk = 500;

    public JobKind Kind => JobKind.Restate;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = System.Text.Json.JsonSerializer.Deserialize<RestateCommand>(job.Command, System.Text.Json.JsonSerializerOptions.Web)!;
        foreach (var domain in await DomainsAsync(job, command.Domains, cancellationToken))
        {
            // Always to the end: stopping half way would leave filters wrong.
            for (var after = 0L; ;)
            {
                await using var context = await contexts.CreateDbContextAsync(cancellationToken);
                var ids = await Ledger.DomainIdsAsync(context, job.Scope.Id, domain, after, Chunk, cancellationToken);
                if (ids.Count == 0)
                    break;
                after = ids[^1];
                await writer.WriteAsync<bool>(job.Scope.Id, async write =>
                {
                    await Ledger.RestateIdsAsync(write, ids, time.GetUtcNow(), cancellationToken);
                    return true;
                }, cancellationToken);
            }
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
