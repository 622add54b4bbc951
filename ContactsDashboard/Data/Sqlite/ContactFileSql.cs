namespace ContactsDashboard.Data.Sqlite;

/// <summary>What files of contacts are written from: rows by their ids (<c>@ids</c>, a JSON array), read column by column as they are stored.</summary>
internal static class ContactFileSql
{
    // CROSS: in the order of the ids.
    private const string From = "FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value LEFT JOIN Addresses a ON a.Id = c.EmailAddressId";

    public const string Emails = $"SELECT coalesce(a.Spelling, a.Value) {From}";

    public const string AllFields = $"""
        SELECT i.key, c.Id, coalesce(a.Spelling, a.Value), p.Value, c.ExternalId, c.FirstName, c.LastName, c.Language, c.TimeZone, c.Street, c.City, c.Region, c.PostalCode, c.Country,
            c.CreationMethod, c.CreatedAt, c.UpdatedAt, c.Rating, c.ConsentAt, c.DeletedAt, c.DeletedReason, a.Id, p.Id, a.Value, a.Domain, a.Confirmation, a.Name
        {From} LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId
        """;

    /// <summary>The standing of an address (<c>?1</c>) by the ledger at <c>?2</c>, which filters may lag behind.</summary>
    public static readonly string Standing = $"SELECT {LedgerSql.Standing.Replace("@now", "?2", StringComparison.Ordinal)} FROM Addresses a WHERE a.Id = ?1";

    private const string InForce = "s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > @now)";

    private const string NotExempt = "(s.OrganizationId = 0 OR NOT EXISTS (SELECT 1 FROM SuppressionExceptions x WHERE x.SuppressionId = s.Id AND x.Value = a.Value AND x.RemovedByAuditId IS NULL))";

    /// <summary>The reasons for which an address (<c>?1</c>) is blocked at <c>?2</c>, by name.</summary>
    public static readonly string Reasons = $"""
        SELECT s.Reason FROM Addresses a JOIN Suppressions s ON s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = CASE a.Channel WHEN 1 THEN 2 ELSE 0 END AND s.Value = a.Value
            WHERE a.Id = ?1 AND {InForce}
        UNION SELECT s.Reason FROM Addresses a JOIN Suppressions s ON s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = 1 AND s.Value = a.Domain
            WHERE a.Id = ?1 AND a.Channel = 0 AND {InForce} AND {NotExempt}
        UNION SELECT s.Reason FROM Addresses a JOIN Suppressions s INDEXED BY IX_Suppressions_Wildcards ON s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = 1
            AND substr(s.Value, 1, 2) = '*.' WHERE a.Id = ?1 AND a.Channel = 0 AND length(a.Domain) > length(s.Value) - 1 AND substr(a.Domain, 1 - length(s.Value)) = substr(s.Value, 2)
            AND {InForce} AND {NotExempt}
        """.Replace("@now", "?2", StringComparison.Ordinal);

    /// <summary>In the order of the ids: which of them is in which segment.</summary>
    public const string Segments = "SELECT i.key, m.SegmentId FROM json_each(@ids) i CROSS JOIN SegmentMembers m ON m.ContactId = i.value";

    public const string Fields = "SELECT i.key, v.FieldId, v.Text FROM json_each(@ids) i CROSS JOIN FieldValues v ON v.ContactId = i.value";
}
