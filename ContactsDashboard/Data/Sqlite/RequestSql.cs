namespace ContactsDashboard.Data.Sqlite;

/// <summary>The frozen sets of requests, who is told, and what the platform is proposed.</summary>
internal static class RequestSql
{
    public const string InsertContacts = """
        INSERT OR IGNORE INTO RequestItems (RequestId, AddressId, ContactId, Outcome)
        SELECT @request, a.Id, c.Id, 0 FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value
        CROSS JOIN Addresses a ON a.Id IN (CASE WHEN @channels & 1 THEN c.EmailAddressId END, CASE WHEN @channels & 2 THEN c.PhoneAddressId END)
        WHERE c.OrganizationId = @organization
        """;

    public const string InsertAddresses = """
        INSERT OR IGNORE INTO RequestItems (RequestId, AddressId, ContactId, Outcome)
        SELECT @request, a.Id, coalesce((SELECT min(c.Id) FROM Contacts c WHERE c.EmailAddressId = a.Id), (SELECT min(c.Id) FROM Contacts c WHERE c.PhoneAddressId = a.Id)), 0
        FROM json_each(@ids) i CROSS JOIN Addresses a ON a.Id = i.value WHERE a.OrganizationId = @organization
        """;

    /// <summary>The next addresses that wait for their turn; whether their contact has another address by now.</summary>
    public const string Pending = Targets + " AND i.Outcome = 0 AND i.AddressId > @after ORDER BY i.AddressId LIMIT @limit";

    /// <summary>All addresses, whatever became of them.</summary>
    public const string Items = Targets + " AND i.AddressId > @after ORDER BY i.AddressId LIMIT @limit";

    private const string Targets = """
        SELECT i.AddressId, a.Channel, a.Value, i.Shown, i.Outcome, i.ContactId,
            i.ContactId IS NOT NULL AND NOT EXISTS (SELECT 1 FROM Contacts c WHERE c.Id = i.ContactId AND a.Id IN (c.EmailAddressId, c.PhoneAddressId))
        FROM RequestItems i JOIN Addresses a ON a.Id = i.AddressId WHERE i.RequestId = @request AND a.OrganizationId = @organization
        """;

    public const string Counts = "SELECT Outcome, count(*) FROM RequestItems WHERE RequestId = @request GROUP BY Outcome";

    public const string SetOutcome = "UPDATE RequestItems SET Outcome = @outcome WHERE RequestId = @request AND AddressId IN (SELECT value FROM json_each(@ids))";

    public const string SetShown = """
        UPDATE RequestItems AS i SET Shown = j.value ->> 1 FROM json_each(@shown) j WHERE i.RequestId = @request AND i.AddressId = j.value ->> 0
        """;

    /// <summary>What is left when everybody had their turn: addresses erased since.</summary>
    public const string SetGone = """
        UPDATE RequestItems AS i SET Outcome = @gone WHERE i.RequestId = @request AND i.Outcome = 0 AND NOT EXISTS (SELECT 1 FROM Addresses a WHERE a.Id = i.AddressId)
        """;

    /// <summary>Copies addresses to another request, the platform's.</summary>
    public const string CopyItems = """
        INSERT OR IGNORE INTO RequestItems (RequestId, AddressId, ContactId, Outcome)
        SELECT @to, i.AddressId, i.ContactId, 0 FROM RequestItems i WHERE i.RequestId = @request AND i.AddressId IN (SELECT value FROM json_each(@ids))
        """;

    public const string RemoveItems = "DELETE FROM RequestItems WHERE RequestId = @request AND AddressId IN (SELECT value FROM json_each(@ids))";

    /// <summary>The newest claim that stands on each of these entries.</summary>
    public const string NewestClaims = """
        SELECT c.SuppressionId, max(c.Id) FROM json_each(@ids) e CROSS JOIN SuppressionClaims c ON c.SuppressionId = e.value
        WHERE c.RemovedByAuditId IS NULL GROUP BY c.SuppressionId
        """;

    /// <summary>Tells every enabled member with one of these roles, but not <c>@except</c>.</summary>
    public const string TellRoles = """
        INSERT INTO Notifications (OrganizationId, UserId, Kind, RequestId, At)
        SELECT m.OrganizationId, m.UserId, @kind, @request, @now FROM Memberships m JOIN AspNetUsers u ON u.Id = m.UserId
        WHERE m.OrganizationId = @organization AND u.IsDisabled = 0 AND m.Role IN (SELECT value FROM json_each(@roles)) AND m.UserId IS NOT @except
        """;

    /// <summary>Tells who asked and who had their say before, each in their own organisation, but not <c>@except</c>.</summary>
    public const string TellParticipants = """
        INSERT INTO Notifications (OrganizationId, UserId, Kind, RequestId, At)
        SELECT p.OrganizationId, p.UserId, @kind, @request, @now FROM
            (SELECT r.OrganizationId, r.UserId FROM Requests r WHERE r.Id = @request
             UNION SELECT CASE WHEN c.FromPlatform THEN @platform ELSE r.OrganizationId END, c.UserId FROM RequestComments c JOIN Requests r ON r.Id = c.RequestId WHERE r.Id = @request) p
        JOIN Memberships m ON m.OrganizationId = p.OrganizationId AND m.UserId = p.UserId
        WHERE p.UserId IS NOT @except
        """;

    // What the index of bounces says in its filter is repeated word for word: else SQLite may not use it.
    private const string Bounces = """
        FROM Suppressions s WHERE s.Reason = 2 AND s.Scope = 0 AND s.Level = 0 AND s.EndedAt IS NULL AND s.Source IN (1, 2, 4)
            AND (s.Source <> 4 OR NOT EXISTS (SELECT 1 FROM DeliveryEvents e WHERE e.SuppressionId = s.Id AND e.Kind = 5)
                OR EXISTS (SELECT 1 FROM DeliveryEvents e WHERE e.SuppressionId = s.Id AND e.Kind = 6))
            AND (s.EvidenceCode IS NOT NULL OR s.EvidenceText IS NOT NULL) AND (s.ExpiresAt IS NULL OR s.ExpiresAt > @now)
            AND NOT (s.Value >= 'hash:' AND s.Value < 'hash;')
        """;

    private const string Enough = """
         GROUP BY s.Value HAVING count(*) >= @threshold + coalesce((SELECT d.Organizations FROM DeclinedProposals d WHERE d.Value = s.Value), 0)
            AND NOT EXISTS (SELECT 1 FROM Suppressions p WHERE p.OrganizationId = 0 AND p.Scope = 0 AND p.Value = s.Value AND p.EndedAt IS NULL
                AND (p.ExpiresAt IS NULL OR p.ExpiresAt > @now))
            AND NOT EXISTS (SELECT 1 FROM Suppressions p WHERE p.OrganizationId = 0 AND p.Scope = 1 AND p.Value = substr(s.Value, instr(s.Value, '@') + 1)
                AND p.EndedAt IS NULL AND (p.ExpiresAt IS NULL OR p.ExpiresAt > @now))
        """;

    private const string Proposed = "SELECT s.Value AS Value, count(*) AS Organizations, min(s.CreatedAt) AS First, max(s.CreatedAt) AS Last " + Bounces;

    /// <summary>Addresses with verified hard bounces in force in at least <c>@threshold</c> organisations that the platform does not block yet.</summary>
    public const string Proposals = Proposed + Enough + " ORDER BY Organizations DESC, Value LIMIT @limit";

    public const string Proposal = Proposed + " AND s.Value = @value" + Enough;

    /// <summary>How many are proposed, and when the latest of their bounces came.</summary>
    public const string ProposalCount = "SELECT count(*), coalesce(max(Last), 0) FROM (" + Proposed + Enough + ")";
}
