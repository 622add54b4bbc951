using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>What one click does to one of a contact's addresses.</summary>
public enum OneClick { BlacklistEmail = 0, BlacklistPhone = 1, UnsubscribeEmail = 2, RemoveSpamReport = 3, Resubscribe = 4, ReleasePhone = 5 }

/// <summary>
/// Blocks and releases the addresses of a contact by the contact's id. An e-mail address's way off the blacklist is <see cref="ReleaseService"/>, which
/// asks about domain entries first.
/// </summary>
public sealed class StandingService(StoreWriter writer, AccessService access, TimeProvider time)
{
    private static readonly Problem AnotherAddress = new("CHANGED_SINCE", "This contact was given another address meanwhile. Look at it, then decide again.");

    /// <summary>The right each takes; releasing a guarded entry takes <see cref="Permissions.ReleaseGuarded"/> besides.</summary>
    public static Permissions NeededFor(OneClick click) =>
        click is OneClick.BlacklistEmail or OneClick.BlacklistPhone or OneClick.UnsubscribeEmail ? Permissions.Block : Permissions.Release;

    /// <summary>
    /// Does it for the contact's address, which must be the one that was shown: <c>CHANGED_SINCE</c>. <c>CONTACT_NOT_FOUND</c>; <c>ALREADY_SUPPRESSED</c>,
    /// <c>NOT_SUPPRESSED</c> when there is nothing to do; <c>FORBIDDEN</c> when the reason is not for whoever asks to release.
    /// </summary>
    public async Task<Result<ChangeReceipt>> ClickAsync(OrganizationId organization, long contactId, OneClick click, string shown, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, NeededFor(click), cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var isPhone = click is OneClick.BlacklistPhone or OneClick.ReleasePhone;
            var address = await (from contact in context.Contacts
                                 join a in context.Addresses on isPhone ? contact.PhoneAddressId : contact.EmailAddressId equals a.Id
                                 where contact.OrganizationId == organization.Value && contact.Id == contactId
                                 select new { a.Value }).SingleOrDefaultAsync(cancellationToken);
            if (address is null)
                return ContactIntake.NotFound;
            if (address.Value != (EmailAddress.TryParse(shown, out var email) ? email.Value : shown))
                return AnotherAddress;
            return NeededFor(click) == Permissions.Block
                ? await AddAsync(context, allowed.Value, address.Value, click, contactId, cancellationToken)
                : await ReleaseAsync(context, allowed.Value, address.Value, click, contactId, cancellationToken);
        }, cancellationToken);
    }

    private async Task<Result<ChangeReceipt>> AddAsync(DashboardDbContext context, OrganizationScope scope, string value, OneClick click, long contactId,
        CancellationToken cancellationToken)
    {
        var reason = click == OneClick.UnsubscribeEmail ? SuppressionReason.Unsubscribed : SuppressionReason.Manual;
        var entryScope = click == OneClick.BlacklistPhone ? SuppressionScope.Phone : SuppressionScope.Email;
        var verb = click == OneClick.BlacklistEmail ? AuditVerb.BlockedEmail : AuditVerb.AddedSuppression;
        var audit = await Ledger.AddOneAsync(context, scope, SuppressionLevel.Own, new(entryScope, value, reason), verb, time.GetUtcNow(), cancellationToken);
        if (!audit.IsOk)
            return audit.Problem!;
        audit.Value.ContactId = contactId;
        await context.SaveChangesAsync(cancellationToken);
        return new ChangeReceipt(audit.Value.Id, 1) { SuppressionId = audit.Value.SuppressionId };
    }

    private async Task<Result<ChangeReceipt>> ReleaseAsync(DashboardDbContext context, OrganizationScope scope, string value, OneClick click, long contactId,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var entryScope = click == OneClick.ReleasePhone ? SuppressionScope.Phone : SuppressionScope.Email;
        var reason = click == OneClick.RemoveSpamReport ? SuppressionReason.Complained : SuppressionReason.Unsubscribed;
        var entries = (await context.QueryAsync(LedgerSql.EntriesOf, LedgerReader.Read, cancellationToken, ("@organization", scope.Id.Value), ("@scope", (int)entryScope),
                ("@values", System.Text.Json.JsonSerializer.Serialize(new[] { value }))))
            .Where(e => e.Level == SuppressionLevel.Own && e.ToRule().IsInForce(now) && (click == OneClick.ReleasePhone || e.Reason == reason)).ToList();
        if (entries.Count == 0)
            return SuppressionProblems.NotBlocked;
        var ended = entries.Where(e => SuppressionProblems.WhyNotReleasable(e, scope.Permissions) is null).Select(e => e.Id).ToList();
        if (ended.Count == 0)
            return SuppressionProblems.Guarded;
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.Released, now, cancellationToken);
        (audit.SuppressionId, audit.ContactId, audit.Count) = (ended[0], contactId, ended.Count);
        await ReleaseService.EndAsync(context, scope, SuppressionLevel.Own, ended, audit, now, cancellationToken);
        return new ChangeReceipt(audit.Id, audit.Count);
    }
}
