namespace ContactsDashboard.Data.Sqlite;

/// <summary>The frozen sets of bulk actions.</summary>
internal static class BulkSql
{
    // CROSS: one look-up per id, never all ids per contact of the organisation.
    public const string InsertIds = """
        INSERT OR IGNORE INTO JobItems (JobId, ItemId, Outcome)
        SELECT @job, a.Id, 0 FROM json_each(@ids) i CROSS JOIN Addresses a ON a.Id = i.value WHERE a.OrganizationId = @organization AND a.Listed = 1
        """;

    public const string Counts = "SELECT Outcome, count(*) FROM JobItems WHERE JobId = @job GROUP BY Outcome";

    /// <summary>The next addresses of a set that wait for their turn.</summary>
    public const string Pending = """
        SELECT i.ItemId, a.Value FROM JobItems i JOIN Addresses a ON a.Id = i.ItemId
        WHERE i.JobId = @job AND i.Outcome = 0 AND i.ItemId > @after AND a.OrganizationId = @organization ORDER BY i.ItemId LIMIT @limit
        """;

    public const string DeleteSome = "DELETE FROM JobItems WHERE JobId = @job AND ItemId IN (SELECT ItemId FROM JobItems WHERE JobId = @job ORDER BY ItemId LIMIT @limit)";

    public const string SetOutcome = "UPDATE JobItems SET Outcome = @outcome WHERE JobId = @job AND ItemId IN (SELECT value FROM json_each(@ids))";
}
