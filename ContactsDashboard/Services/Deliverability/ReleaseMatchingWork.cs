using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Deliverability;

/// <summary>Ends the own entries a filter matches, as far as whoever started it may; each is looked at anew when its turn comes.</summary>
internal sealed class ReleaseMatchingWork(StoreWriter writer, TimeProvider time) : IJobWork
{
    private const int Chunk = 500;

    public JobKind Kind => JobKind.ReleaseMatching;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = JsonSerializer.Deserialize<ReleaseMatchingCommand>(job.Command, JsonSerializerOptions.Web)!;
        var progress = job.Progress is null ? null : JsonSerializer.Deserialize<ReleaseMatchingProgress>(job.Progress, JsonSerializerOptions.Web)!;
        for (var more = true; more && await keepGoing();)
        {
            (progress, more) = (await writer.WriteAsync<(ReleaseMatchingProgress, bool)>(job.Scope.Id,
                async context => await StepAsync(context, job, command, progress, cancellationToken), cancellationToken)).Value;
        }
    }

    private async Task<(ReleaseMatchingProgress, bool)> StepAsync(DashboardDbContext context, JobContext job, ReleaseMatchingCommand command,
        ReleaseMatchingProgress? before, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var audit = before is null
            ? await AuditLog.WriteAsync(context, job.Scope, AuditVerb.ReleasedMatching, now, cancellationToken, details: Facts(command.Query, job.Id))
            : await context.Audit.SingleAsync(a => a.Id == before.AuditId, cancellationToken);
        var next = SuppressionListSql.IdsAfter(job.Scope.Id, command.Query, now, before?.After ?? 0, command.UpToId, Chunk);
        var entries = await context.QueryAsync(next.Text, row => new Candidate(row.GetInt64(0), (SuppressionReason)row.GetInt32(1), (SuppressionSource)row.GetInt32(2),
            (SuppressionScope)row.GetInt32(3), row.GetString(4)), cancellationToken, next.Parameters);
        var released = entries.Where(e => job.Scope.May(Permissions.ReleaseGuarded) || !Suppression.IsGuardedReason(e.Reason, e.Source)).ToList();
        await context.ExecuteAsync(LedgerBulkSql.End, cancellationToken, ("@organization", job.Scope.Id.Value),
            ("@ids", JsonSerializer.Serialize(released.Select(e => e.Id))), ("@audit", audit.Id), ("@now", now.UtcTicks));
        foreach (var targets in released.GroupBy(e => e.Scope))
            await Ledger.RestateAsync(context, job.Scope, SuppressionLevel.Own, targets.Key, [.. targets.Select(t => t.Value)], now, cancellationToken);
        var progress = new ReleaseMatchingProgress(audit.Id, entries.Count == 0 ? before?.After ?? 0 : entries[^1].Id,
            (before?.Released ?? 0) + released.Count, (before?.Kept ?? 0) + entries.Count - released.Count);
        audit.Count = progress.Released;
        await context.SaveChangesAsync(cancellationToken);
        var text = JsonSerializer.Serialize(progress, JsonSerializerOptions.Web);
        await context.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, text), cancellationToken);
        return (progress, entries.Count == Chunk);
    }

    // Without what may be somebody's address or name: those stay in the rows the record refers to.
    private static object Facts(SuppressionsQuery query, long job) => new
    {
        job, query.Reason, query.Scope, query.Source, query.Code, query.CreatedAfter, query.CreatedBefore, text = query.Text is not null, email = query.Email is not null,
        query.Domain,
    };

    private sealed record Candidate(long Id, SuppressionReason Reason, SuppressionSource Source, SuppressionScope Scope, string Value);
}
