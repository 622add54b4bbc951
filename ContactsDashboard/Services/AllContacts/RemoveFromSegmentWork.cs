using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Takes contacts out of a list; who they were is kept for the undo.</summary>
internal sealed class RemoveFromSegmentWork(StoreWriter writer, TimeProvider time) : ContactBulkWork(writer, time)
{
    public override JobKind Kind => JobKind.RemoveFromSegment;

    protected override AuditVerb Verb => AuditVerb.RemovedFromSegment;

    /// <summary>Who is in the list.</summary>
    public static async Task<Dictionary<long, BulkOutcome>> DecideAsync(DashboardDbContext context, OrganizationScope scope, List<long> ids, long segment,
        CancellationToken cancellationToken) =>
        (await context.QueryAsync(ContactBulkSql.Memberships, row => (Id: row.GetInt64(0), IsIn: row.GetInt64(1) > 0), cancellationToken,
            ("@organization", scope.Id.Value), ("@ids", JsonSerializer.Serialize(ids)), ("@segments", $"[{segment}]")))
        .ToDictionary(m => m.Id, m => m.IsIn ? BulkOutcome.Pending : BulkOutcome.AlreadySo);

    protected override async Task<Dictionary<long, BulkOutcome>> ActAsync(DashboardDbContext context, JobContext job, List<long> ids, long auditId, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var segment = JsonSerializer.Deserialize<RemoveFromSegmentCommand>(job.Command, JsonSerializerOptions.Web)!.Segment;
        var outcomes = await DecideAsync(context, job.Scope, ids, segment, cancellationToken);
        var members = outcomes.Where(o => o.Value == BulkOutcome.Pending).Select(o => o.Key).ToList();
        await SegmentSql.TakeOutAsync(context, job.Scope.Id, segment, members, auditId, now, cancellationToken);
        members.ForEach(id => outcomes[id] = BulkOutcome.Done);
        return outcomes;
    }
}
