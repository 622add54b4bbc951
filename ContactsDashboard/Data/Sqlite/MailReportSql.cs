namespace ContactsDashboard.Data.Sqlite;

/// <summary>Reports that came by mail (<c>MailReports q</c>), and whether they answer mail that was sent. Sent from an own domain is what derivation rules of kind 0 match, as long as a kept copy says so: anybody can send mail in that name.</summary>
internal static class MailReportSql
{
    /// <summary>Whose mail came back: the recipient the report names, or where it hides them the only one there was.</summary>
    private const string ToThem = """
        r.MessageId = m.Id AND r.Roles & 14 <> 0 AND r.Roles & 16 <> 0 AND a.Id = r.AddressId AND a.Channel = 0 AND (a.Value IN (q.Recipient, q.FinalRecipient)
            OR (q.Recipient = '' AND (SELECT count(*) FROM Participants n WHERE n.MessageId = m.Id AND n.Roles & 14 <> 0) = 1))
        """;

    private const string FromUs = """
        EXISTS (SELECT 1 FROM Participants f CROSS JOIN Addresses o ON o.Id = f.AddressId CROSS JOIN DerivationRules d ON d.OrganizationId = q.OrganizationId AND d.Kind = 0
            WHERE f.MessageId = m.Id AND f.Roles & 1 <> 0 AND f.Roles & 16 <> 0 AND o.Value GLOB d.Pattern)
        """;

    /// <summary>
    /// The message a report answers and its recipient, as <c>id address</c>, 0 for a message only events know; null where it answers none. By its Message-ID, or by a
    /// return path that was made for it; never by date and subject, which everybody knows who got the same mailing.
    /// </summary>
    private const string Answers = $"""
        coalesce(
            (SELECT substr(max((a.Value = q.Recipient) || m.Id || ' ' || a.Value), 2) FROM Messages m CROSS JOIN Participants r CROSS JOIN Addresses a
                WHERE m.OrganizationId = q.OrganizationId AND m.Key = q.MailKey AND {ToThem} AND {FromUs}),
            (SELECT m.Id || ' ' || a.Value FROM MailPaths p CROSS JOIN Messages m CROSS JOIN Participants r CROSS JOIN Addresses a
                WHERE p.OrganizationId = q.OrganizationId AND p.Key = q.PathKey AND m.Id = p.MessageId AND {ToThem} AND {FromUs} LIMIT 1),
            (SELECT '0 ' || e.Recipient FROM DeliveryEvents e WHERE e.OrganizationId = q.OrganizationId AND e.MailKey = q.MailKey AND e.Recipient = q.Recipient AND e.Kind IN (0, 1, 2, 3) LIMIT 1),
            (SELECT '0 ' || e.Recipient FROM DeliveryEvents e WHERE e.OrganizationId = q.OrganizationId AND e.MessageKey = q.EventKey AND e.Kind IN (0, 1, 2, 3) LIMIT 1))
        """;

    private const string Columns = """
        q.Id, q.Key, q.Recipient, q.Kind, q.Class, q.IsDelayed, q.Code, q.Text, q.Subject, q.SentTicks, q.ReportedAt, q.ReceivedAt, q.State, q.MessageId, q.SuppressionId, q.Named,
        q.MailId
        """;

    public const string IsAnyWaiting = "SELECT EXISTS (SELECT 1 FROM MailReports WHERE OrganizationId = @organization AND State = 0)";

    public const string Insert = """
        INSERT INTO MailReports (OrganizationId, Key, Named, Recipient, FinalRecipient, Kind, Class, IsDelayed, Code, Text, Subject, MailKey, MailId, SentTicks, PathKey, EventKey, ReportedAt, ReceivedAt, State)
        VALUES (@organization, @key, @named, @named, @final, @kind, @class, @delayed, @code, @text, @subject, @mail, @mailId, @sent, @path, @event, @reported, @now, 0)
        ON CONFLICT (OrganizationId, Key, Named) DO NOTHING RETURNING Id
        """;

    /// <summary>Those of <c>@ids</c> that answer something sent.</summary>
    public const string Verifiable = $"""
        SELECT {Columns}, {Answers} AS Answer FROM json_each(@ids) i CROSS JOIN MailReports q ON q.Id = i.value AND q.OrganizationId = @organization AND q.State = 0 WHERE Answer IS NOT NULL
        """;

    /// <summary>Those that wait for one of these messages, given by keys and paths (hex).</summary>
    public const string WaitingFor = """
        SELECT q.Id FROM json_each(@keys) k CROSS JOIN MailReports q ON q.OrganizationId = @organization AND q.MailKey = unhex(k.value) AND q.State = 0 AND q.MailKey IS NOT NULL
        UNION SELECT q.Id FROM json_each(@paths) k CROSS JOIN MailReports q ON q.OrganizationId = @organization AND q.PathKey = unhex(k.value) AND q.State = 0 AND q.PathKey IS NOT NULL
        """;

    /// <summary>
    /// In every organisation, some that came after <c>@since</c>, wait and need not any more: events came, or a domain became the organisation's own. Older ones are
    /// not asked again and again: most are of nothing that was sent.
    /// </summary>
    public const string Overdue = $"SELECT q.OrganizationId, q.Id FROM MailReports q WHERE q.State = 0 AND q.ReceivedAt > @since AND q.OrganizationId IN (SELECT Id FROM Organizations) AND {Answers} IS NOT NULL LIMIT 500";

    public const string Verify = "UPDATE MailReports SET State = 1, Recipient = @recipient, MessageId = @message, SuppressionId = @suppression WHERE Id = @id AND OrganizationId = @organization";

    public const string Decide = """
        UPDATE MailReports SET State = @state, SuppressionId = @suppression, DecidedByAuditId = @audit WHERE Id = @id AND OrganizationId = @organization AND State = 0
        """;

    /// <summary>The decision was taken back: whoever wants may decide again.</summary>
    public const string Reopen = "UPDATE MailReports SET State = 0, SuppressionId = NULL, DecidedByAuditId = NULL WHERE OrganizationId = @organization AND DecidedByAuditId = @audit";

    public const string Find = $"SELECT {Columns} FROM json_each(@ids) i CROSS JOIN MailReports q ON q.Id = i.value AND q.OrganizationId = @organization AND q.State = 0";

    private const string Matches = """
        q.OrganizationId = @organization AND (@state IS NULL OR q.State = @state) AND (@kind IS NULL OR q.Kind = @kind) AND (@class IS NULL OR (q.Kind = 0 AND q.Class = @class))
            AND (@search IS NULL OR instr(q.Recipient, @search) > 0)
        """;

    public const string Page = $"""
        SELECT {Columns} FROM MailReports q WHERE {Matches} AND (@before IS NULL OR q.Id < @before) ORDER BY q.Id DESC LIMIT @limit
        """;

    public const string Count = $"SELECT count(*) FROM MailReports q WHERE {Matches}";

    public const string CountByState = "SELECT State, count(*) FROM MailReports WHERE OrganizationId = @organization GROUP BY State";

    public const string ByKeys = $"""
        SELECT {Columns} FROM json_each(@keys) k CROSS JOIN MailReports q ON q.OrganizationId = @organization AND q.Key = unhex(k.value) ORDER BY q.Id
        """;

    public const string Forget = """
        DELETE FROM MailReports WHERE Id IN (SELECT Id FROM MailReports WHERE OrganizationId = @organization AND (Recipient = @value OR Named = @value OR FinalRecipient = @value) LIMIT @limit)
        """;
}
