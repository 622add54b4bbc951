namespace ContactsDashboard.Data.Sqlite;

/// <summary>Bringing the ledger of the store in use (attached as <c>current</c>) into a restored one.</summary>
internal static class RestoreSql
{
    public const string Attach = "ATTACH DATABASE @file AS current";

    /// <summary>Entries that have the same id in both and are not the same: then one is not an earlier state of the other.</summary>
    public const string Strangers = """
        SELECT count(*) FROM main.Suppressions b JOIN current.Suppressions c ON c.Id = b.Id
        WHERE (b.OrganizationId, b.Level, b.Scope, b.Value, b.Reason, b.CreatedAt) <> (c.OrganizationId, c.Level, c.Scope, c.Value, c.Reason, c.CreatedAt)
        """;

    /// <summary>The ledger and the record it refers to only ever grow or end: the current rows are the later state of the restored ones.</summary>
    public static readonly string[] KeepNewer =
    [
        .. new[] { "Audit", "Suppressions", "SuppressionClaims", "SuppressionExceptions", "SuppressionChanges" }
            .Select(table => $"INSERT OR REPLACE INTO main.{table} SELECT * FROM current.{table}"),
    ];

    /// <summary>Jobs of the past are not taken up again; what they left of the ledger has just been kept.</summary>
    public const string EndJobs = "UPDATE main.Jobs SET State = 5, FinishedAt = @now WHERE State IN (0, 1, 2)";
}
