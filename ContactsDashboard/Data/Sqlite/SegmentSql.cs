using System.Text.Json;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// Segments and their members, many at a time. Who was taken out of a list is kept as a member of a list that is none, whose id is that of the change,
/// negative; the members of a deleted segment stay where they are. Both go when nobody can undo it any more.
/// </summary>
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

    /// <summary>How many contacts a list or category has; no row of a dynamic segment.</summary>
    public const string Counted = """
        SELECT c.Contacts FROM Segments s JOIN SegmentCounts c ON c.SegmentId = s.Id WHERE s.Id = @segment AND s.OrganizationId = @organization AND s.Kind <> 1
        """;

    /// <summary>Every segment as filters use it, by name, and whether at least every second contact is its member.</summary>
    public const string Known = """
        SELECT s.Id, s.Name, s.Kind, s.Query,
            coalesce(2 * (c.Contacts + c.Deleted) >= (SELECT sum(b.Count) FROM BaseCounts b WHERE b.OrganizationId = @organization), 0)
        FROM Segments s LEFT JOIN SegmentCounts c ON c.SegmentId = s.Id WHERE s.OrganizationId = @organization ORDER BY s.Name
        """;

    /// <summary>Every segment with its counter.</summary>
    public const string All = """
        SELECT s.Id, s.Name, s.Kind, s.Query, s.CreatedAt, s.UpdatedAt, CASE WHEN s.Kind = 1 THEN NULL ELSE coalesce(c.Contacts, 0) END
        FROM Segments s LEFT JOIN SegmentCounts c ON c.SegmentId = s.Id WHERE s.OrganizationId = @organization
        """;

    /// <summary>
    /// Whom each of the lines (<c>@lines</c>, a JSON array of id, email and phone) names, in their order: by id, else the oldest contact with the e-mail address,
    /// else with the number; null for nobody. Deleted contacts are nobody.
    /// </summary>
    public const string FindMembers = """
        SELECT coalesce(
            (SELECT c.Id FROM Contacts c WHERE c.Id = l.value ->> '$.id' AND c.OrganizationId = @organization AND c.DeletedAt IS NULL),
            (SELECT c.Id FROM Addresses a CROSS JOIN Contacts c ON c.EmailAddressId = a.Id WHERE a.OrganizationId = @organization AND a.Channel = 0
                AND a.Value = l.value ->> '$.email' AND c.DeletedAt IS NULL ORDER BY c.CreatedAt, c.Id LIMIT 1),
            (SELECT c.Id FROM Addresses a CROSS JOIN Contacts c ON c.PhoneAddressId = a.Id WHERE a.OrganizationId = @organization AND a.Channel = 1
                AND a.Value = l.value ->> '$.phone' AND c.DeletedAt IS NULL ORDER BY c.CreatedAt, c.Id LIMIT 1))
        FROM json_each(@lines) l ORDER BY l.key
        """;

    private const string Keep = """
        INSERT OR IGNORE INTO SegmentMembers (SegmentId, ContactId, AuditId)
        SELECT -@audit, m.ContactId, m.AuditId FROM json_each(@ids) i CROSS JOIN SegmentMembers m ON m.SegmentId = @segment AND m.ContactId = i.value
        WHERE EXISTS (SELECT 1 FROM Segments s WHERE s.Id = @segment AND s.OrganizationId = @organization AND s.Kind = 0)
        """;

    // What a program told of their membership goes along.
    private const string KeepFacts = $"""
        INSERT OR IGNORE INTO ListMemberships (SegmentId, ContactId, {Facts})
        SELECT -@audit, ContactId, {Facts} FROM ListMemberships WHERE SegmentId = @segment AND OrganizationId = @organization AND ContactId IN (SELECT value FROM json_each(@ids))
        """;

    private const string Facts = "OrganizationId, SubscribedAt, UpdatedAt, Source, ConsentType, ConsentSource, ConsentAt, ConsentIp, CustomValues";

    private const string Remove = """
        DELETE FROM SegmentMembers WHERE SegmentId = @segment AND ContactId IN (SELECT value FROM json_each(@ids))
            AND EXISTS (SELECT 1 FROM Segments s WHERE s.Id = @segment AND s.OrganizationId = @organization AND s.Kind = 0)
        """;

    /// <summary>The next of those whom one change took out.</summary>
    public const string TakenOut = "SELECT ContactId FROM SegmentMembers WHERE SegmentId = -@audit AND ContactId > @after ORDER BY ContactId LIMIT @limit";

    /// <summary>Puts them back, unless somebody with the same e-mail address is in the list by now.</summary>
    public const string PutBack = """
        INSERT OR IGNORE INTO SegmentMembers (SegmentId, ContactId, AuditId)
        SELECT s.Id, m.ContactId, m.AuditId FROM Segments s CROSS JOIN json_each(@ids) i CROSS JOIN SegmentMembers m ON m.SegmentId = -@audit AND m.ContactId = i.value
        CROSS JOIN Contacts c ON c.Id = m.ContactId
        WHERE s.Id = @segment AND s.OrganizationId = @organization AND s.Kind = 0 AND (c.EmailAddressId IS NULL OR NOT EXISTS (
            SELECT 1 FROM Contacts o JOIN SegmentMembers n ON n.ContactId = o.Id AND n.SegmentId = s.Id WHERE o.EmailAddressId = c.EmailAddressId AND o.Id <> c.Id))
        """;

    /// <summary>The same for what a program told of their membership, where they are back.</summary>
    public const string PutFactsBack = $"""
        INSERT OR IGNORE INTO ListMemberships (SegmentId, ContactId, {Facts})
        SELECT @segment, f.ContactId, {Facts} FROM json_each(@ids) i CROSS JOIN ListMemberships f ON f.SegmentId = -@audit AND f.ContactId = i.value
        WHERE f.OrganizationId = @organization AND EXISTS (SELECT 1 FROM SegmentMembers m WHERE m.SegmentId = @segment AND m.ContactId = f.ContactId)
        """;

    /// <summary>Lists that are none any more and cannot come back: deleted, or taken out of, before <c>@before</c>.</summary>
    public const string Forgotten = """
        SELECT c.SegmentId FROM SegmentCounts c WHERE NOT EXISTS (SELECT 1 FROM Segments s WHERE s.Id = c.SegmentId)
            AND NOT EXISTS (SELECT 1 FROM Audit a WHERE a.Verb = @deleted AND a.At >= @before AND a.Details ->> '$.segment' = c.SegmentId)
        UNION ALL SELECT DISTINCT m.SegmentId FROM SegmentMembers m JOIN Audit a ON a.Id = -m.SegmentId WHERE m.SegmentId < 0 AND a.At < @before
        LIMIT 100
        """;

    public const string ForgetCount = "DELETE FROM SegmentCounts WHERE SegmentId = @segment";

    /// <summary>Takes contacts out of a list, and keeps who they were with the change <paramref name="audit"/>; how many were in it.</summary>
    public static async Task<int> TakeOutAsync(DashboardDbContext context, OrganizationId organization, long segment, IReadOnlyList<long> contacts, long audit, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        (string, object?)[] parameters = [("@organization", organization.Value), ("@segment", segment), ("@ids", JsonSerializer.Serialize(contacts))];
        await context.ExecuteAsync(Keep, cancellationToken, [.. parameters, ("@audit", audit)]);
        await context.ExecuteAsync(KeepFacts, cancellationToken, [.. parameters, ("@audit", audit)]);
        var removed = await context.ExecuteAsync(Remove, cancellationToken, parameters);
        await context.ExecuteAsync("UPDATE Segments SET UpdatedAt = @now WHERE Id = @segment AND OrganizationId = @organization", cancellationToken,
            ("@now", now.UtcTicks), ("@segment", segment), ("@organization", organization.Value));
        return removed;
    }
}
