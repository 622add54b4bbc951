namespace ContactsDashboard.Data.Sqlite;

/// <summary>Members of segments, many at a time.</summary>
internal static class SegmentSql
{
    /// <summary>Takes the next members out of one segment.</summary>
    public const string Empty = """
        DELETE FROM SegmentMembers WHERE SegmentId = @segment AND ContactId IN (SELECT ContactId FROM SegmentMembers WHERE SegmentId = @segment LIMIT @limit)
        """;

    /// <summary>Takes out the next members that one change put in.</summary>
    public const string TakeBack = """
        DELETE FROM SegmentMembers WHERE (SegmentId, ContactId) IN (
            SELECT m.SegmentId, m.ContactId FROM SegmentMembers m INDEXED BY IX_SegmentMembers_AuditId
            WHERE m.AuditId = @audit AND m.SegmentId IN (SELECT Id FROM Segments WHERE OrganizationId = @organization) LIMIT @limit)
        """;

    /// <summary>Brings back the next contacts that are still deleted by one change.</summary>
    public const string RestoreContacts = """
        UPDATE Contacts SET DeletedAt = NULL, DeletedBy = NULL, DeletedReason = NULL, DeletedByAuditId = NULL WHERE Id IN (
            SELECT Id FROM Contacts INDEXED BY IX_Contacts_DeletedByAuditId
            WHERE DeletedByAuditId = @audit AND OrganizationId = @organization AND DeletedAt IS NOT NULL LIMIT @limit)
        """;
}
