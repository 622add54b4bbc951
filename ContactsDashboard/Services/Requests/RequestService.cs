using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Notifications;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Requests;

/// <summary>Asking Support: filing a request, saying more about it, taking it back.</summary>
public sealed class RequestService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, AllContactsService contacts, TimeProvider time)
{
    private readonly RequestFiler _filer = new(contexts, writer, contacts, time);

    /// <summary>
    /// Files a request about exactly the addresses its subject has now. Reactivating what platform entries cover is the platform's to decide: that part
    /// becomes a request of its own.
    /// </summary>
    public async Task<Result<FiledRequest>> FileAsync(OrganizationId organization, RequestEdit edit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (Check(edit) is { } problem)
            return problem;
        var scope = allowed.Value;
        var draft = await DraftAsync(scope, edit, cancellationToken);
        if (await _filer.FillAsync(scope, draft, edit.Subject, cancellationToken) is { } unfit)
        {
            await ForgetAsync(draft.Id, cancellationToken);
            return unfit;
        }
        var platform = edit.Kind == RequestKind.Reactivate && edit.Channels.HasFlag(RequestChannels.Email)
            ? await _filer.SplitAsync(scope, draft, cancellationToken) : null;
        return await writer.WriteAsync<FiledRequest>(organization, async context =>
        {
            var own = await SendAsync(context, scope, draft.Id, cancellationToken);
            var other = platform is { } id ? await SendAsync(context, scope, id, cancellationToken) : 0;
            return own + other > 0 ? new FiledRequest(own > 0 ? draft.Id : null, other > 0 ? platform : null, own, other)
                : RequestProblems.Invalid("subject", "None of these contacts has an address of the channels you chose.");
        }, cancellationToken);
    }

    /// <summary>Says something about a request: whoever asked, and whoever decides.</summary>
    public async Task<Result> CommentAsync(OrganizationId organization, long id, string text, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var scope = allowed.Value;
        if (CheckText(text, "comment") is { } problem)
            return problem;
        return (await writer.WriteAsync<bool>(organization, async context =>
        {
            var request = await RequestAccess.FindAsync(context, scope, id, cancellationToken);
            if (request is null)
                return RequestProblems.NotFound;
            if (!RequestAccess.IsMine(scope, request) && !RequestAccess.IsForMe(scope, request))
                return AccessService.Forbidden;
            await AddCommentAsync(context, scope, request, text, time.GetUtcNow(), cancellationToken);
            return true;
        }, cancellationToken)).ToResult();
    }

    /// <summary>Takes back a request that still waits; only whoever asked.</summary>
    public async Task<Result> WithdrawAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var scope = allowed.Value;
        return (await writer.WriteAsync<bool>(organization, async context =>
        {
            var request = await RequestAccess.FindAsync(context, scope, id, cancellationToken);
            if (request is null)
                return RequestProblems.NotFound;
            if (!RequestAccess.IsMine(scope, request))
                return AccessService.Forbidden;
            return await CloseAsync(context, scope, request, RequestState.Withdrawn, "withdrew", time.GetUtcNow(), cancellationToken);
        }, cancellationToken)).ToResult();
    }

    /// <summary>Ends a request without doing what it asks; <c>REQUEST_DECIDED</c> when it no longer waits.</summary>
    internal static async Task<Result<bool>> CloseAsync(DashboardDbContext context, OrganizationScope scope, SupportRequest request, RequestState state, string said,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (request.State != RequestState.Waiting)
            return RequestProblems.Decided;
        (request.State, request.DecidedAt, request.DecidedBy) = (state, now, scope.Actor.Label);
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.ClosedRequest, now, cancellationToken,
            details: new { request = request.Id, kind = request.Kind.ToString(), state = said });
        audit.Count = request.Count;
        await context.SaveChangesAsync(cancellationToken);
        await Notifier.RequestEndedAsync(context, request, (scope.Actor as UserActor)?.UserId, await RequestAccess.PlatformAsync(context, cancellationToken), now, cancellationToken);
        return true;
    }

    internal static async Task AddCommentAsync(DashboardDbContext context, OrganizationScope scope, SupportRequest request, string text, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var me = (scope.Actor as UserActor)?.UserId;
        await Notifier.CommentedAsync(context, request, me, await RequestAccess.PlatformAsync(context, cancellationToken), now, cancellationToken);
        context.RequestComments.Add(new()
        {
            RequestId = request.Id, At = now, UserId = me, By = scope.Actor.Label, Text = text.Trim(),
            FromPlatform = request.AtPlatform && scope.Id.Value != request.OrganizationId,
        });
        await context.SaveChangesAsync(cancellationToken);
    }

    internal static Problem? CheckText(string text, string field) => text.Trim().Length is > 0 and <= RequestEdit.MaxText ? null
        : RequestProblems.Invalid(field, $"Write 1 to {RequestEdit.MaxText:N0} characters.");

    private static Problem? Check(RequestEdit edit) =>
        edit.Channels is RequestChannels.None ? RequestProblems.Invalid("channels", "Choose at least one channel.")
        : edit.Kind == RequestKind.Reactivate && !edit.ExistsConfirmed ? RequestProblems.Invalid("exists", "Confirm that the addresses and numbers exist.")
        : CheckText(edit.Reason, "reason") is { } problem ? problem with { Message = "Say why, so that Support can decide." } : null;

    private async Task<SupportRequest> DraftAsync(OrganizationScope scope, RequestEdit edit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stale = now.AddDays(-1);
        return await writer.WriteUnseenAsync(async context =>
        {
            // What a killed process left half filled.
            var left = context.Requests.Where(r => r.OrganizationId == scope.Id.Value && r.State == RequestState.Draft && r.CreatedAt < stale);
            await context.RequestItems.Where(i => left.Any(r => r.Id == i.RequestId)).ExecuteDeleteAsync(cancellationToken);
            await left.ExecuteDeleteAsync(cancellationToken);
            var draft = new SupportRequest
            {
                OrganizationId = scope.Id.Value, Kind = edit.Kind, Channels = edit.Channels, Reason = edit.Reason.Trim(), ExistsConfirmed = edit.ExistsConfirmed,
                SegmentId = (edit.Subject as RequestSubject.InSegment)?.Id, UserId = (scope.Actor as UserActor)?.UserId, AskedBy = scope.Actor.Label, CreatedAt = now,
            };
            context.Requests.Add(draft);
            await context.SaveChangesAsync(cancellationToken);
            return draft;
        }, cancellationToken);
    }

    private Task<int> ForgetAsync(long id, CancellationToken cancellationToken) => writer.WriteUnseenAsync(async context =>
    {
        await context.RequestItems.Where(i => i.RequestId == id).ExecuteDeleteAsync(cancellationToken);
        return await context.Requests.Where(r => r.Id == id).ExecuteDeleteAsync(cancellationToken);
    }, cancellationToken);

    // From now on it is seen; one about nobody is none. How many addresses it is about.
    private async Task<long> SendAsync(DashboardDbContext context, OrganizationScope scope, long id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var request = await context.Requests.SingleAsync(r => r.Id == id, cancellationToken);
        request.Count = await context.RequestItems.LongCountAsync(i => i.RequestId == id, cancellationToken);
        if (request.Count == 0)
        {
            context.Requests.Remove(request);
            await context.SaveChangesAsync(cancellationToken);
            return 0;
        }
        request.State = RequestState.Waiting;
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.FiledRequest, now, cancellationToken, details: new { request = id, kind = request.Kind.ToString() });
        audit.Count = request.Count;
        await context.SaveChangesAsync(cancellationToken);
        var queue = request.AtPlatform ? await RequestAccess.PlatformAsync(context, cancellationToken) : scope.Id;
        if (queue is { } waitsAt)
            await Notifier.RequestWaitsAsync(context, request, waitsAt, now, cancellationToken);
        return request.Count;
    }
}
