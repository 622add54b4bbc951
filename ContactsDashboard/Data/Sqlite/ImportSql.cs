using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>What an import of contacts asks and writes row by row; parameters by position, the organisation first.</summary>
internal static class ImportSql
{
    private const string Known = $"""
        c.Id, c.DeletedAt, c.UpdatedAt, c.EmailAddressId, e.Value, c.PhoneAddressId, p.Value, c.ExternalId, c.FirstName, c.LastName, c.Language, c.TimeZone, c.Street, c.City,
        c.Region, c.PostalCode, c.Country, e.Name, c.DeletedBy, c.DeletedReason, c.DeletedByAuditId,
        c.DeletedAt IS NOT NULL AND EXISTS (SELECT 1 FROM Audit x WHERE x.Id = c.DeletedByAuditId AND x.Verb = 76), e.Domain
        """;

    private const string Addresses = "LEFT JOIN Addresses e ON e.Id = c.EmailAddressId LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId";

    // The oldest that is not deleted, else the oldest; in two looks, since whoever orders by both sorts.
    private static string First(string column) => $"""
        coalesce((SELECT n.Id FROM Contacts n WHERE n.{column} = a.Id AND n.DeletedAt IS NULL ORDER BY n.CreatedAt, n.Id LIMIT 1),
            (SELECT n.Id FROM Contacts n WHERE n.{column} = a.Id ORDER BY n.CreatedAt, n.Id LIMIT 1))
        """;

    /// <summary>The column of <see cref="ByEmail"/> where the address itself begins: id, name and standing. It has a row also where nobody has the address.</summary>
    public const int Found = 23;

    public static readonly string ByEmail = $"""
        SELECT {Known}, a.Id, a.Name, a.Standing FROM Addresses a LEFT JOIN Contacts c ON c.Id = {First("EmailAddressId")} {Addresses} WHERE a.OrganizationId = ?1 AND a.Channel = 0 AND a.Value = ?2
        """;

    public static readonly string ByPhone = $"""
        SELECT {Known} FROM Addresses a CROSS JOIN Contacts c ON c.Id = {First("PhoneAddressId")} {Addresses} WHERE a.OrganizationId = ?1 AND a.Channel = 1 AND a.Value = ?2
        """;

    public const string ByExternalId = $"SELECT {Known} FROM Contacts c {Addresses} WHERE c.OrganizationId = ?1 AND c.ExternalId = ?2";

    public const string ById = $"SELECT {Known} FROM Contacts c {Addresses} WHERE c.OrganizationId = ?1 AND c.Id = ?2";

    public const string HasExternalId = "SELECT Id FROM Contacts WHERE OrganizationId = ?1 AND ExternalId = ?2";

    /// <summary>The standing an address has by the ledger, whether or not it is known: organisation, channel, value, domain, now.</summary>
    public static readonly string Standing = $"SELECT {LedgerSql.Standing.Replace("@now", "?5", StringComparison.Ordinal)} FROM {CoverTable.Asked}";

    // The plus keeps SQLite from walking through the ledger by its ids.
    private const string InForce = "s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > ?4) AND +s.Id <= ?5";

    private static readonly string Hashes = $"(SELECT {HashSql.HashWith}(?3, Id) FROM HashKeys)";

    /// <summary>Whether an entry covers who is known by hash: scope, value, now, the last entry that counts.</summary>
    public static readonly string CoveredByHash = $"SELECT 1 FROM Suppressions s WHERE s.OrganizationId IN (?1, 0) AND s.Scope = ?2 AND s.Value IN {Hashes} AND {InForce} LIMIT 1";

    /// <summary>Whether the organisation's own ledger blocks exactly this for a reason (<c>?6</c>).</summary>
    public const string BlockedFor = $"SELECT 1 FROM Suppressions s WHERE s.OrganizationId = ?1 AND s.Scope = ?2 AND s.Value = ?3 AND s.Reason = ?6 AND {InForce} LIMIT 1";

    public static readonly string BlockedForByHash =
        $"SELECT 1 FROM Suppressions s WHERE s.OrganizationId = ?1 AND s.Scope = ?2 AND s.Value IN {Hashes} AND s.Reason = ?6 AND {InForce} LIMIT 1";

    public static readonly string IsErased = $"SELECT 1 FROM Erasures WHERE OrganizationId = ?1 AND Channel = ?2 AND Hash IN {Hashes} LIMIT 1";

    public const string LedgerTop = "SELECT coalesce(max(Id), 0) FROM Suppressions";

    public const string FieldValues = "SELECT FieldId, Text FROM FieldValues WHERE ContactId = ?1";

    public const string IsMember = "SELECT 1 FROM SegmentMembers WHERE SegmentId = ?1 AND ContactId = ?2";

    public const string HasToken = "SELECT 1 FROM ContactTokens WHERE ContactId = ?1 AND Kind = ?2 AND Value = ?3";

    public const string Address = "SELECT Id, Name, Standing FROM Addresses WHERE OrganizationId = ?1 AND Channel = ?2 AND Value = ?3";

    /// <summary>The last id a table gave; the next rows of a transaction have the ids after it.</summary>
    public const string LastId = "SELECT seq FROM sqlite_sequence WHERE name = ?1";

    /// <summary>Rows of addresses: all share the organisation and the instant, each has its id, channel, value, domain, hiding, spelling and standing.</summary>
    public static RowsStatement AddAddresses(SqliteConnection connection) => new(connection, """
        INSERT INTO Addresses (Id, OrganizationId, Channel, Value, Domain, Hidden, Spelling, SpellingTicks, Standing, Blocked, ThreadCount, FirstSeenTicks, LastActiveTicks, NameRank, Listed)
        SELECT column1, ?1, column2, column3, column4, column5, column6, CASE column2 WHEN 0 THEN ?2 ELSE 0 END, column7, column7 >= 3, 0, 0, 0, 0, 0 FROM
        """, Given, columns: 7, shared: 2);

    /// <summary>
    /// Rows of contacts: all share organisation, instant and who said that the owners consent, each has its id, addresses, standings, external id, key of its name,
    /// the instant of consent and the texts.
    /// </summary>
    public static RowsStatement AddContacts(SqliteConnection connection) => new(connection, $"""
        INSERT INTO Contacts (Id, OrganizationId, EmailAddressId, PhoneAddressId, EmailStanding, PhoneStanding, CreationMethod, CreatedAt, UpdatedAt, Rating, ExternalId, NameKey,
            ConsentAt, ConsentBy, FirstName, LastName, Language, TimeZone, Street, City, Region, PostalCode, Country)
        SELECT column1, ?1, column2, column3, column4, column5, {(int)CreationMethod.Import}, ?2, ?2, 0, column6, column7, column8, ?3, column9, column10, column11, column12, column13,
            column14, column15, column16, column17 FROM
        """, Given, columns: 17, shared: 3);

    /// <summary>The values of contacts, each by its id: the instant of the change, the external id, the key of the name and the texts.</summary>
    public static RowsStatement ChangeContacts(SqliteConnection connection) => new(connection, """
        UPDATE Contacts SET UpdatedAt = v.column2, ExternalId = v.column3, NameKey = v.column4, FirstName = v.column5, LastName = v.column6, Language = v.column7,
            TimeZone = v.column8, Street = v.column9, City = v.column10, Region = v.column11, PostalCode = v.column12, Country = v.column13 FROM
        """, "v WHERE Contacts.Id = v.column1", columns: 13);

    /// <summary>Versions: all share organisation and audit entry, each has its contact, before and after.</summary>
    public static RowsStatement AddVersions(SqliteConnection connection) => new(connection,
        "INSERT INTO ContactVersions (OrganizationId, ContactId, AuditId, Before, After) SELECT ?1, column1, ?2, column2, column3 FROM", Given, columns: 3, shared: 2);

    private const string Given = "WHERE column1 IS NOT NULL";

    public const string ChangeContact = """
        UPDATE Contacts SET UpdatedAt = ?2, ExternalId = ?3, NameKey = ?4, FirstName = ?5, LastName = ?6, Language = ?7, TimeZone = ?8, Street = ?9, City = ?10, Region = ?11,
            PostalCode = ?12, Country = ?13 WHERE Id = ?1
        """;

    public const string ChangeAddresses = "UPDATE Contacts SET EmailAddressId = ?2, PhoneAddressId = ?3 WHERE Id = ?1";

    public const string Restore = "UPDATE Contacts SET DeletedAt = NULL, DeletedBy = NULL, DeletedReason = NULL, DeletedByAuditId = NULL WHERE Id = ?1";

    public const string AddVersion = "INSERT INTO ContactVersions (OrganizationId, ContactId, AuditId, Before, After) VALUES (?1, ?2, ?3, ?4, ?5)";

    /// <summary>Values of additional fields: contact, field, text, key, number.</summary>
    public static RowsStatement SetFields(SqliteConnection connection) => new(connection,
        "INSERT INTO FieldValues (ContactId, FieldId, Text, Key, Number) SELECT column1, column2, column3, column4, column5 FROM",
        $"{Given} ON CONFLICT (ContactId, FieldId) DO UPDATE SET Text = excluded.Text, Key = excluded.Key, Number = excluded.Number", columns: 5);

    public const string SetField = """
        INSERT INTO FieldValues (ContactId, FieldId, Text, Key, Number) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (ContactId, FieldId) DO UPDATE SET Text = excluded.Text, Key = excluded.Key, Number = excluded.Number
        """;

    public const string ClearField = "DELETE FROM FieldValues WHERE ContactId = ?1 AND FieldId = ?2";

    /// <summary>A list takes one contact of an e-mail address; a category takes all.</summary>
    public const string AddMember = """
        INSERT OR IGNORE INTO SegmentMembers (SegmentId, ContactId, AuditId)
        SELECT s.Id, ?2, ?3 FROM Segments s WHERE s.Id = ?1 AND (s.Kind <> 0 OR ?4 IS NULL OR NOT EXISTS (SELECT 1 FROM Contacts o JOIN SegmentMembers m ON m.ContactId = o.Id
            AND m.SegmentId = s.Id WHERE o.EmailAddressId = ?4 AND o.Id <> ?2))
        """;

    public const string AddToken = "INSERT OR IGNORE INTO ContactTokens (OrganizationId, ContactId, Kind, Value, CreatedAt) VALUES (?1, ?2, ?3, ?4, ?5)";
}
