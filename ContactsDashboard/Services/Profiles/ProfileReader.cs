using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Lists;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Profiles;

/// <summary>Reads profiles; standings come from the ledger as it is now.</summary>
internal static class ProfileReader
{
    private const int ShownContacts = 5;

    public static async Task<Profile?> ReadAsync(DashboardDbContext context, OrganizationScope scope, long contactId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var contact = await context.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.OrganizationId == scope.Id.Value && c.Id == contactId, cancellationToken);
        if (contact is null)
            return null;
        var known = await ProfileContext.LoadAsync(context, scope.Id, cancellationToken);
        var entered = await ProfileWriter.EnteredAsync(context, contact, cancellationToken);
        return new Profile
        {
            Id = contact.Id,
            Name = await NameAsync(context, contact, cancellationToken),
            Entered = entered,
            Email = await EmailAsync(context, scope.Id, contact, now, cancellationToken),
            Phone = await PhoneAsync(context, scope.Id, contact, now, cancellationToken),
            Tokens = await context.ContactTokens.Where(t => t.ContactId == contactId).OrderBy(t => t.Id)
                .Select(t => new ProfileToken(t.Id, t.Kind, t.Value, t.CreatedAt)).ToListAsync(cancellationToken),
            Segments = await context.Segments.Where(s => s.OrganizationId == scope.Id.Value && context.SegmentMembers.Any(m => m.SegmentId == s.Id && m.ContactId == contactId))
                .OrderBy(s => s.Name).Select(s => new ProfileSegment(s.Id, s.Name, s.Kind)).ToListAsync(cancellationToken),
            Lists = await ListMemberships.OfContactAsync(context, scope.Id, contactId, cancellationToken),
            Fields = [.. known.Fields.Values],
            Orders = await OrdersAsync(context, scope.Id, contactId, cancellationToken),
            Rating = contact.Rating,
            Source = contact.CreationMethod,
            CreatedAt = contact.CreatedAt,
            UpdatedAt = contact.UpdatedAt,
            ConsentAt = contact.ConsentAt,
            ConsentBy = contact.ConsentBy,
            Deleted = ProfileWriter.DeletionOf(contact),
            MergedInto = await MergedContacts.TargetAsync(context, contact, cancellationToken),
            MergedFrom = await MergedFromAsync(context, contact, cancellationToken),
            History = scope.May(Permissions.ViewAudit) ? await ProfileHistory.ReadAsync(context, scope, contact, entered, known, now, cancellationToken) : [],
        };
    }

    public static async Task<KnownAddress> KnownAsync(DashboardDbContext context, OrganizationScope scope, string? text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (value, channel, entries) = ("", Channel.Email, new Dictionary<string, List<LedgerEntry>>());
        if (EmailAddress.TryParse(text, out var email))
            (value, entries) = (email.Value, await LedgerReader.MatchAsync(context, scope.Id, [email], now, cancellationToken));
        else if (PhoneNumber.TryParse(text, scope.PhoneCountry, out var phone))
            (value, channel, entries) = (phone.Value, Channel.Phone, await LedgerReader.MatchAsync(context, scope.Id, [phone], now, cancellationToken));
        var address = await context.Addresses.Where(a => a.OrganizationId == scope.Id.Value && a.Channel == channel && a.Value == value)
            .Select(a => (long?)a.Id).SingleOrDefaultAsync(cancellationToken);
        var contacts = context.Contacts.AsNoTracking().Where(c => channel == Channel.Email ? c.EmailAddressId == address : c.PhoneAddressId == address);
        if (address is null)
            return new(0, [], entries.GetValueOrDefault(value) ?? []);
        var shown = new List<KnownContact>();
        foreach (var contact in await contacts.OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).Take(ShownContacts).ToListAsync(cancellationToken))
        {
            var name = await NameAsync(context, contact, cancellationToken);
            shown.Add(new(contact.Id, name.Length > 0 ? name : value, contact.DeletedAt is not null));
        }
        return new(await contacts.LongCountAsync(cancellationToken), shown, entries.GetValueOrDefault(value) ?? []);
    }

    /// <summary>Who changed what of a contact after it was shown.</summary>
    public static async Task<Problem> ChangedSinceAsync(DashboardDbContext context, Contact contact, DateTimeOffset shownAt, ProfileContext known, CancellationToken cancellationToken)
    {
        // Programs are told instants to the millisecond.
        var after = new DateTimeOffset((shownAt.UtcTicks / TimeSpan.TicksPerMillisecond + 1) * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        var since = await context.ContactVersions.Where(v => v.ContactId == contact.Id)
            .Join(context.Audit, v => v.AuditId, a => a.Id, (v, a) => new { v.Before, v.After, a.At, a.Actor, a.Id }).Where(v => v.At >= after)
            .OrderBy(v => v.Id).ToListAsync(cancellationToken);
        var labels = since.SelectMany(v => ProfileValues.Differing(ProfileVersion.Read(v.Before)?.Entered, ProfileVersion.Read(v.After)?.Entered)).Distinct()
            .Select(name => ProfileValues.LabelOf(name, known)).ToList();
        return ProfileProblems.ChangedSince(since.Count == 0 ? "Somebody" : string.Join(" and ", since.Select(v => v.Actor).Distinct()), labels);
    }

    private static async Task<IReadOnlyList<KnownContact>> MergedFromAsync(DashboardDbContext context, Contact contact, CancellationToken cancellationToken)
    {
        var merged = new List<KnownContact>();
        foreach (var other in await MergedContacts.IntoAsync(context, contact.Id, cancellationToken))
            merged.Add(new(other.Id, await NameAsync(context, other, cancellationToken) is { Length: > 0 } name ? name : PublicId.Format(PublicId.Contact, other.Id), IsDeleted: true));
        return merged;
    }

    private static async Task<string> NameAsync(DashboardDbContext context, Contact contact, CancellationToken cancellationToken)
    {
        var entered = $"{contact.FirstName} {contact.LastName}".Trim();
        return entered.Length > 0 ? entered
            : await context.Addresses.Where(a => a.Id == contact.EmailAddressId).Select(a => a.Name).SingleOrDefaultAsync(cancellationToken) ?? "";
    }

    private static async Task<ProfileChannel?> EmailAsync(DashboardDbContext context, OrganizationId organization, Contact contact, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (await context.Addresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == contact.EmailAddressId, cancellationToken) is not { } row
            || !EmailAddress.TryParse(row.Value, out var email))
            return null;
        var covering = (await LedgerReader.MatchAsync(context, organization, [email], now, cancellationToken)).GetValueOrDefault(email.Value) ?? [];
        var beyond = await IsBeyondPlanAsync(context, organization, contact, cancellationToken);
        var standing = Standings.OfEmail(covering.Select(e => e.ToRule()), row.Confirmation, beyond);
        return new(row.Id, row.Value, row.Spelling ?? row.Value, standing, [.. covering.OrderByDescending(e => Standings.OfEntry(e.ToRule())).ThenBy(e => e.CreatedAt)],
            row.ThreadCount, Sql.KnownInstant(row.LastActiveTicks)) { IsShared = row.Surplus > 0 && contact.DeletedAt is null };
    }

    private static async Task<ProfileChannel?> PhoneAsync(DashboardDbContext context, OrganizationId organization, Contact contact, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (await context.Addresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == contact.PhoneAddressId, cancellationToken) is not { } row
            || !PhoneNumber.TryParse(row.Value, "", out var phone))
            return null;
        var covering = (await LedgerReader.MatchAsync(context, organization, [phone], now, cancellationToken)).GetValueOrDefault(phone.Value) ?? [];
        return new(row.Id, row.Value, row.Value, Standings.OfPhone(covering.Select(e => e.ToRule())), [.. covering.OrderBy(e => e.CreatedAt)], 0, null)
        {
            IsShared = row.Surplus > 0 && contact.DeletedAt is null,
        };
    }

    private static async Task<bool> IsBeyondPlanAsync(DashboardDbContext context, OrganizationId organization, Contact contact, CancellationToken cancellationToken)
    {
        var places = await context.QueryAsync(PlanLimitSql.Place, row => (Created: row.GetInt64(0), Id: row.GetInt64(1)), cancellationToken, ("@organization", organization.Value));
        return contact.DeletedAt is null && places is [var place] && (contact.CreatedAt.UtcTicks, contact.Id).CompareTo(place) > 0;
    }

    private static async Task<ProfileOrders> OrdersAsync(DashboardDbContext context, OrganizationId organization, long contactId, CancellationToken cancellationToken)
    {
        var currency = await context.Organizations.Where(o => o.Id == organization.Value).Select(o => o.Currency).SingleAsync(cancellationToken);
        return await context.Orders.Where(o => o.OrganizationId == organization.Value && o.ContactId == contactId).GroupBy(_ => 1)
            .Select(g => new ProfileOrders(g.LongCount(), g.Sum(o => o.Cents), g.Max(o => o.OrderedAt), currency)).SingleOrDefaultAsync(cancellationToken)
            ?? new(0, 0, null, currency);
    }
}
