using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Organizations;

/// <summary>Somebody who belongs to an organisation.</summary>
public sealed record MemberRow(long UserId, string Email, Role Role, bool HasPassword, bool IsDisabled);

/// <summary>Somebody who was added, and the token of the one-time link by which they set a password where they have none yet.</summary>
public sealed record AddedMember(long UserId, string? PasswordToken);

/// <summary>Who belongs to an organisation, and as what.</summary>
public sealed class MemberService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, UserManager<DashboardUser> users, TimeProvider time)
{
    private static readonly Problem NotFound = new("MEMBER_NOT_FOUND", "This person does not belong to the organisation.");

    private static readonly Problem NotYetSignedIn = new("VALIDATION_ERROR",
        "This person was invited elsewhere and has not set a password yet. Add them once they have.") { Field = "email" };

    private static readonly Problem LastAdmin = new("LAST_ADMIN", "An organisation keeps at least one Admin. Make somebody else Admin first.");

    public async Task<Result<IReadOnlyList<MemberRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageMembers, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Memberships.AsNoTracking().Where(m => m.OrganizationId == organization.Value).OrderBy(m => m.User.Email)
            .Select(m => new MemberRow(m.UserId, m.User.Email!, m.Role, m.User.PasswordHash != null, m.User.IsDisabled)).ToListAsync(cancellationToken);
    }

    /// <summary>Adds somebody by e-mail address; a new person without <paramref name="password"/> gets a one-time token to set one.</summary>
    public async Task<Result<AddedMember>> AddAsync(OrganizationId organization, string email, Role role, string? password, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageMembers, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (!EmailAddress.TryParse(email, out var address))
            return new Problem("INVALID_EMAIL", "This is not an email address.") { Field = "email", Value = email };
        var user = await users.FindByEmailAsync(address.Value);
        if (user is not null && !await users.HasPasswordAsync(user) && await RenewInvitationAsync(organization, user, cancellationToken) is { } notYet)
            return notYet;
        if (user is null)
        {
            user = new DashboardUser { UserName = address.Value, Email = address.Value, EmailConfirmed = true };
            var created = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
            if (!created.Succeeded)
                return new Problem("VALIDATION_ERROR", string.Join(" ", created.Errors.Select(e => e.Description))) { Field = "password" };
        }
        var added = await writer.WriteAsync<bool>(organization, async context =>
        {
            if (await context.Memberships.AnyAsync(m => m.OrganizationId == organization.Value && m.UserId == user.Id, cancellationToken))
                return new Problem("ALREADY_EXISTS", "This person belongs to the organisation already.") { Field = "email", Value = email };
            var now = time.GetUtcNow();
            context.Memberships.Add(new() { OrganizationId = organization.Value, UserId = user.Id, Role = role, CreatedAt = now });
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.AddedMember, now, cancellationToken, details: new { user = user.Id, role = role.ToString() });
            return true;
        }, cancellationToken);
        if (!added.IsOk)
            return added.Problem!;
        return new AddedMember(user.Id, await users.HasPasswordAsync(user) ? null : await users.GeneratePasswordResetTokenAsync(user));
    }

    /// <summary>Gives somebody another role, effective at their next action.</summary>
    public Task<Result> ChangeRoleAsync(OrganizationId organization, long userId, Role role, CancellationToken cancellationToken) =>
        ChangeAsync(organization, userId, AuditVerb.ChangedMember, role != Role.Admin, (_, membership) => membership.Role = role, cancellationToken);

    /// <summary>Takes somebody out of the organisation, effective at their next action.</summary>
    public Task<Result> RemoveAsync(OrganizationId organization, long userId, CancellationToken cancellationToken) =>
        ChangeAsync(organization, userId, AuditVerb.RemovedMember, true, (context, membership) => context.Remove(membership), cancellationToken);

    // Whoever holds an invitation becomes that person. Two organisations must not hold one for the same account: each could enter the other.
    private async Task<Problem?> RenewInvitationAsync(OrganizationId organization, DashboardUser user, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var memberships = await context.Memberships.Where(m => m.UserId == user.Id).Select(m => m.OrganizationId).ToListAsync(cancellationToken);
        if (memberships.Exists(m => m != organization.Value))
            return NotYetSignedIn with { Value = user.Email };
        if (memberships.Count == 0)
            await users.UpdateSecurityStampAsync(user); // links from where they were removed no longer work
        return null;
    }

    private async Task<Result> ChangeAsync(OrganizationId organization, long userId, AuditVerb verb, bool losesAdmin,
        Action<DashboardDbContext, Membership> change, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageMembers, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var changed = await writer.WriteAsync<bool>(organization, async context =>
        {
            var membership = await context.Memberships.SingleOrDefaultAsync(m => m.OrganizationId == organization.Value && m.UserId == userId, cancellationToken);
            if (membership is null)
                return NotFound;
            if (losesAdmin && membership.Role == Role.Admin
                && await context.Memberships.CountAsync(m => m.OrganizationId == organization.Value && m.Role == Role.Admin, cancellationToken) == 1)
                return LastAdmin;
            var before = membership.Role;
            change(context, membership);
            await AuditLog.WriteAsync(context, allowed.Value, verb, time.GetUtcNow(), cancellationToken,
                details: new { user = userId, before = before.ToString(), after = membership.Role.ToString() });
            return true;
        }, cancellationToken);
        return changed.ToResult();
    }
}
