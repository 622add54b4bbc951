using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Events;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Events;

/// <summary>Events told to a store, in the words of the domain.</summary>
internal static class EventStore
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly EventOrigin Test = new(EventProvider.Api, null, "test");

    public static DeliveryEvent Told(DeliveryEventKind kind, string email = "ann@example.com", string? message = "m1", double minutes = 0, string? id = null) => new()
    {
        Kind = kind, Email = Email(email), MessageId = message, OccurredAt = Noon.AddDays(-30).AddMinutes(minutes), EventId = id,
    };

    public static async Task<IReadOnlyList<EventResult>> TellAsync(this TestStore store, params DeliveryEvent[] events)
    {
        var scope = (await store.As<AccessService>(Role.Admin).RequireAsync(store.Organization, Permissions.RecordActivity, Stop)).Value;
        return await store.Get<EventIntake>().StoreAsync(scope, Test, events);
    }

    public static async Task<IReadOnlyList<ActivityRow>> ActivityOfAsync(this TestStore store, string email)
    {
        await using var context = await store.OpenAsync();
        var address = Email(email).Value;
        var contact = await context.Contacts.Where(c => context.Addresses.Any(a => a.Id == c.EmailAddressId && a.Value == address)).OrderBy(c => c.Id).Select(c => c.Id).FirstAsync(Stop);
        return (await store.As<ActivityService>(Role.Auditor).ListAsync(store.Organization, contact, new() { Limit = 100 }, Stop)).Value.Rows;
    }

    /// <summary>Entries for the address that are not ended.</summary>
    public static async Task<List<SuppressionEntry>> EntriesAsync(this TestStore store, string value)
    {
        await using var context = await store.OpenAsync();
        return await context.Suppressions.AsNoTracking().Include(s => s.Claims).Where(s => s.OrganizationId == store.Organization.Value && s.Value == value && s.EndedAt == null)
            .ToListAsync(Stop);
    }
}
