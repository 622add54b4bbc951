namespace ContactsDashboard.Data.Sqlite;

/// <summary>What the deliverability page counts.</summary>
internal static class DeliverabilitySql
{
    /// <summary>Own entries made since, ended ones included, by quarter of an hour: every time zone's day begins at one.</summary>
    public const string ByQuarterHour = """
        SELECT s.CreatedAt / 9000000000, s.Reason, s.Source, count(*) FROM Suppressions s
        WHERE s.OrganizationId = @organization AND s.CreatedAt >= @since GROUP BY 1, 2, 3
        """;

    /// <summary>
    /// Mails sent since: each message events tell of, except where all they say is that the sender's own system refused it, and each message from an own
    /// domain for every recipient elsewhere of whom no event tells. Own domains are the derivation rules of kind 0, <c>*@domain</c> or <c>*@*.domain</c>.
    /// </summary>
    public const string Sends = """
        SELECT (SELECT count(*) FROM Activities t INDEXED BY IX_Activities_Told
            WHERE t.OrganizationId = @organization AND t.SentAt >= @since AND t.MessageKey IS NOT NULL AND t.Channel = 0)
        - (SELECT count(*) FROM Activities t WHERE t.OrganizationId = @organization AND t.Status = 4 AND t.SentAt >= @since AND t.Channel = 0 AND t.MessageKey IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM DeliveryEvents e WHERE e.OrganizationId = t.OrganizationId AND e.MessageKey = t.MessageKey AND e.Kind <> 7))
        + count(*) FROM Messages m
        CROSS JOIN Participants r ON r.MessageId = m.Id AND r.Roles & 14 <> 0
        CROSS JOIN Addresses a ON a.Id = r.AddressId AND NOT EXISTS (
            SELECT 1 FROM DerivationRules d WHERE d.OrganizationId = @organization AND d.Kind = 0 AND a.Value GLOB d.Pattern)
        WHERE m.OrganizationId = @organization AND m.SentTicks >= @since AND EXISTS (
            SELECT 1 FROM Participants f CROSS JOIN Addresses o ON o.Id = f.AddressId CROSS JOIN DerivationRules d ON d.OrganizationId = @organization AND d.Kind = 0
            WHERE f.MessageId = m.Id AND f.Roles & 1 <> 0 AND o.Value GLOB d.Pattern)
        AND NOT EXISTS (SELECT 1 FROM DeliveryEvents e WHERE e.OrganizationId = m.OrganizationId AND e.MailKey = m.Key AND e.Recipient = a.Value AND e.Kind <> 7)
        """;

    /// <summary>Hard bounces and complaints events tell of since, each message once; and entries made since that events stand behind, by reason, negative.</summary>
    public const string Told = """
        SELECT CASE e.Kind WHEN 6 THEN 2 ELSE 3 END, count(DISTINCT coalesce(e.MessageKey, e.Key)) FROM DeliveryEvents e
        WHERE e.OrganizationId = @organization AND e.Kind IN (6, 8) AND e.OccurredAt >= @since AND e.Channel = 0 GROUP BY 1
        UNION ALL SELECT s.Reason, -count(*) FROM Suppressions s WHERE s.OrganizationId = @organization AND s.CreatedAt >= @since AND s.Source = 4
            AND EXISTS (SELECT 1 FROM DeliveryEvents e WHERE e.SuppressionId = s.Id) GROUP BY 1
        """;

    /// <summary>The newest bounces, complaints and spam traps, ended ones included.</summary>
    public const string Recent = "SELECT " + LedgerSql.Columns + """
        , s.EndedAt FROM Suppressions s WHERE s.OrganizationId = @organization AND s.CreatedAt >= @since AND s.Reason IN (2, 3, 4)
        ORDER BY s.CreatedAt DESC, s.Id DESC LIMIT @limit
        """;

    /// <summary>Entries in force that block again what the action <c>@audit</c> released: made since, by a bounce, a complaint or a spam trap.</summary>
    public const string BlockedAgain = "SELECT " + LedgerSql.Columns + """
         FROM Suppressions e CROSS JOIN Suppressions s ON s.OrganizationId = e.OrganizationId AND s.Scope = e.Scope AND s.Value = e.Value
        WHERE e.EndedByAuditId = @audit AND e.OrganizationId = @organization AND s.EndedAt IS NULL AND s.CreatedAt > e.EndedAt AND s.Reason IN (2, 3, 4)
        ORDER BY s.Id DESC LIMIT @limit
        """;

    public const string PastReleases = """
        SELECT t.Id, t.At, t.Actor, t.Count, (
            SELECT count(*) FROM Suppressions e CROSS JOIN Suppressions s ON s.OrganizationId = e.OrganizationId AND s.Scope = e.Scope AND s.Value = e.Value
            WHERE e.EndedByAuditId = t.Id AND s.EndedAt IS NULL AND s.CreatedAt > e.EndedAt AND s.Reason IN (2, 3, 4)), t.UndoneByAuditId IS NOT NULL
        FROM Audit t WHERE t.OrganizationId = @organization AND t.Verb = @verb ORDER BY t.Id DESC LIMIT @limit
        """;
}
