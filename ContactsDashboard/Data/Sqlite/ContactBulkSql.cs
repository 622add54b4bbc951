namespace ContactsDashboard.Data.Sqlite;

/// <summary>The frozen sets of bulk actions on contacts, and what those actions write.</summary>
internal static class ContactBulkSql
{
    public const string InsertIds = """
        INSERT OR IGNORE INTO JobItems (JobId, ItemId, Outcome)
        SELECT @job, c.Id, 0 FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value WHERE c.OrganizationId = @organization
        """;

    /// <summary>The next contacts of a set that wait for their turn; those deleted since are gone.</summary>
    public const string Pending = "SELECT ItemId FROM JobItems WHERE JobId = @job AND Outcome = 0 AND ItemId > @after ORDER BY ItemId LIMIT @limit";

    // NOT INDEXED: by id, never through all contacts of the organisation.
    public const string Delete = """
        UPDATE Contacts NOT INDEXED SET DeletedAt = @now, DeletedBy = @by, DeletedReason = @reason, DeletedByAuditId = @audit
        WHERE OrganizationId = @organization AND DeletedAt IS NULL AND Id IN (SELECT value FROM json_each(@ids))
        """;

    public const string AddMembers = """
        INSERT OR IGNORE INTO SegmentMembers (SegmentId, ContactId, AuditId)
        SELECT s.Id, c.Id, @audit FROM json_each(@segments) t CROSS JOIN Segments s ON s.Id = t.value AND s.OrganizationId = @organization AND s.Kind = 0
        CROSS JOIN json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value AND c.OrganizationId = @organization
        WHERE c.EmailAddressId IS NULL OR NOT EXISTS (SELECT 1 FROM Contacts o JOIN SegmentMembers m ON m.ContactId = o.Id AND m.SegmentId = s.Id
            WHERE o.EmailAddressId = c.EmailAddressId AND o.Id <> c.Id)
        """;

    /// <summary>In how many of these lists a contact is, itself or by another contact with its e-mail address.</summary>
    public const string Memberships = """
        SELECT c.Id, (SELECT count(*) FROM SegmentMembers m WHERE m.ContactId = c.Id AND m.SegmentId IN (SELECT value FROM json_each(@segments))),
            (SELECT count(DISTINCT m.SegmentId) FROM Contacts o JOIN SegmentMembers m ON m.ContactId = o.Id
                WHERE o.EmailAddressId = c.EmailAddressId AND o.Id <> c.Id AND m.SegmentId IN (SELECT value FROM json_each(@segments)))
        FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value WHERE c.OrganizationId = @organization
        """;
}
