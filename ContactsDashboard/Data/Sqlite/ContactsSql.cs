using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// The statements behind the contacts page. Each order has an index per status; "All" merges the blocked and the active half, so that
/// neither needs an index of its own and no order is ever sorted.
/// </summary>
internal static class ContactsSql
{
    public const string Counts = "SELECT Blocked, Count FROM ContactCounts WHERE OrganizationId = @organization";

    public const string IsUpdating = "SELECT count(*) FROM Jobs WHERE OrganizationId = @organization AND Kind IN (1, 2, 3, 4) AND State IN (1, 2)";

    public const string CountMatching = "SELECT count(*) FROM Addresses a WHERE a.OrganizationId = @organization AND a.Listed = 1";

    public const string Rows = """
        SELECT a.Id, a.Value, a.Spelling, a.Name, a.ThreadCount, a.LastActiveTicks, c.Id, c.Name
        FROM json_each(@ids) i JOIN Addresses a ON a.Id = i.value
        LEFT JOIN Contacts c ON c.Id = (SELECT o.Id FROM Contacts o WHERE o.EmailAddressId = a.Id AND o.DeletedAt IS NULL ORDER BY o.CreatedAt, o.Id LIMIT 1)
        WHERE a.OrganizationId = @organization ORDER BY i.key
        """;

    public const string Threads = """
        SELECT t.ThreadId, h.MessageCount,
            (SELECT m.Subject FROM Messages m WHERE m.ThreadId = t.ThreadId ORDER BY m.SentTicks = 0, m.SentTicks, m.Id LIMIT 1),
            (SELECT max(m.SentTicks) FROM Messages m WHERE m.ThreadId = t.ThreadId) AS Newest,
            (SELECT count(*) FROM ThreadParticipants p WHERE p.ThreadId = t.ThreadId)
        FROM ThreadParticipants t JOIN Threads h ON h.Id = t.ThreadId JOIN Addresses a ON a.Id = t.AddressId
        WHERE t.AddressId = @address AND a.OrganizationId = @organization ORDER BY Newest DESC, t.ThreadId DESC LIMIT @limit OFFSET @offset
        """;

    // CROSS: from the threads to their people, never from all people of the organisation to the threads.
    public const string ThreadParticipants = """
        SELECT p.ThreadId, a.Value FROM json_each(@ids) i CROSS JOIN ThreadParticipants p ON p.ThreadId = i.value CROSS JOIN Addresses a ON a.Id = p.AddressId
        WHERE a.OrganizationId = @organization AND a.Channel = 0 ORDER BY i.key, a.Value
        """;

    /// <summary>
    /// Ids in order, with the sort value. <c>@organization @limit @offset</c>, <c>@search</c> when asked for, <c>@key @id</c> when continuing from a cursor.
    /// </summary>
    /// <param name="fewMatch">
    /// Walking an order until enough rows match is quick when many do. When few do it would look at every row: then the matches are found in the
    /// index of addresses first, and sorted.
    /// </param>
    public static string Ids(ContactsQuery query, bool fromCursor, bool backwards, bool fewMatch = false)
    {
        var ascending = query.Descending == backwards;
        var column = Column(query.Sort);
        var order = ascending ? "ASC" : "DESC";
        char[] halves = query.Status == ContactStatus.All ? ['0', '1'] : [query.Status == ContactStatus.Blocked ? '1' : '0'];
        // Rows level with the cursor, and rows beyond it: as one comparison SQLite would pass over all that are level, and hundreds of thousands may be.
        var beyond = ascending ? '>' : '<';
        string[] parts = fromCursor ? [$" AND a.{column} = @key AND a.Id {beyond} @id", $" AND a.{column} {beyond} @key"] : [""];
        var selects = halves.SelectMany(blocked => parts.Select(part => $"SELECT a.{column} AS SortKey, a.Id AS RowId FROM "
            + (fewMatch ? $"(SELECT b.Id AS Match FROM {Listed("b", blocked)}{SearchCondition(query, "b")}) CROSS JOIN Addresses a ON a.Id = Match WHERE 1{part}"
                : $"{Listed("a", blocked)}{SearchCondition(query, "a")}{part}")));
        return $"{string.Join(" UNION ALL ", selects)} ORDER BY SortKey {order}, RowId {order} LIMIT @limit OFFSET @offset";
    }

    public static string Count(ContactsQuery query) => CountMatching + StatusCondition(query.Status) + SearchCondition(query, "a");

    /// <summary>The next ids of the query in id order, for work in chunks.</summary>
    public static string IdsAfter(ContactsQuery query) =>
        "SELECT a.Id FROM Addresses a WHERE a.OrganizationId = @organization AND a.Listed = 1" + StatusCondition(query.Status)
        + SearchCondition(query, "a");

    public static bool HasSearch(ContactsQuery query) => !string.IsNullOrWhiteSpace(query.Search);

    private static string Listed(string table, char blocked) =>
        $"Addresses {table} WHERE {table}.OrganizationId = @organization AND {table}.Listed = 1 AND {table}.Blocked = {blocked}";

    // What is ASCII as typed has one form only; looking for it twice would double the time.
    private static string SearchCondition(ContactsQuery query, string table) => !HasSearch(query) ? ""
        : System.Text.Ascii.IsValid(query.Search) ? $" AND instr({table}.Value, @search) > 0"
        : $" AND (instr({table}.Value, @search) > 0 OR instr({table}.Value, @searchAscii) > 0)";

    private static string StatusCondition(ContactStatus status) => status switch
    {
        ContactStatus.Blocked => " AND a.Blocked = 1",
        ContactStatus.Active => " AND a.Blocked = 0",
        _ => "",
    };

    private static string Column(ContactSort sort) => sort switch
    {
        ContactSort.Email => "Value",
        ContactSort.Domain => "Domain",
        ContactSort.Threads => "ThreadCount",
        _ => "LastActiveTicks",
    };
}
