namespace ContactsDashboard.Data.Sqlite;

/// <summary>The ledger as this engine answers it. <see cref="Covers"/> says in SQL what <c>Suppression.Covers</c> says in C#; tests hold them together.</summary>
internal static class LedgerSql
{
    /// <summary>An entry <c>s</c>, in the order <c>LedgerReader.Read</c> reads it.</summary>
    public const string Columns = "s.Id, s.OrganizationId, s.Level, s.Scope, s.Value, s.Reason, s.Source, s.Note, s.EvidenceCode, s.EvidenceText, "
        + "s.CreatedAt, s.CreatedBy, s.ExpiresAt, s.Domain, s.ErasedByAuditId";

    private const string InForce = "s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > @now)";

    private const string NotExempt = "NOT EXISTS (SELECT 1 FROM SuppressionExceptions e "
        + "WHERE s.Level = 0 AND e.SuppressionId = s.Id AND e.Value = a.Value AND e.RemovedByAuditId IS NULL)";

    // The index of wildcards is named: SQLite would rather go through all domain entries for each address.
    private const string CoversDomain = $"""
        (EXISTS (SELECT 1 FROM Suppressions s WHERE s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = 1 AND s.Value = a.Domain
            AND {InForce} AND {NotExempt})
        OR EXISTS (SELECT 1 FROM Suppressions s INDEXED BY IX_Suppressions_Wildcards
            WHERE s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = 1 AND substr(s.Value, 1, 2) = '*.'
            AND length(a.Domain) > length(s.Value) - 1 AND substr(a.Domain, 1 - length(s.Value)) = substr(s.Value, 2)
            AND {InForce} AND {NotExempt}))
        """;

    /// <summary>True when any entry in force at <c>@now</c> covers the e-mail address <c>a</c>.</summary>
    public const string Covers = $"""
        (EXISTS (SELECT 1 FROM Suppressions s WHERE s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = 0 AND s.Value = a.Value AND {InForce}) OR {CoversDomain})
        """;

    /// <summary>The <c>Standing</c> of the address <c>a</c>, as <c>Standings</c> says it in C#; what depends on the plan is not of the address.</summary>
    public const string Standing = $"""
        CASE a.Channel WHEN 0 THEN CASE WHEN {CoversDomain} THEN 5 ELSE coalesce(
                (SELECT max(CASE WHEN s.OrganizationId = 0 THEN 5 WHEN s.Reason = 3 THEN 4 WHEN s.Reason = 1 THEN 3 ELSE 5 END)
                    FROM Suppressions s WHERE s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = 0 AND s.Value = a.Value AND {InForce}),
                CASE a.Confirmation WHEN 1 THEN 2 ELSE 1 END) END
            ELSE CASE WHEN EXISTS (SELECT 1 FROM Suppressions s WHERE s.OrganizationId = a.OrganizationId AND s.Scope = 2 AND s.Value = a.Value AND {InForce})
                THEN 5 ELSE 1 END END
        """;

    // MATERIALIZED: the rule is asked once for each address.
    private static string Restate(string which) => $"""
        WITH n (Id, Standing) AS MATERIALIZED (SELECT a.Id, {Standing} FROM Addresses a WHERE {which})
        UPDATE Addresses AS a SET Standing = n.Standing, Blocked = n.Standing >= 3 FROM n
        WHERE a.Id = n.Id AND (a.Standing <> n.Standing OR a.Blocked <> (n.Standing >= 3))
        """;

    /// <summary>Brings the flags of these addresses (<c>@ids</c>, a JSON array) in line with the ledger.</summary>
    public static readonly string RestateIds = Restate("a.Id IN (SELECT value FROM json_each(@ids))");

    /// <summary>Brings the addresses of one channel (<c>@channel</c>) that are these values (<c>@values</c>, a JSON array) in line.</summary>
    public static readonly string RestateValues = Restate("a.OrganizationId = @organization AND a.Channel = @channel AND a.Value IN (SELECT value FROM json_each(@values))");

    /// <summary>Brings every address in line.</summary>
    public static readonly string RestateAll = Restate("1");

    /// <summary>The next addresses of one domain, in id order.</summary>
    public const string DomainIds = """
        SELECT Id FROM Addresses WHERE OrganizationId = @organization AND Domain = @domain AND Id > @after ORDER BY Id LIMIT @limit
        """;

    /// <summary>The domains this organisation knows that a wildcard's suffix (<c>.example.com</c>) ends.</summary>
    public const string DomainsUnder = """
        SELECT DISTINCT Domain FROM Addresses WHERE OrganizationId = @organization AND length(Domain) > length(@suffix)
            AND substr(Domain, -length(@suffix)) = @suffix
        """;

    /// <summary>Addresses of one domain: all listed ones, those not blocked yet, and those of them active since <c>@since</c>.</summary>
    public const string DomainImpact = """
        SELECT count(*), sum(Blocked = 0), sum(Blocked = 0 AND LastActiveTicks >= @since)
        FROM Addresses WHERE OrganizationId = @organization AND Domain = @domain AND Listed = 1
        """;

    /// <summary>Listed addresses under the domain entry <c>@entry</c> (<c>@value</c>) that nothing else in force covers.</summary>
    public static string FreedByEnding(bool wildcard) => "SELECT count(*) FROM Addresses a WHERE a.OrganizationId = @organization AND a.Listed = 1 AND a.Blocked = 1 AND "
        + (wildcard ? "length(a.Domain) > length(@value) - 1 AND substr(a.Domain, 1 - length(@value)) = substr(@value, 2)" : "a.Domain = @value")
        + " AND NOT EXISTS (SELECT 1 FROM SuppressionExceptions x WHERE x.SuppressionId = @entry AND x.Value = a.Value AND x.RemovedByAuditId IS NULL) AND NOT "
        + Covers.Replace("s.EndedAt IS NULL", "s.EndedAt IS NULL AND s.Id <> @entry", StringComparison.Ordinal);

    // CROSS: SQLite keeps the order of the two. Left to itself it reads the whole ledger and goes through all values for each entry.
    private const string EntryColumns = "SELECT " + Columns + " FROM json_each(@values) v CROSS JOIN Suppressions s ";

    /// <summary>Entries not ended, own and platform, whose scope is <c>@scope</c> and whose value is in <c>@values</c> (a JSON array).</summary>
    public const string EntriesOf = EntryColumns
        + " ON s.OrganizationId = @organization AND s.Scope = @scope AND s.Value = v.value AND s.EndedAt IS NULL UNION ALL "
        + EntryColumns + " ON s.OrganizationId = 0 AND s.Scope = @scope AND s.Value = v.value AND s.EndedAt IS NULL";

    /// <summary>Which of these addresses (<c>@values</c>) are exempt from which of these entries (<c>@ids</c>).</summary>
    public const string ExceptionsOf = """
        SELECT e.SuppressionId, e.Value FROM json_each(@ids) i JOIN SuppressionExceptions e ON e.SuppressionId = i.value
        WHERE e.RemovedByAuditId IS NULL AND e.Value IN (SELECT value FROM json_each(@values))
        """;

    /// <summary>Every address exempt from these entries (<c>@ids</c>).</summary>
    public const string AllExceptionsOf = """
        SELECT e.SuppressionId, e.Value FROM json_each(@ids) i CROSS JOIN SuppressionExceptions e ON e.SuppressionId = i.value
        WHERE e.RemovedByAuditId IS NULL ORDER BY e.Value
        """;
}
