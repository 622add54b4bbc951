using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Requests;

/// <summary>Reads requests: an organisation's own, and for whoever keeps the platform's entries those about them.</summary>
public sealed class RequestListService(IDbContextFactory<DashboardDbContext> contexts, AccessService access)
{
    public const int Step = 50;

    public async Task<Result<RequestRows>> ListAsync(OrganizationId organization, RequestsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, query.AtPlatform ? Permissions.ManagePlatform : Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var limit = Math.Clamp(query.Limit, 1, RequestsQuery.MaxLimit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = context.Requests.AsNoTracking().Where(r => r.State != RequestState.Draft)
            .Where(r => query.AtPlatform ? r.AtPlatform : r.OrganizationId == organization.Value)
            .Where(r => query.IsWaiting == null || (r.State == RequestState.Waiting) == query.IsWaiting)
            .Where(r => query.Before == null || r.Id < query.Before);
        var rows = await RowsAsync(context, allowed.Value, matching.OrderByDescending(r => r.Id).Take(limit + 1), cancellationToken);
        return new RequestRows(rows.Count > limit ? rows[..limit] : rows, rows.Count > limit ? rows[limit - 1].Id : null);
    }

    /// <summary>How many wait for whoever asks; 0 where they decide nothing.</summary>
    public async Task<Result<WaitingRequests>> WaitingAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = context.Requests.Where(r => r.State == RequestState.Waiting);
        return new WaitingRequests(
            allowed.Value.May(Permissions.DecideRequests)
                ? await waiting.LongCountAsync(r => r.OrganizationId == organization.Value && !r.AtPlatform, cancellationToken) : 0,
            allowed.Value.May(Permissions.ManagePlatform) ? await waiting.LongCountAsync(r => r.AtPlatform, cancellationToken) : 0);
    }

    /// <summary>All there is to know; <c>REQUEST_NOT_FOUND</c> for what is not this organisation's to see.</summary>
    public async Task<Result<RequestDetail>> FindAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var scope = allowed.Value;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var request = await RequestAccess.FindAsync(context, scope, id, cancellationToken);
        if (request is null)
            return RequestProblems.NotFound;
        var row = (await RowsAsync(context, scope, context.Requests.AsNoTracking().Where(r => r.Id == id), cancellationToken))[0];
        var why = await RequestAccess.WhyNotAsync(context, scope, request, cancellationToken);
        var isWaiting = request.State == RequestState.Waiting;
        var job = request.JobId is { } work ? await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == work, cancellationToken) : null;
        return new RequestDetail(row, request.Reason, request.ExistsConfirmed, Decider(scope, request), await CommentsAsync(context, scope, request, cancellationToken),
            await RequestTargets.CountsAsync(context, id, cancellationToken))
        {
            Items = await ItemsAsync(context, scope, request, 0, cancellationToken), MayDecide = isWaiting && why is null,
            WhyNot = isWaiting && RequestAccess.IsForMe(scope, request) ? why?.Message : null, IsMine = RequestAccess.IsMine(scope, request),
            Work = job?.State, WorkError = job?.Error,
            AuditId = job is not null && job.OrganizationId == organization.Value ? JobFactory.ProgressOf<BulkProgress>(job)?.AuditId : null,
        };
    }

    /// <summary>More of its addresses, in steps.</summary>
    public async Task<Result<IReadOnlyList<RequestItemRow>>> ItemsAsync(OrganizationId organization, long id, long after, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var request = await RequestAccess.FindAsync(context, allowed.Value, id, cancellationToken);
        return request is null ? RequestProblems.NotFound : await ItemsAsync(context, allowed.Value, request, after, cancellationToken);
    }

    // Which contact it is, and what became of it, is the organisation's own business.
    private static async Task<List<RequestItemRow>> ItemsAsync(DashboardDbContext context, OrganizationScope scope, SupportRequest request, long after,
        CancellationToken cancellationToken)
    {
        var isOurs = request.OrganizationId == scope.Id.Value;
        return (await RequestTargets.ItemsAsync(context, request, after, Step, cancellationToken))
            .ConvertAll(t => new RequestItemRow(t.AddressId, t.Channel == Channel.Phone, t.Value, isOurs ? t.ContactId : null, isOurs && t.IsMoved, t.Outcome));
    }

    private static async Task<List<RequestRow>> RowsAsync(DashboardDbContext context, OrganizationScope scope, IQueryable<SupportRequest> requests, CancellationToken cancellationToken)
    {
        var rows = await requests.Select(r => new
        {
            Request = r,
            Organization = context.Organizations.Where(o => o.Id == r.OrganizationId).Select(o => o.Name).First(),
            Segment = context.Segments.Where(s => s.Id == r.SegmentId && s.OrganizationId == r.OrganizationId).Select(s => s.Name).FirstOrDefault(),
            First = context.RequestItems.Where(i => i.RequestId == r.Id).OrderBy(i => i.AddressId)
                .Select(i => context.Addresses.Where(a => a.Id == i.AddressId).Select(a => a.Value).FirstOrDefault()).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row =>
        {
            var (request, isOurs) = (row.Request, row.Request.OrganizationId == scope.Id.Value);
            var first = row.First ?? "an address since erased";
            var subject = isOurs && row.Segment is { } segment ? $"Segment {segment}" : request.Count == 1 ? first : $"{first} and {request.Count - 1:N0} more";
            return new RequestRow(request.Id, request.Kind, request.Channels, request.State, request.AtPlatform, subject, request.Count,
                isOurs ? request.AskedBy : row.Organization, request.CreatedAt, request.DecidedAt);
        });
    }

    private static async Task<List<CommentRow>> CommentsAsync(DashboardDbContext context, OrganizationScope scope, SupportRequest request, CancellationToken cancellationToken)
    {
        var organization = await context.Organizations.Where(o => o.Id == request.OrganizationId).Select(o => o.Name).SingleAsync(cancellationToken);
        var isOurs = request.OrganizationId == scope.Id.Value;
        var comments = await context.RequestComments.AsNoTracking().Where(c => c.RequestId == request.Id).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        var me = (scope.Actor as UserActor)?.UserId;
        return comments.ConvertAll(c => new CommentRow(c.At, c.FromPlatform == !isOurs ? c.By : c.FromPlatform ? PlatformSupport : organization, c.UserId == me && me is not null, c.Text));
    }

    // Who it was stays inside the organisation they belong to.
    private static string? Decider(OrganizationScope scope, SupportRequest request) =>
        request is { AtPlatform: true, DecidedBy: not null, State: not RequestState.Withdrawn } && !scope.May(Permissions.ManagePlatform) ? PlatformSupport
        : request.OrganizationId != scope.Id.Value && request.State == RequestState.Withdrawn ? null : request.DecidedBy;

    private const string PlatformSupport = "the platform's Support";
}
