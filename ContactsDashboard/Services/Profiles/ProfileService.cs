using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Profiles;

/// <summary>Contacts one by one: everything known about one, and creating, editing, deleting and restoring it.</summary>
public sealed class ProfileService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxReason = 500;

    /// <summary>Everything entered and collected; <c>CONTACT_NOT_FOUND</c>, for other organisations' contacts too.</summary>
    public async Task<Result<Profile>> GetAsync(OrganizationId organization, long contactId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Data.Sqlite.Sql.BeginReadAsync(context.Database, cancellationToken);
        return await ProfileReader.ReadAsync(context, allowed.Value, contactId, time.GetUtcNow(), cancellationToken) is { } profile ? profile : ProfileProblems.NotFound;
    }

    /// <summary>Who has this address or number already, deleted contacts included, and what blocks it; for a form that is being filled in.</summary>
    public async Task<Result<KnownAddress>> KnownAsync(OrganizationId organization, string? emailOrPhone, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ProfileReader.KnownAsync(context, allowed.Value, emailOrPhone, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>
    /// Creates a contact; <c>CONSENT_REQUIRED</c> without consent. Another contact of the same address is no obstacle; an address the ledger covers
    /// is blocked from the first second, and the answer says by what.
    /// </summary>
    public async Task<Result<ProfileChange>> CreateAsync(OrganizationId organization, ProfileEdit edit, ConsentGiven? consent, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.EditContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (consent is not { Confirmed: true })
            return ProfileProblems.ConsentRequired;
        if (consent.At > time.GetUtcNow())
            return new Problem("VALIDATION_ERROR", "Consent cannot be given in the future.") { Field = "consent.at", Value = $"{consent.At:O}" };
        return await writer.WriteAsync<ProfileChange>(organization, async context =>
        {
            var (scope, now) = (allowed.Value, time.GetUtcNow());
            var read = ReadProfile.Read(edit, scope.PhoneCountry, await ProfileContext.LoadAsync(context, organization, cancellationToken));
            if (!read.IsOk)
                return read.Problem!;
            if (await ProfileWriter.ErasedAsync(context, organization, read.Value, cancellationToken) is { } erased)
                return erased;
            if (await ProfileWriter.TakenAsync(context, organization, null, read.Value, cancellationToken) is { } taken)
                return taken;
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.CreatedContact, now, cancellationToken);
            var method = scope.Actor.Path == AuditPath.Api ? CreationMethod.Api : CreationMethod.Manual;
            var contact = await ProfileWriter.AddAsync(context, scope, read.Value, method, audit, cancellationToken);
            (contact.ConsentAt, contact.ConsentBy) = (consent.At ?? now, scope.Actor.Label);
            await context.SaveChangesAsync(cancellationToken);
            return await ChangedAsync(context, organization, contact.Id, audit.Id, read.Value, now, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Replaces what is entered. <c>CHANGED_SINCE</c>, naming what, when somebody changed the contact after <paramref name="shownAt"/>.</summary>
    public Task<Result<ProfileChange>> EditAsync(OrganizationId organization, long contactId, ProfileEdit edit, DateTimeOffset shownAt, CancellationToken cancellationToken) =>
        EditAsync(organization, contactId, _ => edit, shownAt, cancellationToken);

    /// <summary>The same for a change of some values, made to whatever is entered now; <paramref name="shownAt"/> null: whoever changed it meanwhile.</summary>
    internal async Task<Result<ProfileChange>> EditAsync(OrganizationId organization, long contactId, Func<ProfileEdit, ProfileEdit> change, DateTimeOffset? shownAt,
        CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.EditContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ProfileChange>(organization, async context =>
        {
            var scope = allowed.Value;
            var contact = await context.Contacts.SingleOrDefaultAsync(c => c.OrganizationId == organization.Value && c.Id == contactId, cancellationToken);
            if (contact is null or { DeletedAt: not null })
                return contact is null ? ProfileProblems.NotFound : ProfileProblems.Deleted;
            var known = await ProfileContext.LoadAsync(context, organization, cancellationToken);
            if (shownAt is { } shown && !IsSame(contact.UpdatedAt, shown))
                return await ProfileReader.ChangedSinceAsync(context, contact, shown, known, cancellationToken);
            var before = await ProfileWriter.EnteredAsync(context, contact, cancellationToken);
            var read = ReadProfile.Read(change(before), scope.PhoneCountry, known);
            if (!read.IsOk)
                return read.Problem!;
            if (await ProfileWriter.ErasedAsync(context, organization, read.Value, cancellationToken) is { } erased)
                return erased;
            if (await ProfileWriter.TakenAsync(context, organization, contactId, read.Value, cancellationToken) is { } taken)
                return taken;
            var (now, audit) = (ProfileWriter.NextEdit(contact, time.GetUtcNow()), default(AuditEntry));
            if (ProfileValues.Differing(before, read.Value.Entered).Count > 0)
            {
                audit = await AuditLog.WriteAsync(context, scope, AuditVerb.EditedContact, now, cancellationToken, contactId: contactId);
                await ProfileWriter.ChangeAsync(context, scope, contact, before, read.Value, audit, cancellationToken);
            }
            return await ChangedAsync(context, organization, contactId, audit?.Id, read.Value, now, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Deletes a contact for now; its address, its history and the ledger stay.</summary>
    public Task<Result<ChangeReceipt>> DeleteAsync(OrganizationId organization, long contactId, string? reason, CancellationToken cancellationToken) =>
        ChangeAsync(organization, contactId, AuditVerb.DeletedContact, (context, contact, audit) =>
        {
            if (contact.DeletedAt is not null)
                return ProfileProblems.AlreadyDeleted;
            if (ProfileProblems.OfReason(reason) is { } problem)
                return problem;
            ProfileWriter.Delete(context, contact, new(audit.At, audit.Actor, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()), audit);
            return null;
        }, cancellationToken);

    /// <summary>Brings a deleted contact back, with the standing the ledger gives it.</summary>
    public Task<Result<ChangeReceipt>> RestoreAsync(OrganizationId organization, long contactId, CancellationToken cancellationToken) =>
        ChangeAsync(organization, contactId, AuditVerb.RestoredContact, (context, contact, audit) =>
        {
            if (contact.DeletedAt is null)
                return ProfileProblems.NotDeleted;
            ProfileWriter.Restore(context, contact, audit);
            return null;
        }, cancellationToken);

    private async Task<Result<ChangeReceipt>> ChangeAsync(OrganizationId organization, long contactId, AuditVerb verb,
        Func<DashboardDbContext, Contact, AuditEntry, Problem?> change, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.DeleteContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var contact = await context.Contacts.SingleOrDefaultAsync(c => c.OrganizationId == organization.Value && c.Id == contactId, cancellationToken);
            if (contact is null)
                return ProfileProblems.NotFound;
            var audit = await AuditLog.WriteAsync(context, allowed.Value, verb, time.GetUtcNow(), cancellationToken, contactId: contactId);
            if (change(context, contact, audit) is { } problem)
                return problem;
            await context.SaveChangesAsync(cancellationToken);
            return new ChangeReceipt(audit.Id, 1);
        }, cancellationToken);
    }

    private static async Task<ProfileChange> ChangedAsync(DashboardDbContext context, OrganizationId organization, long contactId, long? auditId, ReadProfile read,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var emails = await LedgerReader.MatchAsync(context, organization, read.Email is { } email ? [email] : [], now, cancellationToken);
        var phones = await LedgerReader.MatchAsync(context, organization, read.Phone is { } phone ? [phone] : [], now, cancellationToken);
        return new(contactId, auditId, emails.Values.SingleOrDefault() ?? [], phones.Values.SingleOrDefault() ?? []);
    }

    // Programs are told instants to the millisecond.
    internal static bool IsSame(DateTimeOffset one, DateTimeOffset other) => one.UtcTicks / TimeSpan.TicksPerMillisecond == other.UtcTicks / TimeSpan.TicksPerMillisecond;
}
