using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Brings deleted contacts back; what the ledger says of their addresses holds for them as for everybody.</summary>
internal sealed class RestoreContactsWork(StoreWriter writer, TimeProvider time) : ContactBulkWork(writer, time)
{
    public override JobKind Kind => JobKind.RestoreContacts;

    protected override AuditVerb Verb => AuditVerb.RestoredContacts;

    /// <summary>Who is deleted no more, and who lives on in another contact.</summary>
    public static async Task<Dictionary<long, BulkOutcome>> DecideAsync(DashboardDbContext context, OrganizationScope scope, List<long> ids, CancellationToken cancellationToken) =>
        (await context.QueryAsync(ContactBulkSql.DecideRestore, row => (Id: row.GetInt64(0),
                Outcome: !row.GetBoolean(1) ? BulkOutcome.AlreadySo : row.GetBoolean(2) ? BulkOutcome.Merged : BulkOutcome.Pending), cancellationToken,
            ("@organization", scope.Id.Value), ("@ids", JsonSerializer.Serialize(ids)), ("@merged", (int)AuditVerb.MergedContacts))).ToDictionary(i => i.Id, i => i.Outcome);

    /// <summary>The preview with what should be known before: who will be there twice, and what becomes of the plan.</summary>
    public static async Task<ContactBulkPreview> WithConsequencesAsync(DashboardDbContext context, OrganizationScope scope, ContactBulkPreview preview,
        CancellationToken cancellationToken)
    {
        var plan = await context.QueryAsync(ContactBulkSql.PlanAfterRestore, row => new PlanRoom(row.GetInt64(0), row.GetInt64(1)), cancellationToken,
            ("@organization", scope.Id.Value), ("@job", preview.JobId));
        return preview with
        {
            Sharing = await context.ScalarAsync(ContactBulkSql.SharingAfterRestore, cancellationToken, ("@job", preview.JobId)),
            Plan = plan is [var room] ? room : null,
        };
    }

    protected override async Task<Dictionary<long, BulkOutcome>> ActAsync(DashboardDbContext context, JobContext job, List<long> ids, long auditId, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var outcomes = await DecideAsync(context, job.Scope, ids, cancellationToken);
        var restored = outcomes.Where(o => o.Value == BulkOutcome.Pending).Select(o => o.Key).ToList();
        (string, object?)[] parameters = [("@organization", job.Scope.Id.Value), ("@ids", JsonSerializer.Serialize(restored)), ("@audit", auditId)];
        await context.ExecuteAsync(ContactBulkSql.KeepDeletions, cancellationToken, parameters);
        await context.ExecuteAsync(ContactBulkSql.Restore, cancellationToken, parameters);
        restored.ForEach(id => outcomes[id] = BulkOutcome.Done);
        return outcomes;
    }
}
