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

    /// <summary>Of these contacts, whether each is deleted, and whether that is because it was merged into another one.</summary>
    public const string DecideRestore = """
        SELECT c.Id, c.DeletedAt IS NOT NULL, EXISTS (SELECT 1 FROM Audit a WHERE a.Id = c.DeletedByAuditId AND a.Verb = @merged)
        FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value WHERE c.OrganizationId = @organization
        """;

    /// <summary>Keeps who deleted these contacts, when and why, so that an undo deletes them as they were.</summary>
    public const string KeepDeletions = """
        INSERT INTO ContactVersions (OrganizationId, ContactId, AuditId, Before, After)
        SELECT c.OrganizationId, c.Id, @audit, json_object('deleted', json_object('at', strftime('%Y-%m-%dT%H:%M:%SZ', (c.DeletedAt - 621355968000000000) / 10000000, 'unixepoch'),
            'by', coalesce(c.DeletedBy, ''), 'reason', c.DeletedReason, 'ticks', c.DeletedAt, 'auditId', c.DeletedByAuditId)), '{}'
        FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value WHERE c.OrganizationId = @organization AND c.DeletedAt IS NOT NULL
        """;

    public const string Restore = """
        UPDATE Contacts NOT INDEXED SET DeletedAt = NULL, DeletedBy = NULL, DeletedReason = NULL, DeletedByAuditId = NULL
        WHERE OrganizationId = @organization AND DeletedAt IS NOT NULL AND Id IN (SELECT value FROM json_each(@ids))
        """;

    /// <summary>The next contacts that one restoring brought back, in the order of their ids.</summary>
    public const string Restored = """
        SELECT ContactId FROM ContactVersions WHERE AuditId = @audit AND OrganizationId = @organization AND ContactId > @after ORDER BY ContactId LIMIT @limit
        """;

    /// <summary>Deletes them as they were deleted before, unless somebody worked with them since; what was undone again does not matter.</summary>
    public const string DeleteAgain = """
        UPDATE Contacts AS c SET DeletedAt = v.Before ->> '$.deleted.ticks', DeletedBy = v.Before ->> '$.deleted.by', DeletedReason = v.Before ->> '$.deleted.reason',
            DeletedByAuditId = v.Before ->> '$.deleted.auditId'
        FROM json_each(@ids) i CROSS JOIN ContactVersions v ON v.AuditId = @audit AND v.ContactId = i.value
        WHERE c.Id = v.ContactId AND c.OrganizationId = @organization AND c.DeletedAt IS NULL
            AND NOT EXISTS (SELECT 1 FROM ContactVersions w JOIN Audit a ON a.Id = w.AuditId
                WHERE w.ContactId = c.Id AND w.Id > v.Id AND a.Verb <> @undid AND a.UndoneByAuditId IS NULL)
        """;

    /// <summary>How many of a set of deleted contacts would share an address with one that is there, or with one another.</summary>
    public const string SharingAfterRestore = """
        SELECT count(*) FROM JobItems i CROSS JOIN Contacts c ON c.Id = i.ItemId WHERE i.JobId = @job AND i.Outcome = 0 AND (
            EXISTS (SELECT 1 FROM Contacts o WHERE o.EmailAddressId = c.EmailAddressId AND o.Id <> c.Id AND (o.DeletedAt IS NULL
                OR EXISTS (SELECT 1 FROM JobItems j WHERE j.JobId = i.JobId AND j.ItemId = o.Id AND j.Outcome = 0)))
            OR EXISTS (SELECT 1 FROM Contacts o WHERE o.PhoneAddressId = c.PhoneAddressId AND o.Id <> c.Id AND (o.DeletedAt IS NULL
                OR EXISTS (SELECT 1 FROM JobItems j WHERE j.JobId = i.JobId AND j.ItemId = o.Id AND j.Outcome = 0))))
        """;

    /// <summary>The plan's number of contacts, and how many with e-mail there would be; nothing without a limit.</summary>
    public const string PlanAfterRestore = """
        SELECT o.ContactLimit, coalesce((SELECT sum(Count) FROM BaseCounts b WHERE b.OrganizationId = o.Id AND b.Deleted = 0 AND b.EmailStanding <> 0), 0)
            + (SELECT count(*) FROM JobItems i JOIN Contacts c ON c.Id = i.ItemId WHERE i.JobId = @job AND i.Outcome = 0 AND c.EmailAddressId IS NOT NULL)
        FROM Organizations o WHERE o.Id = @organization AND o.ContactLimit IS NOT NULL
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
