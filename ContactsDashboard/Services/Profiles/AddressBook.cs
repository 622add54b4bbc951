using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Intake;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Profiles;

/// <summary>What becomes of an address its contact was given another one for.</summary>
internal static class AddressBook
{
    /// <summary>
    /// An address with conversations always has a contact: when its last one was given another address it gets one of its own,
    /// on record of that change.
    /// </summary>
    public static async Task LeaveAsync(DashboardDbContext context, long addressId, long auditId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var left = await context.Addresses.AsNoTracking().SingleAsync(a => a.Id == addressId, cancellationToken);
        if (!left.Listed || await context.Contacts.AnyAsync(c => c.EmailAddressId == addressId, cancellationToken))
            return;
        var contact = ContactIntake.NewContact(new(left.OrganizationId), left, null, CreationMethod.EmailThread, now);
        context.Contacts.Add(contact);
        await context.SaveChangesAsync(cancellationToken);
        context.ContactVersions.Add(new() { OrganizationId = left.OrganizationId, ContactId = contact.Id, AuditId = auditId });
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Takes back what <see cref="LeaveAsync"/> made, where nothing came of it since.</summary>
    public static async Task ReturnAsync(DashboardDbContext context, long organization, long auditId, CancellationToken cancellationToken)
    {
        var made = await context.ContactVersions.Where(v => v.OrganizationId == organization && v.AuditId == auditId && v.Before == null && v.After == null)
            .ToListAsync(cancellationToken);
        foreach (var version in made)
        {
            var id = version.ContactId;
            var gone = await context.Contacts.Where(c => c.Id == id && c.UpdatedAt == c.CreatedAt && c.DeletedAt == null
                && context.Contacts.Any(other => other.EmailAddressId == c.EmailAddressId && other.Id != id)
                && !context.SegmentMembers.Any(m => m.ContactId == id) && !context.FieldValues.Any(v => v.ContactId == id)
                && !context.Activities.Any(a => a.ContactId == id) && !context.ContactTokens.Any(t => t.ContactId == id)
                && !context.Orders.Any(o => o.OrganizationId == organization && o.ContactId == id)
                && !context.ContactVersions.Any(v => v.ContactId == id && v.AuditId != auditId)).ExecuteDeleteAsync(cancellationToken);
            if (gone > 0)
                context.ContactVersions.Remove(version);
        }
        await context.SaveChangesAsync(cancellationToken);
    }
}
