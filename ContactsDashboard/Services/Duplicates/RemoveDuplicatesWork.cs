using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Jobs;

namespace ContactsDashboard.Services.Duplicates;

/// <summary>Moves all but one contact of an address to Deleted; at its turn each is asked again whether it is one too many, so that one always stays.</summary>
internal sealed class RemoveDuplicatesWork(StoreWriter writer, TimeProvider time) : ContactBulkWork(writer, time)
{
    public override JobKind Kind => JobKind.RemoveDuplicates;

    protected override AuditVerb Verb => AuditVerb.RemovedDuplicates;

    protected override async Task<Dictionary<long, BulkOutcome>> ActAsync(DashboardDbContext context, JobContext job, List<long> ids, long auditId, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var removal = JsonSerializer.Deserialize<DuplicateRemoval>(job.Command, JsonSerializerOptions.Web)!;
        var outcomes = (await context.QueryAsync(DuplicateSql.Decide(removal.Channel, removal.Keep),
            row => (Id: row.GetInt64(0), Outcome: row.GetBoolean(1) ? BulkOutcome.AlreadySo : row.GetBoolean(2) ? BulkOutcome.Done : BulkOutcome.NoDuplicate), cancellationToken,
            ("@organization", job.Scope.Id.Value), ("@ids", JsonSerializer.Serialize(ids)), ("@only", removal.AddressId))).ToDictionary(i => i.Id, i => i.Outcome);
        var removed = outcomes.Where(o => o.Value == BulkOutcome.Done).Select(o => o.Key);
        await context.ExecuteAsync(ContactBulkSql.Delete, cancellationToken, ("@organization", job.Scope.Id.Value), ("@ids", JsonSerializer.Serialize(removed)),
            ("@now", now.UtcTicks), ("@by", job.Scope.Actor.Label), ("@reason", Reason(removal.Keep)), ("@audit", auditId));
        return outcomes;
    }

    private static string Reason(KeptContact keep) => keep == KeptContact.Earliest ? "Duplicate, the earliest contact was kept" : "Duplicate, the latest contact was kept";
}
