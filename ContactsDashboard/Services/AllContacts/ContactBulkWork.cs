using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Carries out bulk actions on contacts; each contact is decided on anew at the moment it is its turn.</summary>
internal abstract class ContactBulkWork(StoreWriter writer, TimeProvider time) : IJobWork
{
    private const int Step = 300;

    public abstract JobKind Kind { get; }

    protected abstract AuditVerb Verb { get; }

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var auditId = await BulkRecord.OpenAsync(writer, job, Verb, time.GetUtcNow(), cancellationToken);
        var (more, after) = (true, 0L);
        while (more && await keepGoing())
        {
            more = await writer.WriteStepsAsync(job.Scope.Id, async context =>
            {
                var ids = await context.QueryAsync(ContactBulkSql.Pending, row => row.GetInt64(0), cancellationToken, ("@job", job.Id), ("@after", after), ("@limit", Step));
                var outcomes = ids.Count == 0 ? [] : await ActAsync(context, job, ids, auditId, time.GetUtcNow(), cancellationToken);
                foreach (var group in ids.GroupBy(id => outcomes.GetValueOrDefault(id, BulkOutcome.Gone)))
                    await BulkService.SetOutcomeAsync(context, job.Id, group, group.Key, cancellationToken);
                var done = outcomes.Values.Count(o => o == BulkOutcome.Done);
                await context.Audit.Where(a => a.Id == auditId).ExecuteUpdateAsync(a => a.SetProperty(x => x.Count, x => x.Count + done), cancellationToken);
                after = ids.Count == 0 ? after : ids[^1];
                return ids.Count == Step;
            }, cancellationToken);
        }
    }

    /// <summary>Does it to those it is still for; what became of each.</summary>
    protected abstract Task<Dictionary<long, BulkOutcome>> ActAsync(DashboardDbContext context, JobContext job, List<long> ids, long auditId, DateTimeOffset now,
        CancellationToken cancellationToken);
}

/// <summary>Moves contacts to Deleted; their ledger entries stay.</summary>
internal sealed class DeleteContactsWork(StoreWriter writer, TimeProvider time) : ContactBulkWork(writer, time)
{
    public override JobKind Kind => JobKind.DeleteContacts;

    protected override AuditVerb Verb => AuditVerb.DeletedContacts;

    protected override async Task<Dictionary<long, BulkOutcome>> ActAsync(DashboardDbContext context, JobContext job, List<long> ids, long auditId, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var command = JsonSerializer.Deserialize<DeleteContactsCommand>(job.Command, JsonSerializerOptions.Web)!;
        var planEnd = await ContactFinder.PlanEndAsync(context, job.Scope.Id, cancellationToken);
        var rows = await BaseRows.ReadAsync(context, job.Scope, planEnd, ids, now, cancellationToken);
        var outcomes = rows.ToDictionary(r => r.Id, r => ContactBulkDecision.ForDelete(r, command.Rail));
        var deleted = outcomes.Where(o => o.Value == BulkOutcome.Pending).Select(o => o.Key).ToList();
        await context.ExecuteAsync(ContactBulkSql.Delete, cancellationToken, ("@organization", job.Scope.Id.Value), ("@ids", JsonSerializer.Serialize(deleted)),
            ("@now", now.UtcTicks), ("@by", job.Scope.Actor.Label), ("@reason", command.Reason), ("@audit", auditId));
        deleted.ForEach(id => outcomes[id] = BulkOutcome.Done);
        return outcomes;
    }
}

/// <summary>Puts contacts into lists; a second contact with the e-mail address of a member is left out.</summary>
internal sealed class AddToSegmentsWork(StoreWriter writer, TimeProvider time) : ContactBulkWork(writer, time)
{
    public override JobKind Kind => JobKind.AddToSegments;

    protected override AuditVerb Verb => AuditVerb.AddedToSegments;

    /// <summary>Who is in all of the lists already, or stands behind another contact with the same address in each.</summary>
    public static async Task<(Dictionary<long, BulkOutcome> Outcomes, long ActiveElsewhere)> DecideAsync(DashboardDbContext context, OrganizationScope scope, List<long> ids,
        IReadOnlyList<long> segments, CancellationToken cancellationToken)
    {
        var memberships = await context.QueryAsync(ContactBulkSql.Memberships, row => (Id: row.GetInt64(0), In: row.GetInt64(1), ByAddress: row.GetInt64(2)), cancellationToken,
            ("@organization", scope.Id.Value), ("@ids", JsonSerializer.Serialize(ids)), ("@segments", JsonSerializer.Serialize(segments)));
        return (memberships.ToDictionary(m => m.Id, m => m.In == segments.Count ? BulkOutcome.AlreadySo
            : m.In + m.ByAddress >= segments.Count ? BulkOutcome.SameEmail : BulkOutcome.Pending), 0);
    }

    protected override async Task<Dictionary<long, BulkOutcome>> ActAsync(DashboardDbContext context, JobContext job, List<long> ids, long auditId, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var segments = JsonSerializer.Deserialize<AddToSegmentsCommand>(job.Command, JsonSerializerOptions.Web)!.Segments;
        var outcomes = new Dictionary<long, BulkOutcome>();
        // One by one: of two contacts with one address in the same step the second is left out, too.
        foreach (var id in ids)
        {
            var added = await context.ExecuteAsync(ContactBulkSql.AddMembers, cancellationToken, ("@organization", job.Scope.Id.Value),
                ("@segments", JsonSerializer.Serialize(segments)), ("@ids", $"[{id}]"), ("@audit", auditId));
            outcomes[id] = added > 0 ? BulkOutcome.Done : (await DecideAsync(context, job.Scope, [id], segments, cancellationToken)).Outcomes.GetValueOrDefault(id, BulkOutcome.Gone);
        }
        await context.Segments.Where(s => s.OrganizationId == job.Scope.Id.Value && segments.Contains(s.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.UpdatedAt, now), cancellationToken);
        return outcomes;
    }
}
