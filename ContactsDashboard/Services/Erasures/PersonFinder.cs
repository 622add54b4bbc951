using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Erasures;

/// <summary>Finds all that is one person: contacts share addresses and numbers or were merged, and whoever shares one goes along.</summary>
internal static class PersonFinder
{
    /// <summary>A number that more contacts share than this is a switchboard, not a person.</summary>
    public const int MostContacts = 100;

    public static readonly Problem TooMany = new("TOO_MANY", $"More than {MostContacts} contacts share these addresses and numbers. Take a shared number out of those who are somebody else, then erase.");

    public static async Task<Result<Person>> FindAsync(DashboardDbContext context, OrganizationId organization, string phoneCountry, ErasureTarget target,
        CancellationToken cancellationToken)
    {
        var (addresses, contacts, typed) = (new HashSet<long>(), new HashSet<long>(), default(PersonAddress));
        if (target.ContactId is { } id)
            contacts.Add(id);
        else if (Read(target.Address, phoneCountry) is { } known)
            (typed, addresses) = (known, [.. await AddressIdsAsync(context, organization, known, cancellationToken)]);
        else
            return new Problem("VALIDATION_ERROR", "This is neither an email address nor a phone number.") { Field = "address", Value = target.Address };
        for (var seen = -1; seen < addresses.Count + contacts.Count;)
        {
            seen = addresses.Count + contacts.Count;
            foreach (var contact in await RelatedAsync(context, organization, addresses, contacts, cancellationToken))
            {
                contacts.Add(contact.Id);
                addresses.UnionWith(new[] { contact.EmailAddressId, contact.PhoneAddressId }.OfType<long>());
                // Merged contacts are one person, whatever addresses they have by now.
                contacts.UnionWith((await MergedContacts.IntoAsync(context, contact.Id, cancellationToken)).Select(c => c.Id));
                if (await MergedContacts.TargetAsync(context, contact, cancellationToken) is { } survivor)
                    contacts.Add(survivor);
            }
            if (contacts.Count > MostContacts)
                return TooMany;
        }
        return await DescribeAsync(context, organization, [.. addresses], [.. contacts], typed, cancellationToken);
    }

    public static PersonAddress? Read(string? text, string phoneCountry) =>
        EmailAddress.TryParse(text, out var email) ? new(Channel.Email, email.Value, email.Display == email.Value ? null : email.Display, null)
        : PhoneNumber.TryParse(text, phoneCountry, out var phone) ? new(Channel.Phone, phone.Value, null, null) : null;

    private static Task<List<long>> AddressIdsAsync(DashboardDbContext context, OrganizationId organization, PersonAddress address, CancellationToken cancellationToken) =>
        context.Addresses.Where(a => a.OrganizationId == organization.Value && a.Channel == address.Channel && a.Value == address.Value).Select(a => a.Id).ToListAsync(cancellationToken);

    private static Task<List<Contact>> RelatedAsync(DashboardDbContext context, OrganizationId organization, HashSet<long> addresses, HashSet<long> contacts,
        CancellationToken cancellationToken)
    {
        var all = context.Contacts.AsNoTracking().Where(c => c.OrganizationId == organization.Value);
        return all.Where(c => contacts.Contains(c.Id)).Union(all.Where(c => c.EmailAddressId != null && addresses.Contains(c.EmailAddressId.Value)))
            .Union(all.Where(c => c.PhoneAddressId != null && addresses.Contains(c.PhoneAddressId.Value))).Take(MostContacts + 1).ToListAsync(cancellationToken);
    }

    private static async Task<Result<Person>> DescribeAsync(DashboardDbContext context, OrganizationId organization, long[] addressIds, long[] contactIds, PersonAddress? typed,
        CancellationToken cancellationToken)
    {
        var addresses = await context.Addresses.AsNoTracking().Where(a => a.OrganizationId == organization.Value && addressIds.Contains(a.Id)).OrderBy(a => a.Channel).ThenBy(a => a.Id)
            .Select(a => new PersonAddress(a.Channel, a.Value, a.Spelling, a.Name)).ToListAsync(cancellationToken);
        if (typed is not null && !addresses.Exists(a => a.Channel == typed.Channel && a.Value == typed.Value))
            addresses.Add(typed);
        var names = await context.Contacts.AsNoTracking().Where(c => c.OrganizationId == organization.Value && contactIds.Contains(c.Id))
            .Select(c => new { c.FirstName, c.LastName }).ToListAsync(cancellationToken);
        if (names.Count < contactIds.Length)
            return Intake.ContactIntake.NotFound;
        return new Person(addresses, [.. contactIds.Order()],
            [.. names.Select(n => $"{n.FirstName} {n.LastName}".Trim()).Concat(addresses.Select(a => a.Name ?? "")).Where(n => n.Length > 0).Distinct()]);
    }
}
