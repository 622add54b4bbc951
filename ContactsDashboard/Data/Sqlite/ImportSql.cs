using ContactsDashboard.Domain;

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

    // The oldest that is not deleted, else the oldest.
    private const string First = "ORDER BY c.DeletedAt IS NOT NULL, c.CreatedAt, c.Id LIMIT 1";

    public const string ByEmail = $"""
        SELECT {Known} FROM Addresses a CROSS JOIN Contacts c ON c.EmailAddressId = a.Id {Addresses} WHERE a.OrganizationId = ?1 AND a.Channel = 0 AND a.Value = ?2 {First}
        """;

    public const string ByPhone = $"""
        SELECT {Known} FROM Addresses a CROSS JOIN Contacts c ON c.PhoneAddressId = a.Id {Addresses} WHERE a.OrganizationId = ?1 AND a.Channel = 1 AND a.Value = ?2 {First}
        """;

    public const string ByExternalId = $"SELECT {Known} FROM Contacts c {Addresses} WHERE c.OrganizationId = ?1 AND c.ExternalId = ?2";

    public const string ById = $"SELECT {Known} FROM Contacts c {Addresses} WHERE c.OrganizationId = ?1 AND c.Id = ?2";

    public const string HasExternalId = "SELECT Id FROM Contacts WHERE OrganizationId = ?1 AND ExternalId = ?2";

    // A row of the table of addresses that need not be there: organisation, channel, value, domain, now.
    private const string Asked = "(SELECT ?1 AS OrganizationId, ?2 AS Channel, ?3 AS Value, ?4 AS Domain, 0 AS Confirmation) a";

    /// <summary>The standing an address has by the ledger, whether or not it is known.</summary>
    public static readonly string Standing = $"SELECT {LedgerSql.Standing.Replace("@now", "?5", StringComparison.Ordinal)} FROM {Asked}";

    /// <summary>Whether an entry up to <c>?6</c> covers it.</summary>
    public static readonly string CoveredBefore = $"""
        SELECT CASE a.Channel WHEN 0 THEN {LedgerSql.Covers} ELSE EXISTS (SELECT 1 FROM Suppressions s WHERE s.OrganizationId = a.OrganizationId AND s.Scope = 2
            AND s.Value = a.Value AND s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > @now)) END FROM {Asked}
        """.Replace("s.EndedAt IS NULL", "s.EndedAt IS NULL AND +s.Id <= ?6", StringComparison.Ordinal).Replace("@now", "?5", StringComparison.Ordinal);

    // The plus keeps SQLite from walking through the ledger by its ids.
    private const string InForce = "s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > ?4) AND +s.Id <= ?5";

    private static readonly string Hashes = $"(SELECT {HashSql.HashWith}(?3, Id) FROM HashKeys)";

    /// <summary>The same for who is known by hash: scope, value, now, the last entry that counts.</summary>
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

    public const string AddAddress = """
        INSERT INTO Addresses (OrganizationId, Channel, Value, Domain, Hidden, Spelling, SpellingTicks, Standing, Blocked, ThreadCount, FirstSeenTicks, LastActiveTicks, NameRank, Listed)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8 >= 3, 0, 0, 0, 0, 0)
        """;

    public static readonly string AddContact = $"""
        INSERT INTO Contacts (OrganizationId, EmailAddressId, PhoneAddressId, EmailStanding, PhoneStanding, CreationMethod, CreatedAt, UpdatedAt, Rating, ExternalId, NameKey,
            ConsentAt, ConsentBy, FirstName, LastName, Language, TimeZone, Street, City, Region, PostalCode, Country)
        VALUES (?1, ?2, ?3, ?4, ?5, {(int)CreationMethod.Import}, ?6, ?6, 0, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
        """;

    public const string ChangeContact = """
        UPDATE Contacts SET UpdatedAt = ?2, ExternalId = ?3, NameKey = ?4, FirstName = ?5, LastName = ?6, Language = ?7, TimeZone = ?8, Street = ?9, City = ?10, Region = ?11,
            PostalCode = ?12, Country = ?13 WHERE Id = ?1
        """;

    public const string ChangeAddresses = "UPDATE Contacts SET EmailAddressId = ?2, PhoneAddressId = ?3 WHERE Id = ?1";

    public const string Restore = "UPDATE Contacts SET DeletedAt = NULL, DeletedBy = NULL, DeletedReason = NULL, DeletedByAuditId = NULL WHERE Id = ?1";

    public const string AddVersion = "INSERT INTO ContactVersions (OrganizationId, ContactId, AuditId, Before, After) VALUES (?1, ?2, ?3, ?4, ?5)";

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

    public const string RemoveMember = "DELETE FROM SegmentMembers WHERE SegmentId = ?1 AND ContactId = ?2";

    public const string AddToken = "INSERT OR IGNORE INTO ContactTokens (OrganizationId, ContactId, Kind, Value, CreatedAt) VALUES (?1, ?2, ?3, ?4, ?5)";
}
