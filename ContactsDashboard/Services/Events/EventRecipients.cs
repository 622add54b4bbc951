using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Mail;

namespace ContactsDashboard.Services.Events;

/// <summary>An address events are about, and the contact it stands for.</summary>
internal sealed class EventRecipient(long addressId, int softBounces)
{
    private bool _isMade;

    public long AddressId => addressId;

    public int SoftBounces { get; set; } = softBounces;

    public long? ContactId { get; set; }

    /// <summary>Its contact was made for this batch; true the first time it is asked.</summary>
    public bool TakeMade() => _isMade && !(_isMade = false);

    public void Make(long contact) => (ContactId, _isMade) = (contact, true);
}

/// <summary>
/// Whom the events of one transaction are about. Who is not known yet becomes a contact, as mail to them would make one: nobody at own domains, nobody
/// whom a rule hides, nobody who was erased.
/// </summary>
internal sealed class EventRecipients
{
    private readonly Dictionary<string, EventRecipient> _known = new(StringComparer.Ordinal);
    private HashSet<string> _erased = [];

    public static async Task<EventRecipients> FindAsync(DashboardDbContext context, OrganizationId organization, List<DeliveryEvent> events, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var found = new EventRecipients();
        found._erased = await ContactIntake.ErasedAsync(context, organization, events.Select(e => e.Email).OfType<EmailAddress>(),
            events.Select(e => e.Phone).OfType<PhoneNumber>(), cancellationToken);
        var addresses = await ContactIntake.FindAsync(context, organization, [.. events.Select(e => e.Recipient).Distinct()], cancellationToken);
        var contacts = await ContactsAsync(context, organization, addresses.Values, cancellationToken);
        var lacking = events.FindAll(e => EventMeaning.MakesContact(e.Kind) && !found._erased.Contains(e.Recipient)
            && !(addresses.TryGetValue(e.Recipient, out var address) && (address.Hidden || contacts.ContainsKey(address.Id))));
        if (lacking.Count > 0)
            await found.MakeAsync(context, organization, lacking, addresses, now, cancellationToken);
        foreach (var address in addresses.Values)
            found.Know(address).ContactId ??= contacts.TryGetValue(address.Id, out var contact) ? contact : null;
        return found;
    }

    public bool IsErased(DeliveryEvent told) => _erased.Contains(told.Recipient);

    public EventRecipient? Of(DeliveryEvent told) => _known.GetValueOrDefault(told.Recipient);

    private EventRecipient Know(Address address) =>
        _known.TryGetValue(address.Value, out var known) ? known : _known[address.Value] = new(address.Id, address.SoftBounces);

    private async Task MakeAsync(DashboardDbContext context, OrganizationId organization, List<DeliveryEvent> events, Dictionary<string, Address> addresses, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var rules = await DerivationRuleService.LoadAsync(context, organization, cancellationToken);
        var emails = events.Select(e => e.Email).OfType<EmailAddress>().Where(e => !rules.Hides(e)).ToList();
        var phones = events.Select(e => e.Phone).OfType<PhoneNumber>().ToList();
        var theirs = await ContactIntake.AddressesAsync(context, organization, emails, phones, now, cancellationToken);
        var made = theirs.Values.Select(address => (Address: address, Contact: ContactIntake.NewContact(organization, address.Channel == Channel.Email ? address : null,
            address.Channel == Channel.Phone ? address : null, CreationMethod.Event, now))).ToList();
        context.Contacts.AddRange(made.Select(m => m.Contact));
        await context.SaveChangesAsync(cancellationToken);
        foreach (var (address, contact) in made)
        {
            addresses[address.Value] = address;
            Know(address).Make(contact.Id);
        }
    }

    private static Task<Dictionary<long, long>> ContactsAsync(DashboardDbContext context, OrganizationId organization, IReadOnlyCollection<Address> addresses,
        CancellationToken cancellationToken) =>
        ContactIntake.ContactsAsync(context, organization, [.. addresses.Where(a => a.Channel == Channel.Email).Select(a => a.Id)],
            [.. addresses.Where(a => a.Channel == Channel.Phone).Select(a => a.Id)], cancellationToken);
}
