using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// Asks the ledger whether entries up to <paramref name="top"/> cover addresses, for many addresses at few domains: that a domain is free is asked once, and
/// kept in <paramref name="free"/>, which whoever owns it empties when somebody may have added an entry.
/// </summary>
internal sealed class CoverTable(SqliteConnection connection, long organization, long now, long top, HashSet<string> free) : IDisposable
{
    private const int Remembered = 20_000;

    // A row of the table of addresses that need not be there: organisation, channel, value, domain, now.
    public const string Asked = "(SELECT ?1 AS OrganizationId, ?2 AS Channel, ?3 AS Value, ?4 AS Domain, 0 AS Confirmation) a";

    // The plus keeps SQLite from walking through the ledger by its ids.
    private static readonly string Covered = $"""
        SELECT CASE a.Channel WHEN 0 THEN {LedgerSql.Covers} ELSE EXISTS (SELECT 1 FROM Suppressions s WHERE s.OrganizationId = a.OrganizationId AND s.Scope = 2
            AND s.Value = a.Value AND s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > @now)) END FROM {Asked}
        """.Replace("s.EndedAt IS NULL", "s.EndedAt IS NULL AND +s.Id <= ?6", StringComparison.Ordinal).Replace("@now", "?5", StringComparison.Ordinal);

    private const string Named = """
        SELECT 1 FROM Suppressions s WHERE s.OrganizationId IN (?1, 0) AND s.Scope = 0 AND s.Value = ?2 AND s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > ?3)
            AND +s.Id <= ?4 LIMIT 1
        """;

    private readonly RawStatement _covered = new(connection, Covered);
    private readonly RawStatement _named = new(connection, Named);

    public bool Covers(Channel channel, string value, string domain) => channel == Channel.Email && IsFree(domain)
        ? _named.Bind(1, organization).Bind(2, value).Bind(3, now).Bind(4, top).Number() == 1 : Ask(channel, value, domain);

    public void Dispose()
    {
        _covered.Dispose();
        _named.Dispose();
    }

    // No entry for an address, and no exception, is about nobody: what covers nobody at a domain covers the domain.
    private bool IsFree(string domain)
    {
        if (free.Contains(domain))
            return true;
        if (Ask(Channel.Email, "", domain))
            return false;
        if (free.Count >= Remembered)
            free.Clear();
        return free.Add(domain);
    }

    private bool Ask(Channel channel, string value, string domain) =>
        _covered.Bind(1, organization).Bind(2, (long)channel).Bind(3, value).Bind(4, domain).Bind(5, now).Bind(6, top).Number() == 1;
}
