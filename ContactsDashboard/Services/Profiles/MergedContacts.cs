using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Profiles;

/// <summary>Which contact became part of which: said by the change that deleted it.</summary>
internal static class MergedContacts
{
    /// <summary>The contacts that were merged into one and still are.</summary>
    public static async Task<List<Contact>> IntoAsync(DashboardDbContext context, long contactId, CancellationToken cancellationToken)
    {
        var merges = await context.Audit.Where(a => a.ContactId == contactId && a.Verb == AuditVerb.MergedContacts).Select(a => (long?)a.Id).ToListAsync(cancellationToken);
        return merges.Count == 0 ? []
            : await context.Contacts.AsNoTracking().Where(c => merges.Contains(c.DeletedByAuditId) && c.DeletedAt != null).OrderBy(c => c.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The contact one was merged into; null when it was deleted for another reason, or not at all.</summary>
    public static async Task<long?> TargetAsync(DashboardDbContext context, Contact contact, CancellationToken cancellationToken) =>
        contact.DeletedAt is null ? null
        : await context.Audit.Where(a => a.Id == contact.DeletedByAuditId && a.Verb == AuditVerb.MergedContacts).Select(a => a.ContactId).SingleOrDefaultAsync(cancellationToken);
}
