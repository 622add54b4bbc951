using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Intake;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Orders;

/// <summary>Whose the orders of one call are; contacts are made for addresses nobody has.</summary>
internal sealed class Buyers
{
    private readonly HashSet<long> _byId = [];
    private readonly Dictionary<string, Contact> _new = [];
    private Dictionary<string, Address> _addresses = [];
    private Dictionary<long, long> _byAddress = [];
    private HashSet<string> _erased = [];

    /// <summary>The contacts that were made.</summary>
    public HashSet<long> Made { get; private set; } = [];

    public static async Task<Buyers> FindAsync(DashboardDbContext context, OrganizationScope scope, List<SoundOrder> orders, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var buyers = new Buyers();
        long[] ids = [.. orders.Select(o => o.ContactId).OfType<long>().Distinct()];
        buyers._byId.UnionWith(await context.Contacts.Where(c => c.OrganizationId == scope.Id.Value && ids.Contains(c.Id)).Select(c => c.Id).ToListAsync(cancellationToken));
        var unnamed = orders.FindAll(o => o.ContactId is null);
        buyers._addresses = await ContactIntake.FindAsync(context, scope.Id,
            [.. unnamed.SelectMany(o => new[] { o.Email?.Value, o.Phone?.Value }).OfType<string>().Distinct()], cancellationToken);
        var byChannel = buyers._addresses.Values.ToLookup(a => a.Channel, a => a.Id);
        buyers._byAddress = await ContactIntake.ContactsAsync(context, scope.Id, [.. byChannel[Channel.Email]], [.. byChannel[Channel.Phone]], cancellationToken);
        buyers._erased = await ContactIntake.ErasedAsync(context, scope.Id, unnamed.Select(o => o.Email).OfType<EmailAddress>(), unnamed.Select(o => o.Phone).OfType<PhoneNumber>(),
            cancellationToken);
        var nobodys = unnamed.FindAll(o => buyers.Of(o) is null && !buyers.IsErased(o));
        // Addresses are made together with their contacts only: none may be without one.
        var theirs = await ContactIntake.AddressesAsync(context, scope.Id, nobodys.Select(o => o.Email).OfType<EmailAddress>().ToList(),
            nobodys.Select(o => o.Phone).OfType<PhoneNumber>().ToList(), now, cancellationToken);
        foreach (var (value, address) in theirs)
            buyers._addresses[value] = address;
        foreach (var order in nobodys.Where(o => buyers.Of(o) is null))
            buyers.Make(context, scope.Id, order, now);
        await context.SaveChangesAsync(cancellationToken);
        buyers.Made = [.. buyers._new.Values.Select(c => c.Id)];
        return buyers;
    }

    /// <summary>Whether the order names somebody who was erased.</summary>
    public bool IsErased(SoundOrder order) => order.ContactId is null && (_erased.Contains(order.Email?.Value ?? "") || _erased.Contains(order.Phone?.Value ?? ""));

    /// <summary>Null when the id named is nobody's, or the person was erased.</summary>
    public long? Of(SoundOrder order) => IsErased(order) ? null : order.ContactId is { } id ? _byId.Contains(id) ? id : null : At(order.Email?.Value) ?? At(order.Phone?.Value);

    private long? At(string? value) => value is null ? null
        : _new.TryGetValue(value, out var made) ? made.Id
        : _addresses.TryGetValue(value, out var address) && _byAddress.TryGetValue(address.Id, out var known) ? known : null;

    private void Make(DashboardDbContext context, OrganizationId organization, SoundOrder order, DateTimeOffset now)
    {
        Address? Known(string? value) => value is null ? null : _addresses[value];
        var contact = ContactIntake.NewContact(organization, Known(order.Email?.Value), Known(order.Phone?.Value), CreationMethod.Order, now);
        context.Contacts.Add(contact);
        foreach (var value in new[] { order.Email?.Value, order.Phone?.Value }.OfType<string>())
            _new[value] = contact;
    }
}
