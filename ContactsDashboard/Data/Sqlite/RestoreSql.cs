namespace ContactsDashboard.Data.Sqlite;

/// <summary>Bringing the ledger of the store in use (attached as <c>current</c>) into a restored one.</summary>
internal static class RestoreSql
{
    public const string Attach = "ATTACH DATABASE @file AS current";

    /// <summary>Entries that have the same id in both and are not the same: then one is not an earlier state of the other. A value may have become a hash since.</summary>
    public const string Strangers = """
        SELECT count(*) FROM main.Suppressions b JOIN current.Suppressions c ON c.Id = b.Id
        WHERE NOT (b.Value >= 'hash:' AND b.Value < 'hash;') AND NOT (c.Value >= 'hash:' AND c.Value < 'hash;') AND (b.OrganizationId, b.Level, b.Scope, b.Value, b.Reason, b.CreatedAt) <> (c.OrganizationId, c.Level, c.Scope, c.Value, c.Reason, c.CreatedAt)
        """;

    /// <summary>The ledger and the record it refers to only ever grow or end: the current rows are the later state of the restored ones.</summary>
    public static readonly string[] KeepNewer =
    [
        .. new[] { "Audit", "Suppressions", "SuppressionClaims", "SuppressionExceptions", "SuppressionChanges" }
            .Select(table => $"INSERT OR REPLACE INTO main.{table} SELECT * FROM current.{table}"),
    ];

    // What the store in use once had and has no more, it has lost to an erasure, or, an erasure, to a readmission.
    private static string Lost(string table) => $"""
        DELETE FROM main.{table} WHERE Id NOT IN (SELECT Id FROM current.{table}) AND Id <= coalesce((SELECT seq FROM current.sqlite_sequence WHERE name = '{table}'), 0)
        """;

    /// <summary>Erased people stay erased. The database's own triggers note the keys of what they see inserted.</summary>
    public static readonly string[] KeepErasures =
    [
        .. new[] { "SuppressionClaims", "SuppressionExceptions", "SuppressionChanges", "Suppressions", "Erasures" }.Select(Lost),
        "INSERT OR REPLACE INTO main.Erasures SELECT * FROM current.Erasures",
        "INSERT OR IGNORE INTO main.HashKeys SELECT * FROM current.HashKeys",
    ];

    /// <summary>Addresses of the restored store whose people were erased.</summary>
    public const string KnownErased = $"""
        SELECT v.Channel, v.Value, e.AuditId FROM ({EraseSql.KnownValues}) v CROSS JOIN HashKeys k
            CROSS JOIN Erasures e ON e.OrganizationId = @organization AND e.Channel = v.Channel AND e.Hash = {HashSql.HashWith}(v.Value, k.Id)
        """;

    /// <summary>Which of <c>@contacts</c> the store in use has.</summary>
    public const string StillThere = "SELECT Id FROM current.Contacts WHERE Id IN (SELECT value FROM json_each(@contacts))";

    public const string DropAddresses = """
        UPDATE main.Contacts SET EmailAddressId = CASE WHEN EmailAddressId IN (SELECT value FROM json_each(@addresses)) THEN NULL ELSE EmailAddressId END,
            PhoneAddressId = CASE WHEN PhoneAddressId IN (SELECT value FROM json_each(@addresses)) THEN NULL ELSE PhoneAddressId END,
            NameKey = CASE WHEN EmailAddressId IN (SELECT value FROM json_each(@addresses)) THEN fold(nullif(trim(coalesce(FirstName, '') || ' ' || coalesce(LastName, '')), '')) ELSE NameKey END
        WHERE Id = @id
        """;

    /// <summary>Whether the store in use was never used: then what is newer than the backup cannot be known.</summary>
    public const string IsUnused = "SELECT NOT EXISTS (SELECT 1 FROM current.Organizations)";

    /// <summary>Whether the store in use holds people who are erased: by an erasure that is not done, or that only the backup knows of.</summary>
    public const string HoldsErased = """
        SELECT EXISTS (SELECT 1 FROM current.Jobs WHERE Kind = 11 AND State <> 3) OR EXISTS (SELECT 1 FROM main.Erasures WHERE Id NOT IN (SELECT Id FROM current.Erasures))
        """;

    /// <summary>How much of the ledger is newer than the backup.</summary>
    public const string Newer = """
        SELECT (SELECT count(*) FROM current.Suppressions c WHERE NOT EXISTS (SELECT 1 FROM main.Suppressions b WHERE b.Id = c.Id)),
            (SELECT count(*) FROM current.Suppressions c JOIN main.Suppressions b ON b.Id = c.Id WHERE b.EndedAt IS NULL AND c.EndedAt IS NOT NULL),
            (SELECT count(*) FROM current.Erasures c WHERE NOT EXISTS (SELECT 1 FROM main.Erasures b WHERE b.Id = c.Id))
        """;

    /// <summary>Jobs of the past are not taken up again; what they left of the ledger has just been kept.</summary>
    public const string EndJobs = "UPDATE main.Jobs SET State = 5, FinishedAt = @now WHERE State IN (0, 1, 2)";
}
