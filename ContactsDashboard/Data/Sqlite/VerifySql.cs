using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Recounts of everything derived: each row is where, what is stored, what the facts say.</summary>
internal static class VerifySql
{
    public static readonly IReadOnlyList<(string What, string Sql)> Checks =
    [
        ("SQLite integrity", "SELECT 'database', integrity_check, 'ok' FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT @limit"),
        ("foreign keys", "SELECT \"table\", coalesce(rowid, 0), parent FROM pragma_foreign_key_check LIMIT @limit"),
        ("thread count of an address", """
            SELECT 'address ' || a.Id, a.ThreadCount, r.Threads FROM Addresses a JOIN (
                SELECT a.Id, count(DISTINCT m.ThreadId) AS Threads FROM Addresses a
                LEFT JOIN Participants p ON p.AddressId = a.Id LEFT JOIN Messages m ON m.Id = p.MessageId GROUP BY a.Id) r ON r.Id = a.Id
            WHERE a.ThreadCount <> r.Threads LIMIT @limit
            """),
        ("last active and first seen of an address", """
            SELECT 'address ' || a.Id, a.FirstSeenTicks || ' to ' || a.LastActiveTicks, r.First || ' to ' || r.Last FROM Addresses a JOIN (
                SELECT p.AddressId, coalesce(min(nullif(m.SentTicks, 0)), 0) AS First, coalesce(max(m.SentTicks), 0) AS Last
                FROM Participants p JOIN Messages m ON m.Id = p.MessageId GROUP BY p.AddressId) r ON r.AddressId = a.Id
            WHERE a.FirstSeenTicks <> r.First OR a.LastActiveTicks <> r.Last LIMIT @limit
            """),
        ("messages of a thread", """
            SELECT 'thread ' || t.Id, t.MessageCount, (SELECT count(*) FROM Messages m WHERE m.ThreadId = t.Id) FROM Threads t
            WHERE t.MessageCount <> (SELECT count(*) FROM Messages m WHERE m.ThreadId = t.Id) LIMIT @limit
            """),
        ("participants of a thread", """
            SELECT 'address ' || x.AddressId, x.Stored, x.Counted FROM (
                SELECT AddressId, ThreadId, max(Stored) AS Stored, max(Counted) AS Counted FROM (
                    SELECT AddressId, ThreadId, 1 AS Stored, 0 AS Counted FROM ThreadParticipants
                    UNION ALL SELECT DISTINCT p.AddressId, m.ThreadId, 0, 1 FROM Participants p JOIN Messages m ON m.Id = p.MessageId)
                GROUP BY AddressId, ThreadId) x WHERE x.Stored <> x.Counted LIMIT @limit
            """),
        ("standing of an address", StandingOfAddress("1")),
        ("standing of a contact", StandingOfContact("1")),
        ("name of a contact, for search", """
            SELECT 'contact ' || c.Id, coalesce(length(c.NameKey), -1), coalesce(length(n.K), -1) FROM Contacts c JOIN (SELECT c.Id,
                fold(coalesce(nullif(trim(coalesce(c.FirstName, '') || ' ' || coalesce(c.LastName, '')), ''), a.Name)) AS K
                FROM Contacts c LEFT JOIN Addresses a ON a.Id = c.EmailAddressId) n ON n.Id = c.Id WHERE c.NameKey IS NOT n.K LIMIT @limit
            """),
        ("status of a list's contact", ListSql.WrongStatus),
        ("counts of a list", ListSql.WrongCount),
        ("counts of all contacts", CountsOfContacts("1")),
        ("contacts that share an address", """
            SELECT 'address ' || a.Id, a.Surplus, coalesce(r.Surplus, 0) FROM Addresses a LEFT JOIN (
                SELECT AddressId, count(*) - 1 AS Surplus FROM (
                    SELECT EmailAddressId AS AddressId FROM Contacts WHERE DeletedAt IS NULL AND EmailAddressId IS NOT NULL
                    UNION ALL SELECT PhoneAddressId FROM Contacts WHERE DeletedAt IS NULL AND PhoneAddressId IS NOT NULL)
                GROUP BY AddressId) r ON r.AddressId = a.Id
            WHERE a.Surplus <> coalesce(r.Surplus, 0) LIMIT @limit
            """),
        ("counts of duplicates", """
            SELECT 'organisation ' || x.OrganizationId || ' ' || x.Channel, sum(x.Stored) || '/' || sum(x.StoredSurplus), sum(x.Counted) || '/' || sum(x.CountedSurplus) FROM (
                SELECT OrganizationId, Channel, Addresses AS Stored, Surplus AS StoredSurplus, 0 AS Counted, 0 AS CountedSurplus FROM DuplicateCounts
                UNION ALL SELECT OrganizationId, Channel, 0, 0, count(*), sum(Surplus) FROM Addresses WHERE Surplus > 0 GROUP BY OrganizationId, Channel) x
            GROUP BY x.OrganizationId, x.Channel HAVING sum(x.Stored) <> sum(x.Counted) OR sum(x.StoredSurplus) <> sum(x.CountedSurplus) LIMIT @limit
            """),
        ("mail of an own domain to an address", $"SELECT 'address ' || a.Id, a.Mailed, NOT a.Mailed FROM Addresses a WHERE a.Channel = 0 AND a.Mailed <> {ReachSchema.IsMailed} LIMIT @limit"),
        ("what activity says of a contact", ReachOfContact),
        ("counts of analytics", $"""
            WITH Counted (OrganizationId, Channel, Standing, Sent, SoftBounced, ReadQuarter, Count) AS ({ReachSchema.Recount("1")})
            SELECT 'organisation ' || x.OrganizationId || ' ' || x.Channel || x.Standing || x.Sent || x.SoftBounced || ' ' || x.ReadQuarter, sum(x.Stored), sum(x.Counted) FROM (
                SELECT OrganizationId, Channel, Standing, Sent, SoftBounced, ReadQuarter, Count AS Stored, 0 AS Counted FROM ReachCounts
                UNION ALL SELECT OrganizationId, Channel, Standing, Sent, SoftBounced, ReadQuarter, 0, Count FROM Counted) x
            GROUP BY x.OrganizationId, x.Channel, x.Standing, x.Sent, x.SoftBounced, x.ReadQuarter HAVING sum(x.Stored) <> sum(x.Counted) LIMIT @limit
            """),
        ("contacts of a segment", $"""
            SELECT 'segment ' || x.SegmentId, sum(x.Contacts) || '/' || sum(x.Deleted), sum(x.Counted) || '/' || sum(x.CountedDeleted) FROM (
                SELECT SegmentId, Contacts, Deleted, 0 AS Counted, 0 AS CountedDeleted FROM SegmentCounts
                UNION ALL SELECT SegmentId, 0, 0, Contacts, Deleted FROM ({SegmentSchema.Recount})) x
            GROUP BY x.SegmentId HAVING sum(x.Contacts) <> sum(x.Counted) OR sum(x.Deleted) <> sum(x.CountedDeleted) LIMIT @limit
            """),
        ("place where the plan ends", """
            SELECT 'organisation ' || o.Id, o.LimitRank, r.Counted || ' of ' || min(r.Known, o.ContactLimit) FROM Organizations o JOIN (
                SELECT o.Id, count(*) AS Known, sum((c.CreatedAt, c.Id) <= (o.LimitCreatedTicks, o.LimitContactId)) AS Counted
                FROM Organizations o JOIN Contacts c ON c.OrganizationId = o.Id AND c.EmailAddressId IS NOT NULL AND c.DeletedAt IS NULL
                WHERE o.ContactLimit IS NOT NULL GROUP BY o.Id) r ON r.Id = o.Id
            WHERE o.LimitRank <> r.Counted OR o.LimitRank <> min(r.Known, o.ContactLimit) LIMIT @limit
            """),
        ("soft bounces of an address", """
            SELECT 'address ' || a.Id, a.SoftBounces, coalesce(r.Messages, 0) FROM Addresses a LEFT JOIN (
                SELECT e.OrganizationId, e.Recipient, count(DISTINCT coalesce(e.MessageKey, e.Key)) AS Messages FROM DeliveryEvents e
                WHERE e.Kind = 5 AND e.Channel < 4 AND e.OccurredAt > coalesce((SELECT max(d.OccurredAt) FROM DeliveryEvents d
                    WHERE d.OrganizationId = e.OrganizationId AND d.Recipient = e.Recipient AND d.Kind IN (1, 2, 3) AND d.Channel < 4), 0)
                GROUP BY e.OrganizationId, e.Recipient) r ON r.OrganizationId = a.OrganizationId AND r.Recipient = a.Value
            WHERE a.SoftBounces <> coalesce(r.Messages, 0) LIMIT @limit
            """),
        ("messages events tell of", $"""
            SELECT 'activity ' || a.Id, {Rank("a.Status")} || ' since ' || a.SentAt, r.Rank || ' since ' || r.SentAt FROM Activities a JOIN (
                SELECT OrganizationId, MessageKey, max(CASE Kind WHEN 1 THEN 2 WHEN 2 THEN 4 WHEN 3 THEN 5 WHEN 4 THEN 1 WHEN 5 THEN 1 WHEN 6 THEN 3 WHEN 7 THEN 3
                    WHEN 8 THEN 7 WHEN 9 THEN 6 ELSE 0 END) AS Rank, min(coalesce(SentAt, OccurredAt)) AS SentAt
                FROM DeliveryEvents WHERE MessageKey IS NOT NULL GROUP BY OrganizationId, MessageKey) r ON r.OrganizationId = a.OrganizationId AND r.MessageKey = a.MessageKey
            WHERE {Rank("a.Status")} <> r.Rank OR a.SentAt <> r.SentAt LIMIT @limit
            """),
        ("hidden flag of an address", """
            SELECT 'address ' || a.Id, a.Hidden, NOT a.Hidden FROM Addresses a WHERE a.Channel = 0 AND a.Hidden <> (a.Value GLOB 'mailer-daemon@*'
                OR EXISTS (SELECT 1 FROM DerivationRules r WHERE r.OrganizationId = a.OrganizationId AND a.Value GLOB r.Pattern)) LIMIT @limit
            """),
        ("counts of the contacts page", """
            SELECT 'organisation ' || x.OrganizationId || CASE x.Blocked WHEN 1 THEN ', blocked' ELSE ', active' END, sum(x.Stored), sum(x.Counted) FROM (
                SELECT OrganizationId, Blocked, Count AS Stored, 0 AS Counted FROM ContactCounts
                UNION ALL SELECT OrganizationId, Blocked, 0, count(*) FROM Addresses NOT INDEXED WHERE Listed = 1 GROUP BY OrganizationId, Blocked) x
            GROUP BY x.OrganizationId, x.Blocked HAVING sum(x.Stored) <> sum(x.Counted) LIMIT @limit
            """),
        ("contact of a listed address", """
            SELECT 'address ' || a.Id, 'no contact', 'a contact' FROM Addresses a
            WHERE a.Listed = 1 AND NOT EXISTS (SELECT 1 FROM Contacts c WHERE c.EmailAddressId = a.Id) LIMIT @limit
            """),
        ("expiry of a suppression", """
            SELECT 'suppression ' || s.Id, coalesce(s.ExpiresAt, 'never'), coalesce(r.Latest, 'never') FROM Suppressions s JOIN (
                SELECT SuppressionId, CASE WHEN sum(ExpiresAt IS NULL) > 0 THEN NULL ELSE max(ExpiresAt) END AS Latest
                FROM SuppressionClaims WHERE RemovedByAuditId IS NULL GROUP BY SuppressionId) r ON r.SuppressionId = s.Id
            WHERE s.EndedAt IS NULL AND s.ExpiresAt IS NOT r.Latest LIMIT @limit
            """),
    ];

    private static string ReachOfContact
    {
        get
        {
            var (email, phone) = (ReachSchema.FromActivity("c.Id", ReachChannel.Email), ReachSchema.FromActivity("c.Id", ReachChannel.Phone));
            return $"""
                SELECT 'contact ' || x.Id, x.Stored, x.Counted FROM (SELECT c.Id,
                    c.EmailMailed || '/' || coalesce(c.EmailOutcome, '') || '/' || c.EmailReadQuarter || '/' || coalesce(c.PhoneOutcome, '') || '/' || c.PhoneReadQuarter AS Stored,
                    coalesce(a.Mailed, 0) || '/' || coalesce({email.Outcome}, '') || '/' || {email.Read} || '/' || coalesce({phone.Outcome}, '') || '/' || {phone.Read} AS Counted
                    FROM Contacts c LEFT JOIN Addresses a ON a.Id = c.EmailAddressId) x WHERE x.Stored <> x.Counted LIMIT @limit
                """;
        }
    }

    // As EventMeaning ranks them.
    private static string Rank(string status) => $"CASE {status} WHEN 7 THEN 1 WHEN 1 THEN 2 WHEN 4 THEN 3 WHEN 2 THEN 4 WHEN 3 THEN 5 WHEN 5 THEN 6 WHEN 6 THEN 7 ELSE 0 END";

    /// <summary>Addresses <c>a</c> of those asked for that do not stand as the ledger says; the last column is the id.</summary>
    public static string StandingOfAddress(string which) => "SELECT 'address ' || a.Id, a.Standing || '/' || a.Blocked, n.S || '/' || (n.S >= 3), a.Id FROM Addresses a JOIN (SELECT a.Id, "
        + LedgerSql.Standing + $" AS S FROM Addresses a WHERE {which}) n ON n.Id = a.Id WHERE a.Standing <> n.S OR a.Blocked <> (n.S >= 3) LIMIT @limit";

    /// <summary>Contacts <c>c</c> of those asked for that do not stand as their addresses; the last column is the id.</summary>
    public static string StandingOfContact(string which) => $"""
        SELECT 'contact ' || c.Id, c.EmailStanding || '/' || c.PhoneStanding, coalesce(e.Standing, 0) || '/' || coalesce(p.Standing, 0), c.Id
        FROM Contacts c LEFT JOIN Addresses e ON e.Id = c.EmailAddressId LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId
        WHERE {which} AND (c.EmailStanding <> coalesce(e.Standing, 0) OR c.PhoneStanding <> coalesce(p.Standing, 0)) LIMIT @limit
        """;

    /// <summary>Counts of contacts that are not as many as the contacts are.</summary>
    public static string CountsOfContacts(string which) => $"""
        SELECT 'organisation ' || x.OrganizationId || ' ' || x.Deleted || x.EmailStanding || x.PhoneStanding, sum(x.Stored), sum(x.Counted) FROM (
            SELECT OrganizationId, Deleted, EmailStanding, PhoneStanding, Count AS Stored, 0 AS Counted FROM BaseCounts WHERE {which}
            UNION ALL SELECT OrganizationId, DeletedAt IS NOT NULL, EmailStanding, PhoneStanding, 0, count(*) FROM Contacts WHERE {which} GROUP BY 1, 2, 3, 4) x
        GROUP BY x.OrganizationId, x.Deleted, x.EmailStanding, x.PhoneStanding HAVING sum(x.Stored) <> sum(x.Counted) LIMIT @limit
        """;
}
