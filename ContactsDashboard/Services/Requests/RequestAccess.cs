using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Requests;

/// <summary>Who may look at a request, and who may decide it.</summary>
internal static class RequestAccess
{
    /// <summary>The request as this organisation may see it: its own, or one about platform entries for whoever keeps those.</summary>
    public static async Task<SupportRequest?> FindAsync(DashboardDbContext context, OrganizationScope scope, long id, CancellationToken cancellationToken)
    {
        var isKeeper = scope.May(Permissions.ManagePlatform);
        return await context.Requests.SingleOrDefaultAsync(r => r.Id == id && r.State != RequestState.Draft
            && (r.OrganizationId == scope.Id.Value || (r.AtPlatform && isKeeper)), cancellationToken);
    }

    public static bool IsForMe(OrganizationScope scope, SupportRequest request) =>
        request.AtPlatform ? scope.May(Permissions.ManagePlatform) : request.OrganizationId == scope.Id.Value && scope.May(Permissions.DecideRequests);

    /// <summary>Nobody decides their own request, except an Admin where nobody else could.</summary>
    public static async Task<Problem?> WhyNotAsync(DashboardDbContext context, OrganizationScope scope, SupportRequest request, CancellationToken cancellationToken)
    {
        if (!IsForMe(scope, request))
            return AccessService.Forbidden;
        if (scope.Actor is not UserActor me)
            return RequestProblems.NotByProgram;
        if (request.UserId != me.UserId)
            return null;
        var roles = RolePermissions.With(request.AtPlatform ? Permissions.ManagePlatform : Permissions.DecideRequests);
        var deciders = await context.Memberships.Where(m => m.OrganizationId == scope.Id.Value && !m.User.IsDisabled && roles.Contains(m.Role))
            .Select(m => new { m.UserId, m.Role }).ToListAsync(cancellationToken);
        return deciders is [{ Role: Role.Admin } only] && only.UserId == me.UserId ? null : RequestProblems.OwnRequest;
    }

    public static bool IsMine(OrganizationScope scope, SupportRequest request) => request.OrganizationId == scope.Id.Value
        && (request.UserId is { } asker ? (scope.Actor as UserActor)?.UserId == asker : request.AskedBy == scope.Actor.Label);

    /// <summary>The organisation that keeps the platform's level; null where there is none.</summary>
    public static async Task<OrganizationId?> PlatformAsync(DashboardDbContext context, CancellationToken cancellationToken) =>
        await context.Organizations.Where(o => o.IsPlatform).Select(o => (OrganizationId?)new OrganizationId(o.Id)).FirstOrDefaultAsync(cancellationToken);
}
