using ContactsDashboard.Domain;
using SQLitePCL;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Who is known by a hash alone: every key that was ever used is tried, and a missing one is an error.</summary>
internal static class HashSql
{
    /// <summary>SQL function: the hash of a normalised value under the key of an id.</summary>
    public const string HashWith = "hash_with";

    /// <summary>SQL function: the hashes of a JSON array of normalised values under the key of an id, as a JSON array.</summary>
    public const string HashAll = "hash_all";

    /// <summary>SQL function: the hash of a normalised value, or of a digest, under the newest key.</summary>
    public const string NewHash = "new_hash";

    /// <summary>Whether the store holds any hash.</summary>
    public const string IsUsed = "SELECT EXISTS (SELECT 1 FROM HashKeys)";

    /// <summary>Whether this organisation erased anybody.</summary>
    public const string HasErased = "SELECT EXISTS (SELECT 1 FROM Erasures WHERE OrganizationId = @organization)";

    private const string HasEntriesOf = $"""
        EXISTS (SELECT 1 FROM Suppressions s WHERE s.OrganizationId = @owner AND s.Scope = @scope AND s.EndedAt IS NULL
            AND s.Value >= '{HashedAddress.Prefix}' AND s.Value < '{HashedAddress.Behind}')
        """;

    /// <summary>Whose entries of a scope are known by hash, the organisation's or the platform's: the ledgers worth asking.</summary>
    public static readonly string Owners = $"SELECT @organization WHERE {HasEntriesOf.Replace("@owner", "@organization", StringComparison.Ordinal)} "
        + $"UNION ALL SELECT 0 WHERE {HasEntriesOf.Replace("@owner", "0", StringComparison.Ordinal)}";

    /// <summary>
    /// Entries of <c>@owner</c>, not ended, whose value is the hash of one in <c>@values</c>, and the place of that in the array; columns as
    /// <see cref="LedgerSql.Columns"/>.
    /// </summary>
    public const string EntriesOf = $"""
        SELECT {LedgerSql.Columns}, h.key FROM HashKeys k CROSS JOIN json_each({HashAll}(@values, k.Id)) h
            CROSS JOIN Suppressions s ON s.OrganizationId = @owner AND s.Scope = @scope AND s.Value = h.value AND s.EndedAt IS NULL
        """;

    // MATERIALIZED: each hash is made once.
    private const string Hashes = $"WITH h (Value, Hash) AS MATERIALIZED (SELECT v.value, {HashWith}(v.value, k.Id) FROM json_each(@values) v CROSS JOIN HashKeys k) ";

    /// <summary>Which of <c>@values</c> this organisation erased, and by which record.</summary>
    public const string Erased = $"""
        {Hashes} SELECT h.Value, e.AuditId FROM h CROSS JOIN Erasures e ON e.OrganizationId = @organization AND e.Channel = @channel AND e.Hash = h.Hash
        """;

    private const string KnownAs = $"OrganizationId IN (@organization, 0) AND Scope = @scope AND Value IN (SELECT {HashWith}(@value, Id) FROM HashKeys)";

    // Entries in force and ended ones have an index each.
    /// <summary>Entries of the organisation and the platform get the address back that is stored under <c>@value</c> from now on.</summary>
    public const string Reveal = $"""
        UPDATE OR IGNORE Suppressions SET Value = @value, Domain = NULL WHERE Id IN (SELECT Id FROM Suppressions WHERE EndedAt IS NULL AND {KnownAs}
            UNION ALL SELECT Id FROM Suppressions WHERE EndedAt IS NOT NULL AND {KnownAs})
        """;

    /// <summary>Which keys are in use is known by the rows that use them, whoever writes those.</summary>
    public const string Triggers = $"""
        CREATE TRIGGER UseKeyOnInsert AFTER INSERT ON Suppressions WHEN NEW.Value >= '{HashedAddress.Prefix}' AND NEW.Value < '{HashedAddress.Behind}' BEGIN
            INSERT OR IGNORE INTO HashKeys (Id) VALUES (substr(NEW.Value, 6, 8));
        END;
        CREATE TRIGGER UseKeyOnUpdate AFTER UPDATE OF Value ON Suppressions WHEN NEW.Value >= '{HashedAddress.Prefix}' AND NEW.Value < '{HashedAddress.Behind}' BEGIN
            INSERT OR IGNORE INTO HashKeys (Id) VALUES (substr(NEW.Value, 6, 8));
        END;
        CREATE TRIGGER UseKeyOnErasure AFTER INSERT ON Erasures BEGIN
            INSERT OR IGNORE INTO HashKeys (Id) VALUES (substr(NEW.Hash, 6, 8));
        END;
        """;

    public static void Register(sqlite3 database, HashKeyRing ring)
    {
        SqliteFunctions.Add(database, HashWith, (value, id) => ring.Hash(value!, id!));
        SqliteFunctions.Add(database, HashAll, (values, id) => ring.HashAll(values!, id!));
        SqliteFunctions.Add(database, NewHash, value => ring.Hash(value!), isDeterministic: false);
    }
}
