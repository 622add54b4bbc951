namespace ContactsDashboard.Data.Sqlite;

/// <summary>Changes to many entries at once; which ones, the callers have decided by the rule.</summary>
internal static class LedgerBulkSql
{
    /// <summary>Closes entries that ran out before <c>@now</c>, so that new ones may take their place.</summary>
    public const string EndExpired = """
        UPDATE Suppressions SET EndedAt = ExpiresAt
        WHERE OrganizationId = @organization AND Scope = 0 AND Value IN (SELECT value FROM json_each(@values)) AND EndedAt IS NULL AND ExpiresAt <= @now
        """;

    public const string InsertManual = """
        INSERT INTO Suppressions (OrganizationId, Level, Scope, Value, Reason, Source, CreatedAt, CreatedBy)
        SELECT @organization, 0, 0, v.value, 0, @source, @now, @by FROM json_each(@values) v
        WHERE NOT EXISTS (SELECT 1 FROM Suppressions s WHERE s.OrganizationId = @organization AND s.Scope = 0 AND s.Value = v.value AND s.Reason = 0 AND s.EndedAt IS NULL)
        """;

    // CROSS: one look-up per value, never all values per entry of the ledger.
    public const string InsertClaims = """
        INSERT INTO SuppressionClaims (SuppressionId, AuditId, ClaimedBy)
        SELECT s.Id, @audit, @by FROM json_each(@values) v
        CROSS JOIN Suppressions s ON s.OrganizationId = @organization AND s.Scope = 0 AND s.Value = v.value AND s.Reason = 0 AND s.EndedAt IS NULL
        """;

    /// <summary>Entries claimed for good last for good.</summary>
    public const string ProlongManual = """
        UPDATE Suppressions SET ExpiresAt = NULL WHERE OrganizationId = @organization AND Scope = 0
            AND Value IN (SELECT value FROM json_each(@values)) AND Reason = 0 AND EndedAt IS NULL AND ExpiresAt IS NOT NULL
        """;

    // NOT INDEXED: by id, never through all entries of the organisation.
    public const string End = """
        UPDATE SuppressionClaims SET RemovedByAuditId = @audit WHERE RemovedByAuditId IS NULL AND SuppressionId IN (SELECT value FROM json_each(@ids));
        UPDATE Suppressions NOT INDEXED SET EndedAt = @now, EndedByAuditId = @audit
        WHERE OrganizationId = @organization AND EndedAt IS NULL AND Id IN (SELECT value FROM json_each(@ids));
        """;

    /// <summary>The next claims an action made that still stand, with what their entries are about.</summary>
    public const string StandingClaims = """
        SELECT c.SuppressionId, s.Scope, s.Value, c.Id FROM SuppressionClaims c JOIN Suppressions s ON s.Id = c.SuppressionId
        WHERE c.AuditId = @audit AND c.RemovedByAuditId IS NULL AND s.OrganizationId = @organization AND s.EndedAt IS NULL
            AND (@guarded = 1 OR NOT (s.Reason IN (2, 3, 4) OR (s.Reason = 1 AND s.Source IN (2, 4, 5)))) AND (s.ErasedByAuditId IS NULL OR s.ErasedByAuditId < c.AuditId)
            AND c.Id > @after ORDER BY c.Id LIMIT @limit
        """;

    /// <summary>
    /// Claims an action made that no longer stand, because somebody ended the entry since; what an earlier undo of the action (<c>@undid</c>) took
    /// back is not among them.
    /// </summary>
    public const string FallenClaims = """
        SELECT count(*) FROM SuppressionClaims c WHERE c.AuditId = @audit AND c.RemovedByAuditId IS NOT NULL AND c.RemovedByAuditId <> @undo
            AND NOT EXISTS (SELECT 1 FROM Audit t WHERE t.Id = c.RemovedByAuditId AND t.Verb = @undid)
        """;

    /// <summary>Claims an action made that still stand.</summary>
    public const string LeftClaims = """
        SELECT count(*) FROM SuppressionClaims c JOIN Suppressions s ON s.Id = c.SuppressionId
        WHERE c.AuditId = @audit AND c.RemovedByAuditId IS NULL AND s.EndedAt IS NULL AND (s.ErasedByAuditId IS NULL OR s.ErasedByAuditId < c.AuditId)
        """;

    /// <summary>Claims an action made on entries whose person was erased since: those stay.</summary>
    public const string ErasedClaims = """
        SELECT count(*) FROM SuppressionClaims c JOIN Suppressions s ON s.Id = c.SuppressionId
        WHERE c.AuditId = @audit AND c.RemovedByAuditId IS NULL AND s.EndedAt IS NULL AND s.ErasedByAuditId > c.AuditId
        """;

    /// <summary>Claims an action made on entries that ran out.</summary>
    public const string ExpiredClaims = """
        SELECT count(*) FROM SuppressionClaims c JOIN Suppressions s ON s.Id = c.SuppressionId
        WHERE c.AuditId = @audit AND c.RemovedByAuditId IS NULL AND s.EndedAt IS NOT NULL
        """;

    /// <summary>Entries that stand on others' claims after the undo <c>@undo</c> took the action's away.</summary>
    public const string SharedEntries = """
        SELECT count(DISTINCT s.Id) FROM SuppressionClaims c JOIN Suppressions s ON s.Id = c.SuppressionId
        WHERE c.AuditId = @audit AND c.RemovedByAuditId = @undo AND s.EndedAt IS NULL
        """;

    public const string RemoveClaims = "UPDATE SuppressionClaims SET RemovedByAuditId = @undo WHERE Id IN (SELECT value FROM json_each(@claims))";

    /// <summary>Exemptions the action took away return, unless somebody made them again.</summary>
    public const string ReturnExceptions = """
        UPDATE OR IGNORE SuppressionExceptions SET RemovedByAuditId = NULL WHERE RemovedByAuditId = @audit AND SuppressionId IN (SELECT value FROM json_each(@ids))
        """;

    /// <summary>Entries nobody claims any more end.</summary>
    public const string EndUnclaimed = """
        UPDATE Suppressions AS s SET EndedAt = @now, EndedByAuditId = @undo WHERE s.Id IN (SELECT value FROM json_each(@ids)) AND s.EndedAt IS NULL
            AND NOT EXISTS (SELECT 1 FROM SuppressionClaims c WHERE c.SuppressionId = s.Id AND c.RemovedByAuditId IS NULL)
        """;

    /// <summary>Entries others claim too last as long as the longest of those claims.</summary>
    public const string Prolong = """
        UPDATE Suppressions AS s SET ExpiresAt = (SELECT CASE WHEN sum(c.ExpiresAt IS NULL) > 0 THEN NULL ELSE max(c.ExpiresAt) END
            FROM SuppressionClaims c WHERE c.SuppressionId = s.Id AND c.RemovedByAuditId IS NULL)
        WHERE s.Id IN (SELECT value FROM json_each(@ids)) AND s.EndedAt IS NULL
        """;

    /// <summary>The next entries an action ended, what they are about, and whether the same block was made again since.</summary>
    public const string EndedEntries = """
        SELECT s.Id, s.Scope, s.Value, EXISTS (SELECT 1 FROM Suppressions o WHERE o.OrganizationId = s.OrganizationId AND o.Scope = s.Scope AND o.Value = s.Value
            AND o.Reason = s.Reason AND o.EndedAt IS NULL)
        FROM Suppressions s WHERE s.EndedByAuditId = @audit AND s.OrganizationId = @organization AND s.Id > @after ORDER BY s.Id LIMIT @limit
        """;

    public const string Reinstate = """
        UPDATE SuppressionClaims SET RemovedByAuditId = NULL WHERE RemovedByAuditId = @audit AND SuppressionId IN (SELECT value FROM json_each(@ids));
        UPDATE Suppressions SET EndedAt = NULL, EndedByAuditId = NULL WHERE EndedByAuditId = @audit AND Id IN (SELECT value FROM json_each(@ids));
        """;
}
