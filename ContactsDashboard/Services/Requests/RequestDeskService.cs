using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Notifications;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Requests;

/// <summary>Support's side: what a request would do, approving it, rejecting it.</summary>
public sealed class RequestDeskService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    private const int Chunk = 2_000;
    private const int Shown = 20;

    /// <summary>What an approval would do to each address now; only what this shows can be lifted by it.</summary>
    public async Task<Result<RequestPreview>> PreviewAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var found = await WaitingAsync(organization, id, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        var (scope, request) = found.Value;
        var number = await writer.WriteUnseenAsync(async context =>
        {
            await context.Requests.Where(r => r.Id == id).ExecuteUpdateAsync(r => r.SetProperty(x => x.Preview, x => x.Preview + 1), cancellationToken);
            return await context.Requests.Where(r => r.Id == id).Select(r => r.Preview).SingleAsync(cancellationToken);
        }, cancellationToken);
        var isOurs = request.OrganizationId == organization.Value;
        var (counts, partly, moved, examples) = (new Dictionary<BulkOutcome, long>(), 0L, 0L, new List<TargetPreview>());
        for (var after = 0L; ;)
        {
            var targets = await ShowAsync(request, number, after, cancellationToken);
            if (targets is null)
                return RequestProblems.Stale;
            foreach (var target in targets)
            {
                var outcome = RequestDecision.For(request, target, scope.Permissions);
                counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
                moved += isOurs && target.IsMoved ? 1 : 0;
                var decisions = target.Covering.Where(e => RequestDecision.Concerns(request, e))
                    .Select(e => new EntryDecision(e.For(scope), RequestDecision.WhyNot(request, e, scope.Permissions))).ToList();
                partly += outcome == BulkOutcome.Pending && request.Kind == RequestKind.Reactivate && decisions.Exists(d => d.WhyNot is not null) ? 1 : 0;
                if (examples.Count < Shown)
                    examples.Add(new(target.Value, isOurs && target.IsMoved, outcome, decisions));
            }
            if (targets.Count < Chunk)
                return new RequestPreview(number, new(counts), partly, moved, examples);
            after = targets[^1].AddressId;
        }
    }

    /// <summary>
    /// Approves what <paramref name="preview"/> showed and starts it as a durable job with the approver's rights. <c>REQUEST_DECIDED</c> when somebody was
    /// faster, <c>PREVIEW_STALE</c> when somebody looked since.
    /// </summary>
    public async Task<Result> ApproveAsync(OrganizationId organization, long id, long preview, string? comment, CancellationToken cancellationToken)
    {
        var found = await WaitingAsync(organization, id, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        var scope = found.Value.Scope;
        if (!string.IsNullOrWhiteSpace(comment) && RequestService.CheckText(comment, "comment") is { } problem)
            return problem;
        return (await writer.WriteAsync<bool>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var request = await context.Requests.SingleAsync(r => r.Id == id, cancellationToken);
            if (request.State != RequestState.Waiting)
                return RequestProblems.Decided;
            if (request.Preview != preview)
                return RequestProblems.Stale;
            var job = JobFactory.Create(scope, request.AtPlatform ? JobKind.CarryOutPlatformRequest : JobKind.CarryOutRequest, new RequestCommand(id), now);
            context.Jobs.Add(job);
            await context.SaveChangesAsync(cancellationToken);
            (request.State, request.DecidedAt, request.DecidedBy, request.JobId) = (RequestState.Approved, now, scope.Actor.Label, job.Id);
            await context.SaveChangesAsync(cancellationToken);
            if (!string.IsNullOrWhiteSpace(comment))
                await RequestService.AddCommentAsync(context, scope, request, comment, now, cancellationToken);
            await Notifier.RequestEndedAsync(context, request, (scope.Actor as UserActor)?.UserId, await RequestAccess.PlatformAsync(context, cancellationToken), now, cancellationToken);
            return true;
        }, cancellationToken)).ToResult();
    }

    /// <summary>Says no, and why.</summary>
    public async Task<Result> RejectAsync(OrganizationId organization, long id, string comment, CancellationToken cancellationToken)
    {
        var found = await WaitingAsync(organization, id, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        var scope = found.Value.Scope;
        if (RequestService.CheckText(comment, "comment") is { } problem)
            return problem with { Message = "Say why, so that whoever asked knows." };
        return (await writer.WriteAsync<bool>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var request = await context.Requests.SingleAsync(r => r.Id == id, cancellationToken);
            var closed = await RequestService.CloseAsync(context, scope, request, RequestState.Rejected, "rejected", now, cancellationToken);
            if (closed.IsOk)
                await RequestService.AddCommentAsync(context, scope, request, comment, now, cancellationToken);
            return closed;
        }, cancellationToken)).ToResult();
    }

    // The next addresses with what covers them, noted as shown; null when somebody else looks meanwhile, whose notes would be mixed with these.
    private Task<List<RequestTarget>?> ShowAsync(SupportRequest request, long number, long after, CancellationToken cancellationToken) =>
        writer.WriteUnseenAsync<List<RequestTarget>?>(async context =>
        {
            if (!await context.Requests.AnyAsync(r => r.Id == request.Id && r.Preview == number && r.State == RequestState.Waiting, cancellationToken))
                return null;
            var targets = await RequestTargets.PendingAsync(context, request, after, Chunk, time.GetUtcNow(), cancellationToken);
            if (request.Kind == RequestKind.Reactivate)
            {
                await context.ExecuteAsync(RequestSql.SetShown, cancellationToken, ("@request", request.Id),
                    ("@shown", JsonSerializer.Serialize(targets.Select(t => new object[] { t.AddressId, t.Marks }))));
            }
            return targets;
        }, cancellationToken);

    private async Task<Result<(OrganizationScope Scope, SupportRequest Request)>> WaitingAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var request = await RequestAccess.FindAsync(context, allowed.Value, id, cancellationToken);
        if (request is null)
            return RequestProblems.NotFound;
        if (await RequestAccess.WhyNotAsync(context, allowed.Value, request, cancellationToken) is { } problem)
            return problem;
        return request.State == RequestState.Waiting ? (allowed.Value, request) : RequestProblems.Decided;
    }
}
