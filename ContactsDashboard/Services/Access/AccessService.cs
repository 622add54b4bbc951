using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Access;

/// <summary>Decides, at each use and against the membership as it is now, whether the current actor may do something in an organisation.</summary>
public sealed class AccessService(IDbContextFactory<DashboardDbContext> contexts, CurrentActor current)
{
    public static readonly Problem Unauthorized = new("UNAUTHORIZED", "Sign in first.");

    public static readonly Problem Forbidden = new("FORBIDDEN", "Your role does not allow this. Ask an Admin of the organisation.");

    private static readonly Func<DashboardDbContext, long, Task<OrganizationRecord?>> FindOrganization = EF.CompileAsyncQuery(
        (DashboardDbContext context, long id) => context.Organizations.Where(o => o.Id == id)
            .Select(o => new OrganizationRecord(o.Slug, o.TimeZone, o.PhoneCountry, o.IsPlatform, null)).SingleOrDefault());

    private static readonly Func<DashboardDbContext, long, long, Task<OrganizationRecord?>> FindMembership = EF.CompileAsyncQuery(
        (DashboardDbContext context, long organization, long user) => context.Memberships
            .Where(m => m.OrganizationId == organization && m.UserId == user && !m.User.IsDisabled)
            .Select(m => new OrganizationRecord(m.Organization.Slug, m.Organization.TimeZone, m.Organization.PhoneCountry, m.Organization.IsPlatform, m.Role)).SingleOrDefault());

    /// <summary>Another organisation's id and an unknown one are refused alike.</summary>
    public async Task<Result<OrganizationScope>> RequireAsync(OrganizationId organization, Permissions permission, CancellationToken cancellationToken)
    {
        if (current.Actor is not { } actor)
            return Unauthorized;
        cancellationToken.ThrowIfCancellationRequested();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var record = actor is UserActor user
            ? await FindMembership(context, organization.Value, user.UserId)
            : await FindOrganization(context, organization.Value);
        var granted = actor switch
        {
            _ when record is null => Permissions.None,
            UserActor => Of(record.Role!.Value, record.IsPlatform),
            ApiKeyActor key => key.Organization == organization ? key.Permissions : Permissions.None,
            JobActor job => job.Organization == organization ? job.Permissions : Permissions.None,
            PolicyActor postfix => postfix.Organization == organization ? Permissions.Check : Permissions.None,
            WebhookActor webhook => webhook.Organization == organization ? Permissions.RecordActivity : Permissions.None,
            FormActor form => form.Organization == organization ? Permissions.SignUp : Permissions.None,
            TerminalActor or SystemActor => Of(Role.Admin, record.IsPlatform),
            _ => Permissions.None,
        };
        return record is null || (granted & permission) != permission
            ? Forbidden
            : new OrganizationScope(organization, record.Slug, actor, granted) { TimeZone = record.TimeZone, PhoneCountry = record.PhoneCountry };
    }

    private static Permissions Of(Role role, bool isPlatform) =>
        RolePermissions.Of(role) | (isPlatform ? RolePermissions.OfPlatform(role) : Permissions.None);

    private sealed record OrganizationRecord(string Slug, string TimeZone, string PhoneCountry, bool IsPlatform, Role? Role);
}
