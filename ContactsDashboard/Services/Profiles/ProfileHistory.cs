using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Profiles;

/// <summary>Who changed what of a contact, and when.</summary>
internal static class ProfileHistory
{
    private const int Shown = 50;

    /// <summary>The latest changes of the contact and of whether its addresses may be written to, newest first.</summary>
    public static async Task<IReadOnlyList<ProfileEvent>> ReadAsync(DashboardDbContext context, OrganizationScope scope, Contact contact, ProfileEdit entered,
        ProfileContext known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // What became of those that were merged into it is its history too.
        long[] contacts = [contact.Id, .. (await MergedContacts.IntoAsync(context, contact.Id, cancellationToken)).Select(c => c.Id)];
        var versions = await context.ContactVersions.AsNoTracking().Where(v => contacts.Contains(v.ContactId)).OrderByDescending(v => v.Id).Take(Shown).ToListAsync(cancellationToken);
        // Each by its own index: together they would be a walk through all that was ever done.
        var about = await IdsAsync(context.Audit.Where(a => a.ContactId == contact.Id), cancellationToken);
        var email = await IdsAsync(context.Audit.Where(a => a.AddressId == contact.EmailAddressId && a.AddressId != null), cancellationToken);
        var blocks = await BlocksAsync(context, scope, SuppressionScope.Email, entered.Email, cancellationToken);
        foreach (var (audit, value) in await BlocksAsync(context, scope, SuppressionScope.Phone, entered.Phone, cancellationToken))
            blocks.TryAdd(audit, value);
        var ids = versions.Select(v => v.AuditId).Concat(about).Concat(email).Concat(blocks.Keys).Append(contact.DeletedByAuditId ?? 0).Distinct().OrderDescending().Take(Shown).ToList();
        var entries = await context.Audit.AsNoTracking().Where(a => a.OrganizationId == scope.Id.Value && ids.Contains(a.Id)).OrderByDescending(a => a.Id).ToListAsync(cancellationToken);
        var byAudit = versions.GroupBy(v => v.AuditId).ToDictionary(g => g.Key, g => g.OrderByDescending(v => v.ContactId == contact.Id).First());
        return entries.ConvertAll(entry => Event(entry, byAudit.GetValueOrDefault(entry.Id), blocks.GetValueOrDefault(entry.Id), contact, scope, known, now));
    }

    // What put an address on the ledger and what took it off, found by the entries for exactly that address.
    private static async Task<Dictionary<long, string>> BlocksAsync(DashboardDbContext context, OrganizationScope scope, SuppressionScope kind, string? value,
        CancellationToken cancellationToken)
    {
        if (value is null)
            return [];
        var entries = context.Suppressions.Where(s => s.OrganizationId == scope.Id.Value && s.Scope == kind && s.Value == value);
        // Entries in force and ended ones have an index each.
        var claims = await entries.Where(s => s.EndedAt == null).SelectMany(s => s.Claims).Concat(entries.Where(s => s.EndedAt != null).SelectMany(s => s.Claims))
            .OrderByDescending(c => c.Id).Take(Shown).Select(c => new { c.AuditId, c.RemovedByAuditId }).ToListAsync(cancellationToken);
        return claims.Select(c => c.AuditId).Concat(claims.Select(c => c.RemovedByAuditId).OfType<long>()).Distinct().ToDictionary(id => id, _ => value);
    }

    private static Task<List<long>> IdsAsync(IQueryable<AuditEntry> entries, CancellationToken cancellationToken) =>
        entries.OrderByDescending(a => a.Id).Select(a => a.Id).Take(Shown).ToListAsync(cancellationToken);

    private static ProfileEvent Event(AuditEntry entry, ContactVersion? version, string? blocked, Contact contact, OrganizationScope scope, ProfileContext known,
        DateTimeOffset now)
    {
        var (before, after) = (ProfileVersion.Read(version?.Before), ProfileVersion.Read(version?.After));
        var reason = after?.Deleted?.Reason ?? (contact.DeletedByAuditId == entry.Id ? contact.DeletedReason : null);
        return new(AuditService.Row(entry, blocked, scope, now), ProfileValues.Changes(before?.Entered, after?.Entered, known), reason)
        {
            IsLeftBehind = version is { Before: null, After: null },
        };
    }
}
