using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Profiles;

/// <summary>The addresses contacts are given, made where they are new; a new one has the standing the ledger gives it from its first second.</summary>
internal static class AddressBook
{
    public static async Task<Address> GetAsync(DashboardDbContext context, OrganizationId organization, EmailAddress email, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(context, organization, Channel.Email, email.Value, cancellationToken) is { } known)
            return known;
        var rules = await DerivationRuleService.LoadAsync(context, organization, cancellationToken);
        return await AddAsync(context, new()
        {
            OrganizationId = organization.Value, Channel = Channel.Email, Value = email.Value, Domain = email.Domain.Value, Hidden = rules.Hides(email),
            Spelling = email.Display == email.Value ? null : email.Display, SpellingTicks = now.UtcTicks,
        }, now, cancellationToken);
    }

    public static async Task<Address> GetAsync(DashboardDbContext context, OrganizationId organization, PhoneNumber phone, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        await FindAsync(context, organization, Channel.Phone, phone.Value, cancellationToken)
        ?? await AddAsync(context, new() { OrganizationId = organization.Value, Channel = Channel.Phone, Value = phone.Value }, now, cancellationToken);

    /// <summary>
    /// An address with conversations always has a contact: when its last one was given another address it gets one of its own,
    /// on record of that change.
    /// </summary>
    public static async Task LeaveAsync(DashboardDbContext context, long addressId, long auditId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var left = await context.Addresses.AsNoTracking().SingleAsync(a => a.Id == addressId, cancellationToken);
        if (!left.Listed || await context.Contacts.AnyAsync(c => c.EmailAddressId == addressId, cancellationToken))
            return;
        var contact = new Contact
        {
            OrganizationId = left.OrganizationId, EmailAddressId = addressId, CreationMethod = CreationMethod.EmailThread, CreatedAt = now, UpdatedAt = now,
            NameKey = TextKey.Fold(left.Name),
        };
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

    private static Task<Address?> FindAsync(DashboardDbContext context, OrganizationId organization, Channel channel, string value, CancellationToken cancellationToken) =>
        context.Addresses.AsNoTracking().SingleOrDefaultAsync(a => a.OrganizationId == organization.Value && a.Channel == channel && a.Value == value, cancellationToken);

    private static async Task<Address> AddAsync(DashboardDbContext context, Address address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        context.Addresses.Add(address);
        await context.SaveChangesAsync(cancellationToken);
        await Ledger.RestateIdsAsync(context, [address.Id], now, cancellationToken);
        return address;
    }
}
