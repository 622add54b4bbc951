using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Tests.Support;

/// <summary>People put into the contact base directly, as an import would leave them.</summary>
internal static class ContactBaseStore
{
    public static async Task<long> GivenEnteredAsync(this TestStore store, string? email = null, string? phone = null, string? first = null, string? last = null,
        Action<Contact>? with = null, Confirmation confirmation = Confirmation.NotAsked)
    {
        await using var context = await store.OpenAsync();
        await using var transaction = await context.Database.BeginTransactionAsync(TestStore.Stop);
        var now = store.Clock.GetUtcNow();
        var contact = new Contact
        {
            OrganizationId = store.Organization.Value, FirstName = first, LastName = last, CreationMethod = CreationMethod.Manual, CreatedAt = now, UpdatedAt = now,
            EmailAddressId = email is null ? null : await AddressAsync(context, store, Channel.Email, TestStore.Email(email).Value, TestStore.Email(email).Domain.Value, confirmation),
            PhoneAddressId = phone is null ? null : await AddressAsync(context, store, Channel.Phone, phone, "", Confirmation.NotAsked),
        };
        contact.NameKey = TextKey.Fold($"{first} {last}") is { Length: > 0 } name ? name : null;
        with?.Invoke(contact);
        context.Contacts.Add(contact);
        await context.SaveChangesAsync(TestStore.Stop);
        await PlanLimitSql.SettleAsync(context, store.Organization, TestStore.Stop);
        await transaction.CommitAsync(TestStore.Stop);
        return contact.Id;
    }

    private static async Task<long> AddressAsync(DashboardDbContext context, TestStore store, Channel channel, string value, string domain, Confirmation confirmation)
    {
        var known = await context.Addresses.SingleOrDefaultAsync(a => a.OrganizationId == store.Organization.Value && a.Channel == channel && a.Value == value, TestStore.Stop);
        if (known is null)
        {
            known = new() { OrganizationId = store.Organization.Value, Channel = channel, Value = value, Domain = domain, Confirmation = confirmation };
            context.Addresses.Add(known);
            await context.SaveChangesAsync(TestStore.Stop);
        }
        await Ledger.RestateIdsAsync(context, [known.Id], store.Clock.GetUtcNow(), TestStore.Stop);
        return known.Id;
    }
}
