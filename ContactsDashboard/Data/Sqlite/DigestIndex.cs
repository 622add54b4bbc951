using System.Buffers.Binary;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// Finds the addresses an organisation knows by their SHA-256: read once per import, a million in about a second, and topped up in each of its transactions.
/// </summary>
internal sealed class DigestIndex(OrganizationId organization)
{
    // By 128 bits of the digest: two addresses never share them. Entries of the ledger have negative ids.
    private readonly Dictionary<UInt128, long> _ids = [];
    private long _addresses;
    private long _entries;

    /// <summary>Reads all that is known; outside of a transaction that writes, as it takes its time.</summary>
    public async Task FillAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        _addresses = await TakeAsync(context, "SELECT Id, Value FROM Addresses WHERE OrganizationId = @organization AND Channel = 0 AND Id > @after", _addresses, 1, cancellationToken);
        _entries = await TakeAsync(context, $"""
            SELECT Id, Value FROM Suppressions WHERE OrganizationId = @organization AND Scope = 0 AND EndedAt IS NULL AND Id > @after
                AND NOT (Value >= '{HashedAddress.Prefix}' AND Value < '{HashedAddress.Behind}')
            """, _entries, -1, cancellationToken);
    }

    /// <summary>The additions with addresses in the place of digests that are known, also of what came in since <see cref="FillAsync"/>.</summary>
    public async Task<List<LedgerAddition>> ResolveAsync(DashboardDbContext context, IReadOnlyCollection<LedgerAddition> additions, CancellationToken cancellationToken)
    {
        if (additions.Any(a => a.IsDigest))
            await FillAsync(context, cancellationToken);
        var resolved = new List<LedgerAddition>(additions.Count);
        foreach (var addition in additions)
            resolved.Add(addition.IsDigest && await ValueOfAsync(context, addition.Value, cancellationToken) is { } value ? addition with { Value = value } : addition);
        return resolved;
    }

    private async Task<string?> ValueOfAsync(DashboardDbContext context, string digest, CancellationToken cancellationToken)
    {
        var wanted = HashedAddress.DigestOf(digest);
        if (!_ids.TryGetValue(Key(wanted), out var id))
            return null;
        var found = await context.QueryAsync($"SELECT Value FROM {(id > 0 ? "Addresses" : "Suppressions")} WHERE OrganizationId = @organization AND Id = @id",
            row => row.GetString(0), cancellationToken, ("@organization", organization.Value), ("@id", Math.Abs(id)));
        // Erased or ended since, it is known by its hash again.
        return found is [var value] && HashedAddress.DigestOf(value).AsSpan().SequenceEqual(wanted) ? value : null;
    }

    private async Task<long> TakeAsync(DashboardDbContext context, string sql, long after, int sign, CancellationToken cancellationToken)
    {
        await context.ReadAsync(sql, row =>
        {
            var key = Key(HashedAddress.DigestOf(row.GetString(1)));
            after = Math.Max(after, row.GetInt64(0));
            // An address says more than an entry for it.
            if (sign > 0)
                _ids[key] = row.GetInt64(0);
            else
                _ids.TryAdd(key, -row.GetInt64(0));
        }, cancellationToken, ("@organization", organization.Value), ("@after", after));
        return after;
    }

    private static UInt128 Key(byte[] digest) => BinaryPrimitives.ReadUInt128BigEndian(digest);
}
