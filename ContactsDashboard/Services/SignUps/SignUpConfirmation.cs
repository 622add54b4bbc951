using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.SignUps;

/// <summary>What a confirmed sign-up changes: consent, confirmation, category, and the recipient's own unsubscription.</summary>
internal static class SignUpConfirmation
{
    public static async Task ApplyAsync(DashboardDbContext context, OrganizationScope scope, SignUp signUp, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var form = await context.SignUpForms.SingleAsync(f => f.Id == signUp.FormId, cancellationToken);
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.ConfirmedSignUp, now, cancellationToken, signUp.AddressId, new { form = form.Id, name = form.Name });
        var address = await ConfirmAsync(context, scope, signUp.AddressId, audit, now, cancellationToken);
        var contact = await ContactAsync(context, scope.Id, address, now, cancellationToken);
        (contact.ConsentAt, contact.ConsentBy, contact.UpdatedAt) = (now, $"the recipient, form {form.Name}", now);
        await context.SaveChangesAsync(cancellationToken);
        audit.ContactId = contact.Id;
        // A category may be no more.
        var wanted = CategoriesOf(form.CategoryId, signUp.Categories);
        foreach (var category in await context.Segments.Where(s => s.OrganizationId == scope.Id.Value && s.Kind == SegmentKind.Category && wanted.Contains(s.Id)
            && !context.SegmentMembers.Any(m => m.SegmentId == s.Id && m.ContactId == contact.Id)).Select(s => s.Id).ToListAsync(cancellationToken))
            context.SegmentMembers.Add(new() { SegmentId = category, ContactId = contact.Id, AuditId = audit.Id });
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What is subscribed to: the form's category and those chosen besides.</summary>
    public static List<long> CategoriesOf(long? formCategory, string? chosen) =>
        [.. formCategory is { } own ? [own] : Array.Empty<long>(), .. chosen is null ? [] : JsonSerializer.Deserialize<long[]>(chosen)!];

    // Unsubscriptions are the recipient's to take back, whoever entered them; bounces, complaints and blocks are not.
    private static async Task<Address> ConfirmAsync(DashboardDbContext context, OrganizationScope scope, long addressId, AuditEntry audit, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var address = await context.Addresses.SingleAsync(a => a.OrganizationId == scope.Id.Value && a.Id == addressId, cancellationToken);
        address.Confirmation = Confirmation.Confirmed;
        await context.SaveChangesAsync(cancellationToken);
        var unsubscriptions = await context.Suppressions.Where(s => s.OrganizationId == scope.Id.Value && s.Level == SuppressionLevel.Own
                && s.Scope == SuppressionScope.Email && s.Value == address.Value && s.Reason == SuppressionReason.Unsubscribed && s.EndedAt == null)
            .Select(s => s.Id).ToListAsync(cancellationToken);
        await ReleaseService.EndAsync(context, scope, SuppressionLevel.Own, unsubscriptions, audit, now, cancellationToken);
        await Ledger.RestateIdsAsync(context, [addressId], now, cancellationToken);
        await context.Entry(address).ReloadAsync(cancellationToken);
        return address;
    }

    // Who was deleted and signs up again is a new contact; the deleted one stays deleted.
    private static async Task<Contact> ContactAsync(DashboardDbContext context, OrganizationId organization, Address address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var contact = await context.Contacts.Where(c => c.OrganizationId == organization.Value && c.EmailAddressId == address.Id && c.DeletedAt == null)
            .OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).FirstOrDefaultAsync(cancellationToken);
        if (contact is null)
            context.Contacts.Add(contact = ContactIntake.NewContact(organization, address, null, CreationMethod.SubscriptionForm, now));
        return contact;
    }
}
