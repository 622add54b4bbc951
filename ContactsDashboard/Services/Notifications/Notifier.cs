using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Notifications;

/// <summary>Tells members about what happened, in the transaction in which it happens.</summary>
internal static class Notifier
{
    /// <summary>Tells everybody who may decide about requests of this queue that one waits.</summary>
    public static async Task RequestWaitsAsync(DashboardDbContext context, SupportRequest request, OrganizationId queue, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await TellAsync(context, queue, request.AtPlatform ? Permissions.ManagePlatform : Permissions.DecideRequests, NotificationKind.RequestWaiting, request.Id,
            request.UserId, now, cancellationToken);
        if (queue.Value != request.OrganizationId)
            await ChangeSql.MarkAsync(context, queue, cancellationToken);
    }

    /// <summary>Tells whoever asked what was decided; those it waited for need not look any more.</summary>
    public static async Task RequestEndedAsync(DashboardDbContext context, SupportRequest request, long? by, OrganizationId? platform, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await context.Notifications.Where(n => n.RequestId == request.Id && n.Kind == NotificationKind.RequestWaiting && n.ReadAt == null)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now), cancellationToken);
        if (request.UserId is { } asker && asker != by)
        {
            context.Notifications.Add(new() { OrganizationId = request.OrganizationId, UserId = asker, Kind = NotificationKind.RequestDecided, RequestId = request.Id, At = now });
            await context.SaveChangesAsync(cancellationToken);
        }
        await MarkAsync(context, request, platform, cancellationToken);
    }

    /// <summary>Tells whoever asked and whoever had their say before.</summary>
    public static async Task CommentedAsync(DashboardDbContext context, SupportRequest request, long? by, OrganizationId? platform, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await context.ExecuteAsync(RequestSql.TellParticipants, cancellationToken, ("@request", request.Id), ("@kind", (int)NotificationKind.RequestComment),
            ("@platform", platform?.Value), ("@except", by), ("@now", now.UtcTicks));
        await MarkAsync(context, request, platform, cancellationToken);
    }

    /// <summary>Tells whoever started a job that it is over, once.</summary>
    public static async Task JobEndedAsync(DashboardDbContext context, JobContext job, NotificationKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (job.Scope.Actor is not UserActor user || await context.Notifications.AnyAsync(n => n.JobId == job.Id && n.Kind == kind, cancellationToken))
            return;
        context.Notifications.Add(new() { OrganizationId = job.Scope.Id.Value, UserId = user.UserId, Kind = kind, JobId = job.Id, At = now });
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Tells every member of the organisation with this right.</summary>
    public static Task TellAsync(DashboardDbContext context, OrganizationId organization, Permissions right, NotificationKind kind, long? request, long? except,
        DateTimeOffset now, CancellationToken cancellationToken) =>
        context.ExecuteAsync(RequestSql.TellRoles, cancellationToken, ("@organization", organization.Value), ("@kind", (int)kind), ("@request", request),
            ("@roles", JsonSerializer.Serialize(RolePermissions.With(right).Select(r => (int)r))), ("@except", except), ("@now", now.UtcTicks));

    // A request about the platform's entries is open in two organisations.
    private static async Task MarkAsync(DashboardDbContext context, SupportRequest request, OrganizationId? platform, CancellationToken cancellationToken)
    {
        await ChangeSql.MarkAsync(context, new(request.OrganizationId), cancellationToken);
        if (request.AtPlatform && platform is { } other)
            await ChangeSql.MarkAsync(context, other, cancellationToken);
    }
}
