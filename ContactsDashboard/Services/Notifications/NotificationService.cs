using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Notifications;

/// <summary>One notification; the request it is about is read when it is shown.</summary>
public sealed record NotificationRow(long Id, NotificationKind Kind, DateTimeOffset At, bool IsRead, long? RequestId, RequestKind? Asked, RequestState? State, long? JobId);

/// <summary>The latest notifications, and how many are unread in all.</summary>
public sealed record NotificationList(long Unread, IReadOnlyList<NotificationRow> Rows);

/// <summary>What the signed-in person is told in one organisation. Programs are told nothing.</summary>
public sealed class NotificationService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxLimit = 50;

    public async Task<Result<NotificationList>> ListAsync(OrganizationId organization, int limit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (allowed.Value.Actor is not UserActor user)
            return new NotificationList(0, []);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = Mine(context, organization, user.UserId);
        var unread = await mine.LongCountAsync(n => n.ReadAt == null, cancellationToken);
        var rows = await (from n in mine.OrderByDescending(n => n.Id).Take(Math.Clamp(limit, 1, MaxLimit))
                          join r in context.Requests on n.RequestId equals r.Id into about
                          from r in about.DefaultIfEmpty()
                          orderby n.Id descending
                          select new NotificationRow(n.Id, n.Kind, n.At, n.ReadAt != null, n.RequestId, r == null ? null : r.Kind, r == null ? null : r.State, n.JobId))
            .ToListAsync(cancellationToken);
        return new NotificationList(unread, rows);
    }

    /// <summary>Marks everything as read.</summary>
    public Task<Result<long>> MarkAllReadAsync(OrganizationId organization, CancellationToken cancellationToken) =>
        MarkAsync(organization, unread => unread, cancellationToken);

    /// <summary>Whoever has read the request knows what they would be told about it.</summary>
    public Task<Result<long>> MarkRequestReadAsync(OrganizationId organization, long requestId, CancellationToken cancellationToken) =>
        MarkAsync(organization, unread => unread.Where(n => n.RequestId == requestId), cancellationToken);

    /// <summary>Whoever has seen the proposals need not be told of them.</summary>
    public Task<Result<long>> MarkProposalsReadAsync(OrganizationId organization, CancellationToken cancellationToken) =>
        MarkAsync(organization, unread => unread.Where(n => n.Kind == NotificationKind.ProposalWaiting), cancellationToken);

    private async Task<Result<long>> MarkAsync(OrganizationId organization, Func<IQueryable<Notification>, IQueryable<Notification>> which, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (allowed.Value.Actor is not UserActor user)
            return 0L;
        await using (var reader = await contexts.CreateDbContextAsync(cancellationToken))
        {
            // Most of the time there is nothing to write, and nobody need hear of that.
            if (!await which(Unread(reader, organization, user.UserId)).AnyAsync(cancellationToken))
                return 0L;
        }
        var now = time.GetUtcNow();
        return await writer.WriteAsync<long>(organization, async context => await which(Unread(context, organization, user.UserId))
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now), cancellationToken), cancellationToken);
    }

    private static IQueryable<Notification> Mine(DashboardDbContext context, OrganizationId organization, long user) =>
        context.Notifications.Where(n => n.OrganizationId == organization.Value && n.UserId == user);

    private static IQueryable<Notification> Unread(DashboardDbContext context, OrganizationId organization, long user) =>
        Mine(context, organization, user).Where(n => n.ReadAt == null);
}
