using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Erasures;

/// <summary>Erases people for good: what is known of them goes, that they are not to be written to stays, and nobody can take it back.</summary>
public sealed class ErasureService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, DataDirectory directory, TimeProvider time)
{
    private const int MostTyped = 320;

    /// <summary>What would go and what would stay. <c>CONTACT_NOT_FOUND</c>, <c>VALIDATION_ERROR</c>; <c>TOO_MANY</c> where the person cannot be told from others.</summary>
    public async Task<Result<ErasurePreview>> PreviewAsync(OrganizationId organization, ErasureTarget target, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Erase, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Data.Sqlite.Sql.BeginReadAsync(context.Database, cancellationToken);
        var found = await PersonFinder.FindAsync(context, organization, allowed.Value.PhoneCountry, target, cancellationToken);
        return found.IsOk ? await DescribeAsync(context, organization, found.Value, target, cancellationToken) : found.Problem!;
    }

    /// <summary>
    /// Erases them, as a job that goes on after a restart; recognised from this moment on. <c>CONFIRMATION_REQUIRED</c> unless the preview's word was typed,
    /// <c>CHANGED_SINCE</c> when other contacts belong to it now than were shown.
    /// </summary>
    public async Task<Result<ErasureReceipt>> StartAsync(OrganizationId organization, ErasureEdit edit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Erase, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var scope = allowed.Value;
        return await writer.WriteAsync<ErasureReceipt>(organization, async context =>
        {
            var found = await PersonFinder.FindAsync(context, organization, scope.PhoneCountry, edit.Target, cancellationToken);
            if (!found.IsOk)
                return found.Problem!;
            var person = found.Value;
            if (!IsConfirmed(edit, person, scope.PhoneCountry))
                return new Problem("CONFIRMATION_REQUIRED", $"Type {ConfirmOf(person, edit.Target)} to confirm.") { Field = "confirmation" };
            if (person.Contacts.Count != edit.Contacts)
                return new Problem("CHANGED_SINCE", "Other contacts belong to this person now than were shown. Look again, then erase.");
            var now = time.GetUtcNow();
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.Erased, now, cancellationToken, details: new { contacts = person.Contacts.Count, addresses = person.Addresses.Count, entry = edit.AddEntry });
            audit.Count = Math.Max(1, person.Contacts.Count);
            await PersonEraser.RememberAsync(context, organization, person, audit, scope.Actor.Label, cancellationToken);
            var job = JobFactory.Create(scope, JobKind.Erase, new EraseCommand(audit.Id, scope.Actor.Label, edit.AddEntry, person), now);
            context.Jobs.Add(job);
            await context.SaveChangesAsync(cancellationToken);
            return new ErasureReceipt(job.Id, audit.Id);
        }, cancellationToken);
    }

    private async Task<ErasurePreview> DescribeAsync(DashboardDbContext context, OrganizationId organization, Person person, ErasureTarget target, CancellationToken cancellationToken)
    {
        var (contacts, now) = (person.Contacts, time.GetUtcNow());
        var (emails, phones) = (Values(person, Channel.Email), Values(person, Channel.Phone));
        var entries = (await LedgerReader.MatchAsync(context, organization, [.. emails.Select(e => EmailAddress.TryParse(e, out var email) ? email : null).OfType<EmailAddress>()], now, cancellationToken))
            .Values.SelectMany(e => e).Count(e => e is { Level: SuppressionLevel.Own, Scope: SuppressionScope.Email })
            + await context.Suppressions.CountAsync(s => s.OrganizationId == organization.Value && s.Scope == SuppressionScope.Phone && phones.Contains(s.Value) && s.EndedAt == null, cancellationToken);
        var rows = await context.Contacts.AsNoTracking().Where(c => c.OrganizationId == organization.Value && contacts.Contains(c.Id)).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
            .Take(ErasurePreview.Shown).Select(c => new
            {
                c.Id, c.FirstName, c.LastName, Deleted = c.DeletedAt != null,
                Address = context.Addresses.Where(a => a.Id == (c.EmailAddressId ?? c.PhoneAddressId)).Select(a => a.Value).FirstOrDefault(),
                MailName = context.Addresses.Where(a => a.Id == c.EmailAddressId).Select(a => a.Name).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        return new(ConfirmOf(person, target), [.. emails, .. phones],
            rows.ConvertAll(r => new ErasedContact(r.Id, $"{r.FirstName} {r.LastName}".Trim() is { Length: > 0 } name ? name : r.MailName ?? "", r.Address ?? "", r.Deleted)),
            contacts.Count, entries,
            await context.Participants.Where(p => context.Addresses.Any(a => a.Id == p.AddressId && a.OrganizationId == organization.Value && emails.Contains(a.Value)))
                .Select(p => p.MessageId).Distinct().LongCountAsync(cancellationToken),
            await context.Activities.LongCountAsync(a => a.OrganizationId == organization.Value && contacts.Contains(a.ContactId), cancellationToken),
            await context.Orders.LongCountAsync(o => o.OrganizationId == organization.Value && contacts.Contains(o.ContactId), cancellationToken),
            directory.Replaced.Count(f => f[^1] is >= '0' and <= '9'));
    }

    private static List<string> Values(Person person, Channel channel) => [.. person.Addresses.Where(a => a.Channel == channel).Select(a => a.Value)];

    // What was typed to find them, else the first address; a contact without any goes by its name or number.
    private static string ConfirmOf(Person person, ErasureTarget target) => person.Addresses switch
    {
        [] => person.Names is [var name, ..] ? name : PublicId.Format(PublicId.Contact, target.ContactId ?? 0),
        [var only] => only.Value,
        var several => several.FirstOrDefault(a => a.Value == target.Address?.Trim())?.Value ?? several[0].Value,
    };

    private static bool IsConfirmed(ErasureEdit edit, Person person, string phoneCountry)
    {
        var typed = edit.Confirmation?.Trim() ?? "";
        if (typed.Length is 0 or > MostTyped)
            return false;
        var address = PersonFinder.Read(typed, phoneCountry);
        return address is null ? typed == ConfirmOf(person, edit.Target) : person.Addresses.Any(a => a.Channel == address.Channel && a.Value == address.Value);
    }
}
