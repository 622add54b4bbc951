using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Intake;

/// <summary>Addresses and contacts that come in by other ways than mail: found by what is known of somebody, made where there is none, in the caller's transaction.</summary>
internal static class ContactIntake
{
    public static readonly Problem NotFound = new("CONTACT_NOT_FOUND", "There is no such contact.");

    /// <summary>What somebody who was erased cannot become again, whoever enters or sends it.</summary>
    public static readonly Problem Erased = new("ERASED", "This person was erased at their request and is not entered again. An Admin can readmit them under Settings, Erasure.");

    /// <summary>Which of these the organisation erased.</summary>
    public static async Task<HashSet<string>> ErasedAsync(DashboardDbContext context, OrganizationId organization, IEnumerable<EmailAddress> emails, IEnumerable<PhoneNumber> phones,
        CancellationToken cancellationToken)
    {
        var erased = new HashSet<string>(StringComparer.Ordinal);
        if (await context.ScalarAsync(HashSql.HasErased, cancellationToken, ("@organization", organization.Value)) == 0)
            return erased;
        foreach (var (channel, values) in new[] { (Channel.Email, emails.Select(e => e.Value)), (Channel.Phone, phones.Select(p => p.Value)) })
            erased.UnionWith(await context.QueryAsync(HashSql.Erased, row => row.GetString(0), cancellationToken, ("@organization", organization.Value),
                ("@channel", (int)channel), ("@values", JsonSerializer.Serialize(values.Distinct()))));
        return erased;
    }

    /// <summary>The addresses by value, made where they are not known; what the ledger says of a new one holds from its first second. None of them may be erased.</summary>
    public static async Task<Dictionary<string, Address>> AddressesAsync(DashboardDbContext context, OrganizationId organization,
        IReadOnlyCollection<EmailAddress> emails, IReadOnlyCollection<PhoneNumber> phones, DateTimeOffset now, CancellationToken cancellationToken,
        Confirmation confirmation = Confirmation.NotAsked)
    {
        string[] values = [.. emails.Select(e => e.Value).Concat(phones.Select(p => p.Value)).Distinct()];
        var known = await FindAsync(context, organization, values, cancellationToken);
        if (known.Count == values.Length)
            return known;
        if ((await ErasedAsync(context, organization, emails, phones, cancellationToken)).Count > 0)
            throw new InvalidOperationException("Somebody who was erased is not entered again: ask ErasedAsync first.");
        var rules = await DerivationRuleService.LoadAsync(context, organization, cancellationToken);
        List<Address> made =
        [
            .. emails.Where(e => !known.ContainsKey(e.Value)).DistinctBy(e => e.Value).Select(e => Of(organization, e, rules, confirmation, now)),
            .. phones.Where(p => !known.ContainsKey(p.Value)).Distinct().Select(p => new Address { OrganizationId = organization.Value, Channel = Channel.Phone, Value = p.Value }),
        ];
        foreach (var address in made)
            await context.ExecuteAsync(HashSql.Reveal, cancellationToken, ("@organization", organization.Value), ("@value", address.Value),
                ("@scope", (int)(address.Channel == Channel.Phone ? SuppressionScope.Phone : SuppressionScope.Email)));
        context.Addresses.AddRange(made);
        await context.SaveChangesAsync(cancellationToken);
        await Ledger.RestateIdsAsync(context, made.ConvertAll(a => a.Id), now, cancellationToken);
        return await FindAsync(context, organization, values, cancellationToken);
    }

    public static Task<Dictionary<string, Address>> FindAsync(DashboardDbContext context, OrganizationId organization, string[] values, CancellationToken cancellationToken) =>
        context.Addresses.AsNoTracking().Where(a => a.OrganizationId == organization.Value && (a.Channel == Channel.Email || a.Channel == Channel.Phone) && values.Contains(a.Value))
            .ToDictionaryAsync(a => a.Value, cancellationToken);

    /// <summary>Which contact each of these addresses stands for: the oldest that is not deleted, else the oldest.</summary>
    public static async Task<Dictionary<long, long>> ContactsAsync(DashboardDbContext context, OrganizationId organization, long[] emails, long[] phones, CancellationToken cancellationToken)
    {
        var live = context.Contacts.AsNoTracking().Where(c => c.OrganizationId == organization.Value);
        var found = await live.Where(c => c.EmailAddressId != null && emails.Contains(c.EmailAddressId.Value))
            .Select(c => new { Address = c.EmailAddressId!.Value, c.Id, c.CreatedAt, IsDeleted = c.DeletedAt != null }).ToListAsync(cancellationToken);
        found.AddRange(await live.Where(c => c.PhoneAddressId != null && phones.Contains(c.PhoneAddressId.Value))
            .Select(c => new { Address = c.PhoneAddressId!.Value, c.Id, c.CreatedAt, IsDeleted = c.DeletedAt != null }).ToListAsync(cancellationToken));
        return found.GroupBy(c => c.Address).ToDictionary(g => g.Key, g => g.OrderBy(c => c.IsDeleted).ThenBy(c => c.CreatedAt).ThenBy(c => c.Id).First().Id);
    }

    /// <summary>How search knows the name that is shown: what was entered, else the one mail gave the address.</summary>
    public static string? NameKeyOf(string? firstName, string? lastName, string? mailName) =>
        TextKey.Fold($"{firstName} {lastName}".Trim() is { Length: > 0 } entered ? entered : mailName);

    /// <summary>A contact to add. It has its addresses' standings from the start.</summary>
    public static Contact NewContact(OrganizationId organization, Address? email, Address? phone, CreationMethod method, DateTimeOffset now, string? firstName = null, string? lastName = null)
    {
        var (first, last) = (Given(firstName), Given(lastName));
        return new()
        {
            OrganizationId = organization.Value, EmailAddressId = email?.Id, PhoneAddressId = phone?.Id, EmailStanding = email?.Standing ?? Standing.None,
            PhoneStanding = phone?.Standing ?? Standing.None, CreationMethod = method, CreatedAt = now, UpdatedAt = now, FirstName = first, LastName = last,
            NameKey = NameKeyOf(first, last, email?.Name),
        };
    }

    private static Address Of(OrganizationId organization, EmailAddress email, DerivationRules rules, Confirmation confirmation, DateTimeOffset now) => new()
    {
        OrganizationId = organization.Value, Channel = Channel.Email, Value = email.Value, Domain = email.Domain.Value, Hidden = rules.Hides(email),
        Spelling = email.Display == email.Value ? null : email.Display, SpellingTicks = now.UtcTicks, Confirmation = confirmation,
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
