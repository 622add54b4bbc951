using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Mail;

/// <summary>Hides and shows rows after the derivation rules changed.</summary>
internal sealed class ApplyRulesWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time) : IJobWork
{
    private const int Chunk = 2_000;

    public JobKind Kind => JobKind.ApplyRules;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var ids = await context.QueryAsync(RuleSql.AddressIds, row => row.GetInt64(0), cancellationToken,
                ("@organization", job.Scope.Id.Value), ("@after", after), ("@limit", Chunk));
            if (ids.Count == 0)
                return;
            after = ids[^1];
            (string, object?)[] range = [("@organization", job.Scope.Id.Value), ("@from", ids[0]), ("@to", ids[^1])];
            await writer.WriteAsync<bool>(job.Scope.Id, async write =>
            {
                var patterns = (await DerivationRuleService.LoadAsync(write, job.Scope.Id, cancellationToken)).Patterns;
                await write.ExecuteAsync(RuleSql.Apply(patterns.Count), cancellationToken, [.. range, .. patterns.Select((p, i) => ($"@p{i}", (object?)p))]);
                await write.ExecuteAsync(RuleSql.Mail, cancellationToken, range);
                await write.ExecuteAsync(RuleSql.AddContacts, cancellationToken, [.. range, ("@now", time.GetUtcNow().UtcTicks)]);
                return true;
            }, cancellationToken);
        }
    }
}
