using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Bulk;

/// <summary>One address of a bulk action with what covers it now.</summary>
internal sealed record BulkItem(long AddressId, EmailAddress Email, IReadOnlyList<LedgerEntry> Covering);

/// <summary>Carries out bulk blocks and releases; the decision for each address is taken anew at the moment it is carried out.</summary>
internal abstract class BulkWork(StoreWriter writer, TimeProvider time) : IJobWork
{
    private const int Step = 300;

    public abstract JobKind Kind { get; }

    protected abstract BulkAction Action { get; }

    protected abstract AuditVerb Verb { get; }

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var auditId = await BulkRecord.OpenAsync(writer, job, Verb, time.GetUtcNow(), cancellationToken);
        // Within a run nothing before the last address waits any more; looking there again would cost more with every chunk.
        var (more, after) = (true, 0L);
        while (more && await keepGoing())
        {
            more = await writer.WriteStepsAsync(job.Scope.Id, async context =>
            {
                var now = time.GetUtcNow();
                var items = await PendingAsync(context, job.Scope, job.Id, after, Step, now, cancellationToken);
                foreach (var group in items.GroupBy(i => BulkDecision.For(Action, i.Covering, job.Scope.Permissions)))
                {
                    if (group.Key == BulkOutcome.Pending)
                        await ActAsync(context, job.Scope, [.. group], auditId, now, cancellationToken);
                    var done = group.Key == BulkOutcome.Pending ? group.Count() : 0;
                    await context.Audit.Where(a => a.Id == auditId).ExecuteUpdateAsync(a => a.SetProperty(x => x.Count, x => x.Count + done), cancellationToken);
                    await BulkService.SetOutcomeAsync(context, job.Id, group.Select(i => i.AddressId),
                        group.Key == BulkOutcome.Pending ? BulkOutcome.Done : group.Key, cancellationToken);
                }
                after = items.Count == 0 ? after : items[^1].AddressId;
                return items.Count == Step;
            }, cancellationToken);
        }
    }

    /// <summary>The next addresses waiting, each with what covers it.</summary>
    public static async Task<List<BulkItem>> PendingAsync(DashboardDbContext context, OrganizationScope scope, long jobId, long after, int limit,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await context.QueryAsync(BulkSql.Pending, row => (Id: row.GetInt64(0), Value: row.GetString(1)), cancellationToken,
            ("@job", jobId), ("@after", after), ("@limit", limit), ("@organization", scope.Id.Value));
        var items = rows.ConvertAll(row => (row.Id, Email: EmailAddress.TryParse(row.Value, out var email) ? email : throw new InvalidDataException($"Address {row.Id}")));
        var covering = await LedgerReader.MatchAsync(context, scope.Id, items.ConvertAll(i => i.Email), now, cancellationToken);
        return items.ConvertAll(i => new BulkItem(i.Id, i.Email, covering.GetValueOrDefault(i.Email.Value) ?? []));
    }

    protected abstract Task ActAsync(DashboardDbContext context, OrganizationScope scope, IReadOnlyList<BulkItem> items, long auditId,
        DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Blocks every address of the set that nothing covers for good yet.</summary>
internal sealed class BulkBlockWork(StoreWriter writer, TimeProvider time) : BulkWork(writer, time)
{
    public override JobKind Kind => JobKind.BulkBlock;

    protected override BulkAction Action => BulkAction.Block;

    protected override AuditVerb Verb => AuditVerb.BlockedMany;

    protected override async Task ActAsync(DashboardDbContext context, OrganizationScope scope, IReadOnlyList<BulkItem> items, long auditId,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var source = scope.Actor.Path == AuditPath.Api ? SuppressionSource.Api : SuppressionSource.Operator;
        (string, object?)[] parameters =
        [
            ("@organization", scope.Id.Value), ("@values", JsonSerializer.Serialize(items.Select(i => i.Email.Value))), ("@now", now.UtcTicks),
            ("@source", (int)source), ("@by", scope.Actor.Label), ("@audit", auditId),
        ];
        foreach (var sql in new[] { LedgerBulkSql.EndExpired, LedgerBulkSql.InsertManual, LedgerBulkSql.InsertClaims, LedgerBulkSql.ProlongManual })
            await context.RunAsync(sql, cancellationToken, parameters);
        await Ledger.RestateIdsAsync(context, [.. items.Select(i => i.AddressId)], now, cancellationToken);
    }
}

/// <summary>Ends what may be ended of the set's own e-mail entries.</summary>
internal sealed class BulkReleaseWork(StoreWriter writer, TimeProvider time) : BulkWork(writer, time)
{
    public override JobKind Kind => JobKind.BulkRelease;

    protected override BulkAction Action => BulkAction.Release;

    protected override AuditVerb Verb => AuditVerb.ReleasedMany;

    protected override async Task ActAsync(DashboardDbContext context, OrganizationScope scope, IReadOnlyList<BulkItem> items, long auditId,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = items.SelectMany(i => BulkDecision.Releasable(i.Covering, scope.Permissions)).Select(e => e.Id).Distinct();
        await context.ExecuteAsync(LedgerBulkSql.End, cancellationToken, ("@organization", scope.Id.Value),
            ("@ids", JsonSerializer.Serialize(ids)), ("@audit", auditId), ("@now", now.UtcTicks));
        await Ledger.RestateIdsAsync(context, [.. items.Select(i => i.AddressId)], now, cancellationToken);
    }
}
