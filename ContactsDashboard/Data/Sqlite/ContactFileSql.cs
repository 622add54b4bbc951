namespace ContactsDashboard.Data.Sqlite;

/// <summary>What files of contacts are written from: steps in a query's order, read column by column as they are stored.</summary>
internal static class ContactFileSql
{
    private const string From = "FROM i CROSS JOIN Contacts c ON c.Id = i.RowId LEFT JOIN Addresses a ON a.Id = c.EmailAddressId";

    // MATERIALIZED: found once, and gone through in order.
    private static string With(string ids) => $"WITH i (SortKey, RowId) AS MATERIALIZED ({ids}) ";

    public static string Emails(string ids) => With(ids) + $"SELECT i.SortKey, i.RowId, coalesce(a.Spelling, a.Value) {From}";

    /// <summary>Standings are those of the ledger at <c>@now</c>, not the ones lists are filtered by.</summary>
    public static string AllFields(string ids) => With(ids) + $"""
        SELECT i.SortKey, i.RowId, coalesce(a.Spelling, a.Value), p.Value, c.ExternalId,
            coalesce(nullif(trim(coalesce(c.FirstName, '') || ' ' || coalesce(c.LastName, '')), ''), a.Name), c.FirstName, c.LastName, c.Language, c.TimeZone, c.Street, c.City, c.Region,
            c.PostalCode, c.Country, CASE WHEN a.Id IS NULL THEN 0 ELSE {LedgerSql.Standing} END,
            p.Id IS NOT NULL AND EXISTS (SELECT 1 FROM Suppressions s WHERE s.OrganizationId = p.OrganizationId AND s.Scope = 2 AND s.Value = p.Value AND {InForce}),
            c.CreationMethod, c.CreatedAt, c.UpdatedAt, c.Rating, c.ConsentAt, c.DeletedAt, c.DeletedReason, a.Id, p.Id
        {From} LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId
        """;

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

    public const string Categories = """
        SELECT s.Name FROM SegmentMembers m CROSS JOIN Segments s ON s.Id = m.SegmentId AND s.Kind = 2 WHERE m.ContactId = ?1 ORDER BY s.Name
        """;

    public const string Fields = "SELECT FieldId, Text FROM FieldValues WHERE ContactId = ?1";
}
