using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>What moves when contacts become one (<c>@survivor</c> of <c>@merged</c>, a JSON array), and back.</summary>
internal static class MergeSql
{
    /// <summary>How many rows a merge would move, and from whom.</summary>
    public static readonly string Counts = $"""
        SELECT i.value, {string.Join(", ", Enum.GetValues<MergedKind>().Select(kind =>
            $"(SELECT count(*) FROM {Table(kind)} t WHERE t.ContactId = i.value AND t.OrganizationId = @organization)"))} FROM json_each(@contacts) i
        """;

    /// <summary>Notes whose they are. Of a device that several of them have one is enough.</summary>
    public static string Note(MergedKind kind) => $"""
        INSERT INTO MergedItems (AuditId, Kind, ItemId, ContactId)
        SELECT @audit, {(int)kind}, t.Id, t.ContactId FROM json_each(@merged) i CROSS JOIN {Table(kind)} t ON t.ContactId = i.value
        WHERE t.OrganizationId = @organization {(kind == MergedKind.Token ? OnlyOnce : "")}
        """;

    public static string Move(MergedKind kind) => $"""
        UPDATE {Table(kind)} SET ContactId = @survivor WHERE Id IN (SELECT ItemId FROM MergedItems WHERE AuditId = @audit AND Kind = {(int)kind})
        """;

    /// <summary>Back to those who are there again, as far as it is still with the contact that stayed.</summary>
    public static string MoveBack(MergedKind kind) => $"""
        UPDATE {(kind == MergedKind.Token ? "OR IGNORE " : "")}{Table(kind)} AS t SET ContactId = m.ContactId FROM MergedItems m
        WHERE m.AuditId = @audit AND m.Kind = {(int)kind} AND t.Id = m.ItemId AND t.ContactId = @survivor AND t.OrganizationId = @organization
            AND EXISTS (SELECT 1 FROM Contacts c WHERE c.Id = m.ContactId AND c.DeletedAt IS NULL)
        """;

    /// <summary>How many of those that moved are not with whom they came from and could be.</summary>
    public static string Left(MergedKind kind) => $"""
        SELECT count(*) FROM MergedItems m JOIN {Table(kind)} t ON t.Id = m.ItemId WHERE m.AuditId = @audit AND m.Kind = {(int)kind} AND t.ContactId <> m.ContactId
        """;

    /// <summary>Puts the contact that stays into the lists of the others; a list keeps one contact of an address.</summary>
    public const string JoinLists = """
        INSERT OR IGNORE INTO SegmentMembers (SegmentId, ContactId, AuditId)
        SELECT DISTINCT m.SegmentId, @survivor, @audit FROM json_each(@merged) i CROSS JOIN SegmentMembers m ON m.ContactId = i.value
        CROSS JOIN Segments s ON s.Id = m.SegmentId AND s.OrganizationId = @organization AND s.Kind = 0
        WHERE NOT EXISTS (SELECT 1 FROM Contacts c JOIN Contacts o ON o.EmailAddressId = c.EmailAddressId AND o.Id <> c.Id
            JOIN SegmentMembers x ON x.SegmentId = m.SegmentId AND x.ContactId = o.Id
            WHERE c.Id = @survivor AND o.Id NOT IN (SELECT value FROM json_each(@merged)))
        """;

    /// <summary>In those lists it has what they knew of the others; leaving them takes that away again.</summary>
    public const string InheritFacts = """
        INSERT OR IGNORE INTO ListMemberships (SegmentId, ContactId, OrganizationId, SubscribedAt, UpdatedAt, Source, ConsentType, ConsentSource, ConsentAt, ConsentIp, CustomValues)
        SELECT f.SegmentId, @survivor, f.OrganizationId, f.SubscribedAt, f.UpdatedAt, f.Source, f.ConsentType, f.ConsentSource, f.ConsentAt, f.ConsentIp, f.CustomValues
        FROM json_each(@merged) i CROSS JOIN ListMemberships f ON f.ContactId = i.value CROSS JOIN SegmentMembers m ON m.SegmentId = f.SegmentId AND m.ContactId = @survivor AND m.AuditId = @audit
        """;

    /// <summary>Takes it out of the lists it came into.</summary>
    public const string LeaveLists = """
        DELETE FROM SegmentMembers WHERE AuditId = @audit AND ContactId = @survivor AND SegmentId IN (SELECT Id FROM Segments WHERE OrganizationId = @organization AND Kind = 0)
        """;

    private const string OnlyOnce = """
        AND NOT EXISTS (SELECT 1 FROM ContactTokens o WHERE o.Kind = t.Kind AND o.Value = t.Value AND (o.ContactId = @survivor
            OR (o.Id < t.Id AND o.ContactId IN (SELECT value FROM json_each(@merged)))))
        """;

    private static string Table(MergedKind kind) => kind switch
    {
        MergedKind.Order => "Orders",
        MergedKind.Activity => "Activities",
        _ => "ContactTokens",
    };
}
