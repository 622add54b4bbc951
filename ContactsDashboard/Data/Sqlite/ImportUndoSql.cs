using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Taking an import back: what it made and changed, by the versions it left.</summary>
internal static class ImportUndoSql
{
    // Whoever edits or restores a contact counts on it; what was undone again does not matter.
    private static readonly string IsWorkedOn = $"""
        EXISTS (SELECT 1 FROM ContactVersions w JOIN Audit a ON a.Id = w.AuditId WHERE w.ContactId = c.Id AND w.Id > v.Id AND a.Verb <> {(int)AuditVerb.Undid} AND a.UndoneByAuditId IS NULL)
        """;

    private const string IsUsed = """
        EXISTS (SELECT 1 FROM Orders o WHERE o.OrganizationId = c.OrganizationId AND o.ContactId = c.Id) OR EXISTS (SELECT 1 FROM Activities t WHERE t.ContactId = c.Id)
        """;

    /// <summary>
    /// The next contacts of an import (<c>@audit</c>), each with what was before and after, whether somebody worked with it since, and whether it is deleted.
    /// </summary>
    public static readonly string Contacts = $"""
        SELECT v.ContactId, v.Before, v.After, {IsWorkedOn}, c.DeletedAt IS NOT NULL, {IsUsed}, c.UpdatedAt FROM ContactVersions v JOIN Contacts c ON c.Id = v.ContactId
        WHERE v.AuditId = @audit AND v.OrganizationId = @organization AND v.After IS NOT NULL AND v.ContactId > @after ORDER BY v.ContactId LIMIT @limit
        """;

    public const string Delete = """
        UPDATE Contacts NOT INDEXED SET DeletedAt = @now, DeletedBy = @by, DeletedReason = NULL, DeletedByAuditId = @undo
        WHERE OrganizationId = @organization AND DeletedAt IS NULL AND Id IN (SELECT value FROM json_each(@ids))
        """;

    /// <summary>Deletes a contact as it was deleted before the import restored it.</summary>
    public const string DeleteAgain = """
        UPDATE Contacts SET DeletedAt = ?2 ->> '$.deleted.ticks', DeletedBy = ?2 ->> '$.deleted.by', DeletedReason = ?2 ->> '$.deleted.reason',
            DeletedByAuditId = ?2 ->> '$.deleted.auditId' WHERE Id = ?1
        """;
}
