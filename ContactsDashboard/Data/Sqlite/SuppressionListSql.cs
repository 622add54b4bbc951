using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>A statement with the values of its parameters.</summary>
internal sealed record BoundSql(string Text, (string Name, object? Value)[] Parameters);

/// <summary>The suppression list. Own and platform entries stand in one index each, both newest first, and are merged; no order is ever sorted.</summary>
internal static class SuppressionListSql
{
    /// <summary>A page, and one row more where there is one.</summary>
    public static BoundSql Rows(OrganizationId organization, SuppressionsQuery query, DateTimeOffset now)
    {
        var beyond = query.Before is null ? "" : " AND s.Id < @before";
        var selects = Owners(query).Select(owner => $"SELECT {LedgerSql.Columns} FROM Suppressions s INDEXED BY IX_Suppressions_List WHERE s.OrganizationId = {owner}{beyond}{Conditions(query)}");
        var offset = query.Before is null ? (query.Page - 1L) * query.Limit : 0;
        return new($"{string.Join(" UNION ALL ", selects)} ORDER BY 1 DESC LIMIT @limit OFFSET @offset",
            [.. Parameters(organization, query, now), ("@limit", query.Limit + 1), ("@offset", offset), ("@before", query.Before)]);
    }

    public static BoundSql Count(OrganizationId organization, SuppressionsQuery query, DateTimeOffset now) =>
        new($"SELECT {string.Join(" + ", Owners(query).Select(owner => $"(SELECT count(*) FROM Suppressions s INDEXED BY IX_Suppressions_List WHERE s.OrganizationId = {owner}{Conditions(query)})"))}",
            Parameters(organization, query, now));

    public static BoundSql CountByReason(OrganizationId organization, SuppressionsQuery query, DateTimeOffset now) =>
        new($"SELECT Reason, sum(N) FROM ({string.Join(" UNION ALL ", Owners(query).Select(owner =>
            $"SELECT s.Reason, count(*) AS N FROM Suppressions s INDEXED BY IX_Suppressions_List WHERE s.OrganizationId = {owner}{Conditions(query)} GROUP BY s.Reason"))}) GROUP BY Reason",
            Parameters(organization, query, now));

    public static BoundSql CountByReasonAndSource(OrganizationId organization, SuppressionsQuery query, DateTimeOffset now) =>
        new($"SELECT s.Reason, s.Source, count(*) FROM Suppressions s INDEXED BY IX_Suppressions_List WHERE s.OrganizationId = {Owners(query).Single()}{Conditions(query)} GROUP BY 1, 2",
            Parameters(organization, query, now));

    /// <summary>The next own entries that match, oldest first, none newer than <c>@upTo</c>: a set that was shown can lose entries, never gain any.</summary>
    public static BoundSql IdsAfter(OrganizationId organization, SuppressionsQuery query, DateTimeOffset now, long after, long upTo, int limit) =>
        new($"SELECT s.Id, s.Reason, s.Source, s.Scope, s.Value FROM Suppressions s INDEXED BY IX_Suppressions_List WHERE s.OrganizationId = @organization AND s.Id > @after AND s.Id <= @upTo{Conditions(query)} ORDER BY s.Id LIMIT @limit",
            [.. Parameters(organization, query, now), ("@after", after), ("@upTo", upTo), ("@limit", limit)]);

    // CROSS: one look-up per value, never all values per entry of the ledger.
    /// <summary>Value and reason of the own entries in force for these values (<c>@values</c>, a JSON array) in <c>@scope</c>.</summary>
    public const string StandingOwn = """
        SELECT s.Value, s.Reason FROM json_each(@values) v CROSS JOIN Suppressions s
            ON s.OrganizationId = @organization AND s.Scope = @scope AND s.Value = v.value AND s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > @now)
        """;

    private const string IsPlain = $"NOT (s.Value >= '{HashedAddress.Prefix}' AND s.Value < '{HashedAddress.Behind}')";

    private static string[] Owners(SuppressionsQuery query) => query.Level switch
    {
        SuppressionLevel.Own => ["@organization"],
        SuppressionLevel.Platform => ["0"],
        _ => ["@organization", "0"],
    };

    private static string Conditions(SuppressionsQuery query) => string.Concat(
        " AND s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > @now)",
        query.Reason is null ? "" : " AND s.Reason = @reason",
        query.Scope is null ? "" : " AND s.Scope = @scope",
        query.Source is null ? "" : " AND s.Source = @source",
        query.CreatedAfter is null ? "" : " AND s.CreatedAt > @createdAfter",
        query.CreatedBefore is null ? "" : " AND s.CreatedAt < @createdBefore",
        Given(query.Email) ? $" AND instr(s.Value, @email) > 0 AND {IsPlain}" : "",
        Given(query.Domain) ? " AND (s.Value = @domain OR s.Domain = @domain OR (s.Scope = 0 AND substr(s.Value, -length(@domain) - 1) = '@' || @domain))" : "",
        Given(query.Code) ? " AND substr(s.EvidenceCode, 1, length(@code)) = @code" : "",
        Given(query.Text) ? " AND instr(lower(s.EvidenceText), lower(@text)) > 0" : "");

    private static (string, object?)[] Parameters(OrganizationId organization, SuppressionsQuery query, DateTimeOffset now) =>
    [
        ("@organization", organization.Value), ("@now", now.UtcTicks), ("@reason", (int?)query.Reason), ("@scope", (int?)query.Scope),
        ("@source", (int?)query.Source), ("@createdAfter", query.CreatedAfter?.UtcTicks), ("@createdBefore", query.CreatedBefore?.UtcTicks),
        ("@email", query.Email?.Trim().ToLowerInvariant()), ("@domain", DomainOf(query.Domain)), ("@code", query.Code?.Trim()), ("@text", query.Text?.Trim()),
    ];

    // As the ledger spells it, where it is one.
    private static string? DomainOf(string? text) => SuppressionValue.Parse(SuppressionScope.Domain, text, "") is { IsOk: true } domain
        ? domain.Value
        : text?.Trim().ToLowerInvariant();

    private static bool Given(string? text) => !string.IsNullOrWhiteSpace(text);
}
