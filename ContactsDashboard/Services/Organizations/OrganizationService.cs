using System.Text.RegularExpressions;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Organizations;

/// <summary>An organisation as its member sees it.</summary>
public sealed record OrganizationView(OrganizationId Id, string Slug, string Name, bool IsPlatform, Role Role, string TimeZone, string PhoneCountry, bool OwnDomainsAnswered)
{
    public Permissions Permissions => RolePermissions.Of(Role) | (IsPlatform ? RolePermissions.OfPlatform(Role) : Permissions.None);

    public bool May(Permissions permission) => (Permissions & permission) == permission;
}

/// <summary>What an Admin may change about an organisation.</summary>
public sealed record OrganizationEdit(string Name, string TimeZone, string PhoneCountry);

/// <summary>Organisations: which ones somebody belongs to, how they are set up, and making new ones.</summary>
public sealed partial class OrganizationService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, CurrentActor current, TimeProvider time)
{
    /// <summary>The signed-in person's organisations, by name.</summary>
    public async Task<IReadOnlyList<OrganizationView>> MineAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is not UserActor user)
            return [];
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Memberships.AsNoTracking().Where(m => m.UserId == user.UserId && !m.User.IsDisabled).OrderBy(m => m.Organization.Name)
            .Select(m => new OrganizationView(new(m.OrganizationId), m.Organization.Slug, m.Organization.Name, m.Organization.IsPlatform, m.Role,
                m.Organization.TimeZone, m.Organization.PhoneCountry, m.Organization.OwnDomainsAnsweredAt != null)).ToListAsync(cancellationToken);
    }

    /// <summary>The one asked for by slug, else the one last used, else the first; null when there is none the person belongs to.</summary>
    public async Task<OrganizationView?> OpenAsync(string? slug, CancellationToken cancellationToken)
    {
        var mine = await MineAsync(cancellationToken);
        if (mine.Count == 0 || current.Actor is not UserActor user)
            return null;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await context.Users.Where(u => u.Id == user.UserId).Select(u => u.LastOrganizationId).SingleOrDefaultAsync(cancellationToken);
        var opened = slug is not null ? mine.FirstOrDefault(o => o.Slug == slug) : mine.FirstOrDefault(o => o.Id.Value == last) ?? mine[0];
        if (opened is not null && opened.Id.Value != last)
            await context.Users.Where(u => u.Id == user.UserId).ExecuteUpdateAsync(u => u.SetProperty(x => x.LastOrganizationId, opened.Id.Value), cancellationToken);
        return opened;
    }

    /// <summary>The id behind a slug or an <c>org_…</c> id; whether the actor may see it is asked at the use.</summary>
    public async Task<OrganizationId?> FindAsync(string slugOrId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var id = PublicId.TryParse(PublicId.Organization, slugOrId, out var parsed) ? parsed : 0;
        return await context.Organizations.Where(o => o.Slug == slugOrId || o.Id == id).Select(o => (OrganizationId?)new OrganizationId(o.Id)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Makes an organisation; from the terminal or at first set-up only.</summary>
    public async Task<Result<OrganizationId>> CreateAsync(string slug, string name, bool platform, CancellationToken cancellationToken)
    {
        if (current.Actor is not (TerminalActor or SystemActor))
            return AccessService.Forbidden;
        if (!Slug().IsMatch(slug))
            return new Problem("VALIDATION_ERROR", "A slug has 1 to 63 lower-case letters, digits and hyphens, and begins with a letter or digit.") { Field = "slug", Value = slug };
        if (CheckName(name) is { } problem)
            return problem;
        return await writer.WriteAsync<OrganizationId>(default, async context =>
        {
            if (await context.Organizations.AnyAsync(o => o.Slug == slug, cancellationToken))
                return new Problem("ALREADY_EXISTS", $"There is an organisation {slug} already.") { Field = "slug", Value = slug };
            if (platform && await context.Organizations.AnyAsync(o => o.IsPlatform, cancellationToken))
                return new Problem("ALREADY_EXISTS", "There is a platform organisation already.");
            var now = time.GetUtcNow();
            var organization = new Organization { Slug = slug, Name = name.Trim(), IsPlatform = platform, CreatedAt = now };
            context.Organizations.Add(organization);
            await context.SaveChangesAsync(cancellationToken);
            var scope = new OrganizationScope(new(organization.Id), slug, current.Actor, RolePermissions.Of(Role.Admin));
            await AuditLog.WriteAsync(context, scope, AuditVerb.CreatedOrganization, now, cancellationToken);
            return new OrganizationId(organization.Id);
        }, cancellationToken);
    }

    /// <summary>Changes name, time zone and phone country.</summary>
    public async Task<Result> ChangeAsync(OrganizationId organization, OrganizationEdit edit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSettings, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if ((CheckName(edit.Name) ?? CheckZone(edit.TimeZone) ?? CheckCountry(edit.PhoneCountry)) is { } problem)
            return problem;
        var changed = await writer.WriteAsync<bool>(organization, async context =>
        {
            var row = await context.Organizations.SingleAsync(o => o.Id == organization.Value, cancellationToken);
            var before = new OrganizationEdit(row.Name, row.TimeZone, row.PhoneCountry);
            (row.Name, row.TimeZone, row.PhoneCountry) = (edit.Name.Trim(), edit.TimeZone, edit.PhoneCountry);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.ChangedSettings, time.GetUtcNow(), cancellationToken, details: new { before, after = edit });
            return true;
        }, cancellationToken);
        return changed.ToResult();
    }

    private static Problem? CheckName(string name) => name.Trim().Length is >= 1 and <= 100 ? null
        : new("VALIDATION_ERROR", "The name must have 1 to 100 characters.") { Field = "name" };

    private static Problem? CheckZone(string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? null
        : new("VALIDATION_ERROR", "Choose a time zone from the list, for example Europe/Vienna.") { Field = "timeZone", Value = zone };

    private static Problem? CheckCountry(string country) => CallingCodes.Of(country) is not null ? null
        : new("VALIDATION_ERROR", "Choose a country from the list.") { Field = "phoneCountry", Value = country };

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex Slug();
}
