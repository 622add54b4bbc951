using System.Data.Common;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>
/// Answers "which entries cover these addresses" for gate, badges, API and dialogs alike: the store narrows down by index, <see cref="Suppression.Covers"/> decides.
/// </summary>
internal static class LedgerReader
{
    /// <summary>The entries in force at <paramref name="now"/> per normalised address; an address nothing covers is absent.</summary>
    public static async Task<Dictionary<string, List<LedgerEntry>>> MatchAsync(DashboardDbContext context, OrganizationId organization,
        IReadOnlyCollection<EmailAddress> addresses, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var matches = new Dictionary<string, List<LedgerEntry>>(StringComparer.Ordinal);
        if (addresses.Count == 0)
            return matches;
        // Read in steps at different moments, a block that moves from the address to its domain could be in none of them.
        await using var snapshot = context.Database.CurrentTransaction is null ? await context.Database.BeginReadAsync(cancellationToken) : null;
        var emails = addresses.Select(a => a.Value).Distinct().ToArray();
        var domains = addresses.Select(a => a.Domain.Value).Distinct().SelectMany(Suppression.DomainValuesCovering).Distinct().ToArray();
        var byEmail = await EntriesAsync(context, organization, SuppressionScope.Email, emails, cancellationToken);
        var byDomain = await EntriesAsync(context, organization, SuppressionScope.Domain, domains, cancellationToken);
        byDomain = await WithExceptionsAsync(context, byDomain, emails, cancellationToken);
        var emailEntries = byEmail.ToLookup(e => e.Value);
        var hashedEntries = await HashedAsync(context, organization, SuppressionScope.Email, emails, cancellationToken);
        var domainEntries = byDomain.ToLookup(e => e.Value);
        foreach (var address in addresses)
        {
            if (matches.ContainsKey(address.Value))
                continue;
            var covering = emailEntries[address.Value]
                .Concat(domainEntries.Count == 0 ? [] : Suppression.DomainValuesCovering(address.Domain.Value).SelectMany(value => domainEntries[value]))
                .Where(entry => entry.ToRule().Covers(address, now))
                .Concat(hashedEntries[address.Value].Where(entry => entry.ToRule().IsInForce(now))).ToList();
            if (covering.Count > 0)
                matches.Add(address.Value, covering);
        }
        return matches;
    }

    /// <summary>
    /// The entries in force that block all a domain or number entry blocks: for the same value, and for a domain's parents with all their sub-domains.
    /// </summary>
    public static async Task<List<LedgerEntry>> SameAsync(DashboardDbContext context, OrganizationId organization, LedgerEntry entry, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var bare = entry.Value.StartsWith("*.", StringComparison.Ordinal) ? entry.Value[2..] : entry.Value;
        string[] values = [entry.Value, .. entry.Scope == SuppressionScope.Domain ? Suppression.DomainValuesCovering(bare).Skip(1) : []];
        var entries = entry.IsHashed ? [] : await EntriesAsync(context, organization, entry.Scope, values, cancellationToken);
        return [.. entries.Where(e => e.ToRule().IsInForce(now))];
    }

    /// <summary>The same for phone numbers, which only entries for exactly that number cover.</summary>
    public static async Task<Dictionary<string, List<LedgerEntry>>> MatchAsync(DashboardDbContext context, OrganizationId organization,
        IReadOnlyCollection<PhoneNumber> phones, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (phones.Count == 0)
            return [];
        await using var snapshot = context.Database.CurrentTransaction is null ? await context.Database.BeginReadAsync(cancellationToken) : null;
        string[] values = [.. phones.Select(p => p.Value).Distinct()];
        var entries = (await EntriesAsync(context, organization, SuppressionScope.Phone, values, cancellationToken)).ToLookup(e => e.Value);
        var hashed = await HashedAsync(context, organization, SuppressionScope.Phone, values, cancellationToken);
        return phones.Distinct().Select(phone => (phone.Value, Covering: entries[phone.Value].Where(e => e.ToRule().Covers(phone, now))
                .Concat(hashed[phone.Value].Where(e => e.ToRule().IsInForce(now))).ToList()))
            .Where(match => match.Covering.Count > 0).ToDictionary(match => match.Value, match => match.Covering);
    }

    private static Task<List<LedgerEntry>> EntriesAsync(DashboardDbContext context, OrganizationId organization, SuppressionScope scope,
        string[] values, CancellationToken cancellationToken) =>
        context.QueryAsync(LedgerSql.EntriesOf, row => Read(row).For(null), cancellationToken,
            ("@organization", organization.Value), ("@scope", (int)scope), ("@values", JsonSerializer.Serialize(values)));

    /// <summary>Entries of people the store knows by hash alone, by the value that was asked for; who hashes nothing pays one look-up.</summary>
    public static async Task<ILookup<string, LedgerEntry>> HashedAsync(DashboardDbContext context, OrganizationId organization, SuppressionScope scope, string[] values,
        CancellationToken cancellationToken)
    {
        var entries = new List<(LedgerEntry Entry, string Value)>();
        foreach (var owner in await context.QueryAsync(HashSql.Owners, row => row.GetInt64(0), cancellationToken, ("@organization", organization.Value), ("@scope", (int)scope)))
            entries.AddRange(await context.QueryAsync(HashSql.EntriesOf, row => (Read(row).For(null), values[row.GetInt32(15)]), cancellationToken,
                ("@owner", owner), ("@scope", (int)scope), ("@values", JsonSerializer.Serialize(values))));
        return entries.ToLookup(e => e.Value, e => e.Entry, StringComparer.Ordinal);
    }

    /// <summary>The entries with all their exceptions.</summary>
    public static async Task<List<LedgerEntry>> WithAllExceptionsAsync(DashboardDbContext context, List<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var domains = entries.Where(e => e is { Level: SuppressionLevel.Own, Scope: SuppressionScope.Domain }).Select(e => e.Id).ToArray();
        if (domains.Length == 0)
            return entries;
        var exceptions = (await context.QueryAsync(LedgerSql.AllExceptionsOf, row => (Entry: row.GetInt64(0), Value: row.GetString(1)), cancellationToken,
            ("@ids", JsonSerializer.Serialize(domains)))).ToLookup(e => e.Entry, e => e.Value);
        return [.. entries.Select(entry => exceptions.Contains(entry.Id) ? entry with { Exceptions = [.. exceptions[entry.Id]] } : entry)];
    }

    private static async Task<List<LedgerEntry>> WithExceptionsAsync(DashboardDbContext context, List<LedgerEntry> entries, string[] emails,
        CancellationToken cancellationToken)
    {
        var own = entries.Where(e => e.Level == SuppressionLevel.Own).Select(e => e.Id).ToArray();
        if (own.Length == 0)
            return entries;
        var exceptions = (await context.QueryAsync(LedgerSql.ExceptionsOf, row => (Entry: row.GetInt64(0), Value: row.GetString(1)), cancellationToken,
            ("@ids", JsonSerializer.Serialize(own)), ("@values", JsonSerializer.Serialize(emails)))).ToLookup(e => e.Entry, e => e.Value);
        return [.. entries.Select(entry => exceptions.Contains(entry.Id) ? entry with { Exceptions = exceptions[entry.Id].ToHashSet() } : entry)];
    }

    /// <summary>A row of the columns both statements of the ledger select.</summary>
    public static LedgerEntry Read(Row row) => new()
    {
        Id = row.GetInt64(0),
        Level = (SuppressionLevel)row.GetInt32(2),
        Scope = (SuppressionScope)row.GetInt32(3),
        Value = HashedAddress.IsHash(row.GetString(4)) ? HashedAddress.Show(row.TextOrNull(13), !row.IsDBNull(14)) : row.GetString(4),
        IsHashed = HashedAddress.IsHash(row.GetString(4)),
        Reason = (SuppressionReason)row.GetInt32(5),
        Source = (SuppressionSource)row.GetInt32(6),
        Note = row.TextOrNull(7),
        EvidenceCode = row.TextOrNull(8),
        EvidenceText = row.TextOrNull(9),
        CreatedAt = row.Instant(10),
        CreatedBy = row.GetString(11),
        ExpiresAt = row.InstantOrNull(12),
    };
}
