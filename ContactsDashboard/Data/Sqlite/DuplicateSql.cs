using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Addresses that several contacts share: found by their surplus, which triggers keep, never by counting contacts.</summary>
internal static class DuplicateSql
{
    public const string Index = "IX_Addresses_Duplicates";

    public const string Counts = "SELECT Channel, Addresses, Surplus FROM DuplicateCounts WHERE OrganizationId = @organization";

    public const string Address = "SELECT Channel, coalesce(Spelling, Value), Surplus + 1 FROM Addresses WHERE Id = @address AND OrganizationId = @organization";

    /// <summary>
    /// Addresses in the alphabet's order. <c>@organization @channel @limit @offset</c>, and <c>@after</c>, the address a cursor names: never its text,
    /// which does not belong into a URL.
    /// </summary>
    public static string Page(bool fromCursor, bool backwards) => $"""
        SELECT a.Id, coalesce(a.Spelling, a.Value), a.Surplus + 1 FROM Addresses a INDEXED BY {Index}
        WHERE a.OrganizationId = @organization AND a.Channel = @channel AND a.Surplus > 0
            {(fromCursor ? $"AND a.Value {(backwards ? '<' : '>')} (SELECT Value FROM Addresses WHERE Id = @after AND OrganizationId = @organization)" : "")}
        ORDER BY a.Value {(backwards ? "DESC" : "ASC")} LIMIT @limit OFFSET @offset
        """;

    /// <summary>The next addresses after one (0 for the first), for work in chunks; <c>@only</c> where it is about a single one.</summary>
    public const string AddressesAfter = $"""
        SELECT a.Id FROM Addresses a INDEXED BY {Index} WHERE a.OrganizationId = @organization AND a.Channel = @channel AND a.Surplus > 0
            AND (@only IS NULL OR a.Id = @only)
            AND a.Value > coalesce((SELECT Value FROM Addresses WHERE Id = @after), '') ORDER BY a.Value LIMIT @limit
        """;

    /// <summary>The contacts of an address that are not deleted, the earliest first.</summary>
    public static string Contacts(DuplicateChannel channel) => $"""
        SELECT Id FROM Contacts WHERE {Column(channel)} = @address AND OrganizationId = @organization AND DeletedAt IS NULL ORDER BY CreatedAt, Id LIMIT @limit
        """;

    /// <summary>Puts all contacts of these addresses but the one that stays into a job's set.</summary>
    public static string InsertSurplus(DuplicateChannel channel, KeptContact keep) => $"""
        INSERT OR IGNORE INTO JobItems (JobId, ItemId, Outcome)
        SELECT @job, r.Id, 0 FROM (
            SELECT c.Id, row_number() OVER (PARTITION BY c.{Column(channel)} ORDER BY c.CreatedAt {Order(keep)}, c.Id {Order(keep)}) AS Place
            FROM json_each(@addresses) i CROSS JOIN Contacts c ON c.{Column(channel)} = i.value
            WHERE c.OrganizationId = @organization AND c.DeletedAt IS NULL) r
        WHERE r.Place > 1
        """;

    /// <summary>
    /// Of these contacts, whether each is deleted, and whether it is one too many now. Who stays is looked up once for each address, so that a thousand
    /// contacts of one number are not compared with one another.
    /// </summary>
    public static string Decide(DuplicateChannel channel, KeptContact keep) => $"""
        WITH Items AS MATERIALIZED (
            SELECT c.Id, c.DeletedAt IS NOT NULL AS IsGone, c.{Column(channel)} AS AddressId FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value
            WHERE c.OrganizationId = @organization),
        Kept AS MATERIALIZED (
            SELECT g.AddressId, (SELECT k.Id FROM Contacts k WHERE k.{Column(channel)} = g.AddressId AND k.DeletedAt IS NULL
                ORDER BY k.CreatedAt {Order(keep)}, k.Id {Order(keep)} LIMIT 1) AS Id
            FROM (SELECT DISTINCT AddressId FROM Items WHERE AddressId IS NOT NULL AND (@only IS NULL OR AddressId = @only)) g)
        SELECT i.Id, i.IsGone, coalesce(k.Id <> i.Id, 0) FROM Items i LEFT JOIN Kept k ON k.AddressId = i.AddressId
        """;

    private static string Column(DuplicateChannel channel) => channel == DuplicateChannel.Email ? "EmailAddressId" : "PhoneAddressId";

    private static string Order(KeptContact keep) => keep == KeptContact.Earliest ? "ASC" : "DESC";
}
