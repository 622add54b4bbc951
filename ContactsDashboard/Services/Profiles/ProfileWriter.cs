using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Intake;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Profiles;

/// <summary>Stores profiles inside the caller's transaction.</summary>
internal static class ProfileWriter
{
    /// <summary>What is entered about a contact now.</summary>
    public static async Task<ProfileEdit> EnteredAsync(DashboardDbContext context, Contact contact, CancellationToken cancellationToken) => new()
    {
        ExternalId = contact.ExternalId, FirstName = contact.FirstName, LastName = contact.LastName, Language = contact.Language, TimeZone = contact.TimeZone, Street = contact.Street,
        City = contact.City, Region = contact.Region, PostalCode = contact.PostalCode, Country = contact.Country,
        Email = await context.Addresses.Where(a => a.Id == contact.EmailAddressId).Select(a => a.Value).SingleOrDefaultAsync(cancellationToken),
        Phone = await context.Addresses.Where(a => a.Id == contact.PhoneAddressId).Select(a => a.Value).SingleOrDefaultAsync(cancellationToken),
        Categories = await Memberships(context, contact).Select(m => m.SegmentId).ToListAsync(cancellationToken),
        Fields = await context.FieldValues.Where(v => v.ContactId == contact.Id)
            .Join(context.FieldDefinitions, v => v.FieldId, f => f.Id, (v, f) => new { f.Key, v.Text }).ToDictionaryAsync(v => v.Key, v => v.Text, cancellationToken),
    };

    /// <summary>Why the contact cannot have this address or number: their person was erased.</summary>
    public static async Task<Problem?> ErasedAsync(DashboardDbContext context, OrganizationId organization, ReadProfile read, CancellationToken cancellationToken)
    {
        var erased = await ContactIntake.ErasedAsync(context, organization, read.Email is { } email ? [email] : [], read.Phone is { } phone ? [phone] : [], cancellationToken);
        return erased.Count == 0 ? null : ContactIntake.Erased with { Field = erased.Contains(read.Email?.Value ?? "") ? "email" : "phone" };
    }

    /// <summary>Why the contact (null: a new one) cannot have this external id: another one has it, perhaps a deleted one.</summary>
    public static async Task<Problem?> TakenAsync(DashboardDbContext context, OrganizationId organization, long? contactId, ReadProfile read, CancellationToken cancellationToken)
    {
        var wanted = read.Entered.ExternalId;
        var other = wanted is null ? null : await context.Contacts.Where(c => c.OrganizationId == organization.Value && c.ExternalId == wanted && c.Id != contactId)
            .Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken);
        return other is { } id ? ProfileProblems.ExternalIdTaken with { Value = wanted, RelatedId = PublicId.Format(PublicId.Contact, id) } : null;
    }

    /// <summary>Adds a contact on record of <paramref name="audit"/>.</summary>
    public static async Task<Contact> AddAsync(DashboardDbContext context, OrganizationScope scope, ReadProfile read, CreationMethod method, AuditEntry audit,
        CancellationToken cancellationToken)
    {
        var contact = new Contact { OrganizationId = scope.Id.Value, CreationMethod = method, CreatedAt = audit.At, UpdatedAt = audit.At };
        context.Contacts.Add(contact);
        await ApplyAsync(context, scope, contact, read, audit, cancellationToken);
        audit.ContactId = contact.Id;
        context.ContactVersions.Add(Version(contact, audit, null, new(read.Entered)));
        await context.SaveChangesAsync(cancellationToken);
        return contact;
    }

    /// <summary>Changes a contact on record of <paramref name="audit"/>, whose instant becomes that of its last edit.</summary>
    public static async Task ChangeAsync(DashboardDbContext context, OrganizationScope scope, Contact contact, ProfileEdit before, ReadProfile read, AuditEntry audit,
        CancellationToken cancellationToken)
    {
        var left = contact.EmailAddressId;
        contact.UpdatedAt = audit.At;
        await ApplyAsync(context, scope, contact, read, audit, cancellationToken);
        context.ContactVersions.Add(Version(contact, audit, new(before), new(read.Entered)));
        await context.SaveChangesAsync(cancellationToken);
        if (left is { } address && left != contact.EmailAddressId)
            await AddressBook.LeaveAsync(context, address, audit.Id, audit.At, cancellationToken);
    }

    /// <summary>Deletes it for now; the row stays until it is restored or erased.</summary>
    public static void Delete(DashboardDbContext context, Contact contact, Deletion deletion, AuditEntry audit)
    {
        (contact.DeletedAt, contact.DeletedBy, contact.DeletedReason, contact.DeletedByAuditId) = (deletion.At, deletion.By, deletion.Reason, audit.Id);
        context.ContactVersions.Add(Version(contact, audit, new(null), new(null, deletion)));
    }

    public static void Restore(DashboardDbContext context, Contact contact, AuditEntry audit)
    {
        context.ContactVersions.Add(Version(contact, audit, new(null, DeletionOf(contact)), new(null)));
        (contact.DeletedAt, contact.DeletedBy, contact.DeletedReason, contact.DeletedByAuditId) = (null, null, null, null);
    }

    public static Deletion? DeletionOf(Contact contact) =>
        contact.DeletedAt is { } at ? new(at, contact.DeletedBy ?? "", contact.DeletedReason) : null;

    /// <summary>Later than every edit before it, also where the clock is not: an edit says by this which state it was made for.</summary>
    public static DateTimeOffset NextEdit(Contact contact, DateTimeOffset now) =>
        now.UtcTicks / TimeSpan.TicksPerMillisecond > contact.UpdatedAt.UtcTicks / TimeSpan.TicksPerMillisecond ? now : contact.UpdatedAt.AddMilliseconds(1);

    private static ContactVersion Version(Contact contact, AuditEntry audit, ProfileVersion? before, ProfileVersion after) => new()
    {
        OrganizationId = contact.OrganizationId, ContactId = contact.Id, AuditId = audit.Id, Before = before?.ToJson(), After = after.ToJson(),
    };

    private static async Task ApplyAsync(DashboardDbContext context, OrganizationScope scope, Contact contact, ReadProfile read, AuditEntry audit,
        CancellationToken cancellationToken)
    {
        var (edit, now) = (read.Entered, audit.At);
        var addresses = await ContactIntake.AddressesAsync(context, scope.Id, read.Email is { } address ? [address] : [], read.Phone is { } number ? [number] : [], now, cancellationToken);
        var email = read.Email is { } e ? addresses[e.Value] : null;
        var phone = read.Phone is { } p ? addresses[p.Value] : null;
        (contact.EmailAddressId, contact.PhoneAddressId) = (email?.Id, phone?.Id);
        contact.ExternalId = edit.ExternalId;
        (contact.FirstName, contact.LastName, contact.Language, contact.TimeZone) = (edit.FirstName, edit.LastName, edit.Language, edit.TimeZone);
        (contact.Street, contact.City, contact.Region, contact.PostalCode, contact.Country) = (edit.Street, edit.City, edit.Region, edit.PostalCode, edit.Country);
        contact.NameKey = ContactIntake.NameKeyOf(edit.FirstName, edit.LastName, email?.Name);
        await context.SaveChangesAsync(cancellationToken);
        await SetFieldsAsync(context, contact, read.Fields, cancellationToken);
        await SetCategoriesAsync(context, contact, edit.Categories, audit.Id, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
    }

    private static async Task SetFieldsAsync(DashboardDbContext context, Contact contact, IReadOnlyDictionary<long, FieldContent> contents, CancellationToken cancellationToken)
    {
        var stored = await context.FieldValues.Where(v => v.ContactId == contact.Id).ToDictionaryAsync(v => v.FieldId, cancellationToken);
        context.FieldValues.RemoveRange(stored.Values.Where(v => !contents.ContainsKey(v.FieldId)));
        foreach (var (field, content) in contents)
        {
            if (!stored.TryGetValue(field, out var value))
                context.FieldValues.Add(value = new() { ContactId = contact.Id, FieldId = field, Text = content.Text });
            (value.Text, value.Key, value.Number) = (content.Text, content.Key, content.Number);
        }
    }

    private static async Task SetCategoriesAsync(DashboardDbContext context, Contact contact, IReadOnlyCollection<long> wanted, long auditId, CancellationToken cancellationToken)
    {
        var stored = await Memberships(context, contact).ToListAsync(cancellationToken);
        context.SegmentMembers.RemoveRange(stored.Where(m => !wanted.Contains(m.SegmentId)));
        foreach (var category in wanted.Except(stored.Select(m => m.SegmentId)))
            context.SegmentMembers.Add(new() { SegmentId = category, ContactId = contact.Id, AuditId = auditId });
    }

    private static IQueryable<SegmentMember> Memberships(DashboardDbContext context, Contact contact) => context.SegmentMembers.Where(m => m.ContactId == contact.Id
        && context.Segments.Any(s => s.Id == m.SegmentId && s.OrganizationId == contact.OrganizationId && s.Kind == SegmentKind.Category));
}
