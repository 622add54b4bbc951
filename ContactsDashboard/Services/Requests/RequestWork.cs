using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Requests;

internal sealed record RequestCommand(long Request);

/// <summary>
/// Carries out an approved request with the rights of whoever approved it, over exactly the addresses that were filed; each is decided on anew when its
/// turn comes, and nothing is lifted that the approver was not shown.
/// </summary>
internal abstract class RequestWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time) : IJobWork
{
    private const int Step = 300;

    public abstract JobKind Kind { get; }

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var id = JsonSerializer.Deserialize<RequestCommand>(job.Command, JsonSerializerOptions.Web)!.Request;
        SupportRequest request;
        await using (var reader = await contexts.CreateDbContextAsync(cancellationToken))
            request = await reader.Requests.AsNoTracking().SingleAsync(r => r.Id == id && r.JobId == job.Id, cancellationToken);
        var auditId = await BulkRecord.OpenAsync(writer, job, VerbOf(request), time.GetUtcNow(), cancellationToken);
        var (more, after) = (true, 0L);
        while (more && await keepGoing())
        {
            more = await writer.WriteStepsAsync(job.Scope.Id, async context =>
            {
                var targets = await RequestTargets.PendingAsync(context, request, after, Step, time.GetUtcNow(), cancellationToken);
                await ActAsync(context, job.Scope, request, targets, auditId, cancellationToken);
                after = targets.Count == 0 ? after : targets[^1].AddressId;
                if (targets.Count < Step)
                    await context.ExecuteAsync(RequestSql.SetGone, cancellationToken, ("@request", request.Id), ("@gone", (int)BulkOutcome.Gone));
                return targets.Count == Step;
            }, cancellationToken);
        }
        if (request.AtPlatform)
            await writer.WriteAsync<bool>(new(request.OrganizationId), _ => Task.FromResult<Result<bool>>(true), cancellationToken);
    }

    internal static AuditVerb VerbOf(SupportRequest request) => request switch
    {
        { AtPlatform: true } => AuditVerb.ReactivatedAtPlatform,
        { Kind: RequestKind.Blacklist } => AuditVerb.BlacklistedByRequest,
        { Kind: RequestKind.Unsubscribe } => AuditVerb.UnsubscribedByRequest,
        _ => AuditVerb.ReactivatedByRequest,
    };

    private async Task ActAsync(DashboardDbContext context, OrganizationScope scope, SupportRequest request, List<RequestTarget> targets, long auditId,
        CancellationToken cancellationToken)
    {
        var (now, done) = (time.GetUtcNow(), 0);
        var audit = await context.Audit.SingleAsync(a => a.Id == auditId, cancellationToken);
        foreach (var group in targets.GroupBy(t => RequestDecision.For(request, t, scope.Permissions)).ToList())
        {
            var outcomes = group.Key != BulkOutcome.Pending ? group.Select(t => (t.AddressId, Outcome: group.Key))
                : request.Kind == RequestKind.Reactivate ? await LiftAsync(context, scope, request, [.. group], audit, now, cancellationToken)
                : await BlockAsync(context, scope, request, [.. group], audit, now, cancellationToken);
            foreach (var alike in outcomes.GroupBy(o => o.Outcome, o => o.AddressId))
            {
                await RequestTargets.SetOutcomeAsync(context, request.Id, alike.Key, alike, cancellationToken);
                done += alike.Key is BulkOutcome.Done or BulkOutcome.Partly ? alike.Count() : 0;
            }
        }
        audit.Count += done;
        await context.SaveChangesAsync(cancellationToken);
    }

    private static async Task<IEnumerable<(long AddressId, BulkOutcome Outcome)>> BlockAsync(DashboardDbContext context, OrganizationScope scope, SupportRequest request,
        List<RequestTarget> targets, AuditEntry audit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using (var ledger = Ledger.Open(context, scope, SuppressionLevel.Own, SuppressionSource.Request, audit, now))
        {
            foreach (var target in targets)
                ledger.Add(new(target.Scope, target.Value, RequestDecision.ReasonOf(request.Kind)), ledger.Standing(target.Scope, target.Value));
        }
        await Ledger.RestateIdsAsync(context, targets.ConvertAll(t => t.AddressId), now, cancellationToken);
        return targets.Select(t => (t.AddressId, BulkOutcome.Done));
    }

    private static async Task<IEnumerable<(long AddressId, BulkOutcome Outcome)>> LiftAsync(DashboardDbContext context, OrganizationScope scope, SupportRequest request,
        List<RequestTarget> targets, AuditEntry audit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lifted = targets.ToDictionary(t => t.AddressId, t => RequestDecision.Lifted(request, t, scope.Permissions).Where(t.WasShown).ToList());
        var ended = lifted.Values.SelectMany(e => e).Where(e => e.Scope != SuppressionScope.Domain).Select(e => e.Id).Distinct();
        var level = request.AtPlatform ? SuppressionLevel.Platform : SuppressionLevel.Own;
        await context.ExecuteAsync(LedgerBulkSql.End, cancellationToken, ("@organization", Ledger.OwnerOf(scope, level)),
            ("@ids", JsonSerializer.Serialize(ended)), ("@audit", audit.Id), ("@now", now.UtcTicks));
        foreach (var target in targets)
        {
            foreach (var domain in lifted[target.AddressId].Where(e => e.Scope == SuppressionScope.Domain))
                context.SuppressionExceptions.Add(new() { SuppressionId = domain.Id, Value = target.Value, AuditId = audit.Id });
        }
        await context.SaveChangesAsync(cancellationToken);
        if (request.AtPlatform)
            await Ledger.RestateAsync(context, scope, level, SuppressionScope.Email, targets.ConvertAll(t => t.Value), now, cancellationToken);
        else
            await Ledger.RestateIdsAsync(context, targets.ConvertAll(t => t.AddressId), now, cancellationToken);
        return targets.Select(t => (t.AddressId, lifted[t.AddressId].Count == 0 ? BulkOutcome.BlockedSince
            : t.Covering.Any(e => RequestDecision.Concerns(request, e) && !lifted[t.AddressId].Contains(e)) ? BulkOutcome.Partly : BulkOutcome.Done));
    }
}

/// <summary>Requests an organisation's own Support decides.</summary>
internal sealed class OwnRequestWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time) : RequestWork(contexts, writer, time)
{
    public override JobKind Kind => JobKind.CarryOutRequest;
}

/// <summary>Requests the platform's Support decides.</summary>
internal sealed class PlatformRequestWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time) : RequestWork(contexts, writer, time)
{
    public override JobKind Kind => JobKind.CarryOutPlatformRequest;
}
