namespace ContactsDashboard.Data.Sqlite;

/// <summary>The statements behind contact lists. A list in the order of its members is the walk of its key, a status of it that of one index.</summary>
internal static class ListSql
{
    private const string InForce = "s.EndedAt IS NULL AND (s.ExpiresAt IS NULL OR s.ExpiresAt > @now)";

    private const string NotExempt = "NOT EXISTS (SELECT 1 FROM SuppressionExceptions e "
        + "WHERE s.Level = 0 AND e.SuppressionId = s.Id AND e.Value = a.Value AND e.RemovedByAuditId IS NULL)";

    /// <summary>
    /// The <c>ListStatus</c> of the e-mail address <c>a</c>, as <c>ListStatuses</c> says it in C#; <paramref name="inForce"/> is said of an entry <c>s</c>.
    /// Most stand as active, and those who are blocked for their domain as blacklisted: the ledger is asked about the others.
    /// </summary>
    public static string Status(string inForce) => $"""
        CASE WHEN a.Standing IN (1, 2) THEN a.Standing WHEN a.Standing = 5 AND (
                EXISTS (SELECT 1 FROM Suppressions s WHERE s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = 1 AND s.Value = a.Domain AND {inForce} AND {NotExempt})
                OR EXISTS (SELECT 1 FROM Suppressions s INDEXED BY IX_Suppressions_Wildcards
                    WHERE s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = 1 AND substr(s.Value, 1, 2) = '*.'
                    AND length(a.Domain) > length(s.Value) - 1 AND substr(a.Domain, 1 - length(s.Value)) = substr(s.Value, 2) AND {inForce} AND {NotExempt})) THEN 5
            ELSE coalesce((SELECT max(CASE WHEN s.OrganizationId = 0 OR s.Source NOT IN (3, 4, 5) THEN 5 WHEN s.Reason = 3 THEN 4 WHEN s.Reason = 2 THEN 3
                WHEN s.Reason = 1 THEN 2 ELSE 5 END)
                FROM Suppressions s WHERE s.OrganizationId IN (a.OrganizationId, 0) AND s.Scope = 0 AND s.Value = a.Value AND {inForce}), 5) END
        """;

    /// <summary>Brings the members with these addresses in line with the ledger, after the addresses themselves.</summary>
    private static string Restate(string which) => $"""
        WITH n (ContactId, Status) AS MATERIALIZED (SELECT c.Id, {Status(InForce)} FROM Addresses a CROSS JOIN Contacts c ON c.EmailAddressId = a.Id
            WHERE {which} AND a.Channel = 0 AND c.DeletedAt IS NULL AND EXISTS (SELECT 1 FROM SegmentMembers x WHERE x.ContactId = c.Id))
        UPDATE SegmentMembers AS m SET Status = n.Status FROM n WHERE m.ContactId = n.ContactId AND m.Status <> n.Status
        """;

    public static readonly string RestateIds = Restate("a.Id IN (SELECT value FROM json_each(@ids))");

    public static readonly string RestateValues = Restate("a.OrganizationId = @organization AND a.Channel = @channel AND a.Value IN (SELECT value FROM json_each(@values))");

    public static readonly string RestateAll = Restate("1");

    /// <summary>Members that do not stand as the ledger says.</summary>
    public static readonly string WrongStatus = $"""
        SELECT 'segment ' || m.SegmentId || ', contact ' || m.ContactId, m.Status, n.S FROM SegmentMembers m JOIN (
            SELECT c.Id, CASE WHEN c.DeletedAt IS NULL AND a.Id IS NOT NULL THEN {Status(InForce)} ELSE 0 END AS S FROM Contacts c LEFT JOIN Addresses a ON a.Id = c.EmailAddressId) n
            ON n.Id = m.ContactId WHERE m.Status <> n.S LIMIT @limit
        """;

    public const string WrongCount = """
        SELECT 'segment ' || x.SegmentId || ', status ' || x.Status, sum(x.Stored), sum(x.Counted) FROM (
            SELECT SegmentId, Status, Count AS Stored, 0 AS Counted FROM ListCounts
            UNION ALL SELECT SegmentId, Status, 0, count(*) FROM SegmentMembers GROUP BY SegmentId, Status) x
        GROUP BY x.SegmentId, x.Status HAVING sum(x.Stored) <> sum(x.Counted) LIMIT @limit
        """;

    public const string Counts = """
        SELECT l.SegmentId, l.Status, l.Count FROM json_each(@lists) i CROSS JOIN ListCounts l ON l.SegmentId = i.value WHERE l.Count > 0 AND l.Status > 0
        """;

    /// <summary>Ids of a list's contacts, the latest made first: of one status, or of all that have one; after <c>@before</c> where that is not null.</summary>
    public static string Ids(bool hasStatus, ListSearch search) => $"""
        SELECT m.ContactId FROM {From(hasStatus, search)} AND (@before IS NULL OR m.ContactId < @before) ORDER BY m.ContactId DESC LIMIT @limit OFFSET @offset
        """;

    public static string Count(bool hasStatus, ListSearch search) => $"SELECT count(*) FROM {From(hasStatus, search)}";

    /// <summary>Contacts of a list (<c>@list</c>) in the order of <c>@ids</c>, as far as they are seen.</summary>
    public const string Rows = """
        SELECT c.Id, a.Value, a.Confirmation, c.FirstName, c.LastName, p.Value, c.CreatedAt, c.UpdatedAt, f.SubscribedAt, u.At, f.UpdatedAt, f.Source, f.ConsentType,
            f.ConsentSource, f.ConsentAt, f.ConsentIp, f.CustomValues
        FROM json_each(@ids) i CROSS JOIN SegmentMembers m ON m.SegmentId = @list AND m.ContactId = i.value
        CROSS JOIN Contacts c ON c.Id = m.ContactId CROSS JOIN Addresses a ON a.Id = c.EmailAddressId LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId
        LEFT JOIN ListMemberships f ON f.SegmentId = m.SegmentId AND f.ContactId = m.ContactId LEFT JOIN Audit u ON u.Id = m.AuditId
        WHERE c.OrganizationId = @organization AND m.Status > 0 ORDER BY i.key
        """;

    /// <summary>Members of a list with an e-mail address (<c>@email</c>), and whether each is deleted.</summary>
    public const string MembersOf = """
        SELECT c.Id, c.DeletedAt IS NOT NULL FROM Addresses a CROSS JOIN Contacts c ON c.EmailAddressId = a.Id CROSS JOIN SegmentMembers m ON m.SegmentId = @list AND m.ContactId = c.Id
        WHERE a.OrganizationId = @organization AND a.Channel = 0 AND a.Value = @email
        """;

    public const string SomeMembers = "SELECT ContactId FROM SegmentMembers WHERE SegmentId = @list LIMIT @limit";

    public const string Leave = "DELETE FROM SegmentMembers WHERE SegmentId = @list AND ContactId IN (SELECT value FROM json_each(@ids))";

    /// <summary>
    /// Those of the contacts who came with a list and are known by nothing else: no other list or category, no thread, activity, order, device or sign-up,
    /// and nobody but programs ever changed them.
    /// </summary>
    public const string Only = """
        SELECT c.Id, c.EmailAddressId, c.PhoneAddressId FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value
        WHERE c.OrganizationId = @organization
            AND EXISTS (SELECT 1 FROM ContactVersions v JOIN Audit u ON u.Id = v.AuditId WHERE v.ContactId = c.Id AND v.Before IS NULL AND u.Details ->> '$.list' IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM ContactVersions v JOIN Audit u ON u.Id = v.AuditId WHERE v.ContactId = c.Id AND u.Path <> 1)
            AND NOT EXISTS (SELECT 1 FROM SegmentMembers m JOIN Segments s ON s.Id = m.SegmentId WHERE m.ContactId = c.Id AND m.SegmentId <> @list)
            AND NOT EXISTS (SELECT 1 FROM Activities t WHERE t.ContactId = c.Id) AND NOT EXISTS (SELECT 1 FROM Orders t WHERE t.ContactId = c.Id)
            AND NOT EXISTS (SELECT 1 FROM ContactTokens t WHERE t.ContactId = c.Id) AND NOT EXISTS (SELECT 1 FROM SignUps t WHERE t.AddressId = c.EmailAddressId)
            AND NOT EXISTS (SELECT 1 FROM Participants t WHERE t.AddressId = c.EmailAddressId)
        """;

    /// <summary>Those of the addresses (<c>@ids</c>) that nothing refers to any more.</summary>
    public const string Unused = """
        SELECT a.Id FROM json_each(@ids) i CROSS JOIN Addresses a ON a.Id = i.value
        WHERE a.OrganizationId = @organization AND a.Confirmation = 0 AND a.ThreadCount = 0
            AND NOT EXISTS (SELECT 1 FROM Contacts c WHERE c.EmailAddressId = a.Id) AND NOT EXISTS (SELECT 1 FROM Contacts c WHERE c.PhoneAddressId = a.Id)
        """;

    /// <summary>The next members of a list that have values of its custom fields, for taking some out.</summary>
    public const string WithValues = """
        SELECT ContactId, CustomValues FROM ListMemberships WHERE SegmentId = @list AND ContactId > @after AND CustomValues IS NOT NULL ORDER BY ContactId LIMIT @limit
        """;

    public const string SetValues = "UPDATE ListMemberships SET CustomValues = @values WHERE SegmentId = @list AND ContactId = @contact";

    private static string From(bool hasStatus, ListSearch search)
    {
        var members = hasStatus ? "SegmentMembers m INDEXED BY IX_SegmentMembers_SegmentId_Status" : "SegmentMembers m";
        var status = hasStatus ? "m.Status = @status" : "m.Status > 0";
        return search switch
        {
            ListSearch.None => $"{members} WHERE m.SegmentId = @list AND {status}",
            ListSearch.Found => $"json_each(@found) i CROSS JOIN SegmentMembers m ON m.ContactId = i.value WHERE m.SegmentId = @list AND {status}",
            _ => $"""
                {members} CROSS JOIN Contacts c ON c.Id = m.ContactId CROSS JOIN Addresses a ON a.Id = c.EmailAddressId
                WHERE m.SegmentId = @list AND {status} AND (instr(a.Value, @search) > 0 OR instr(a.Value, @searchAscii) > 0 OR instr(c.NameKey, @search) > 0
                    OR EXISTS (SELECT 1 FROM Addresses p WHERE p.Id = c.PhoneAddressId AND instr(p.Value, @search) > 0))
                """,
        };
    }
}

/// <summary>How a list is searched: not, by a look at each member, or by a look at those memory found.</summary>
internal enum ListSearch { None, Walk, Found }
