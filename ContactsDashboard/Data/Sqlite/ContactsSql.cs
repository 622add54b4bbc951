using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// The statements behind the contacts page. Each order is the walk of an index (<see cref="ListIndexes"/>), never a sort. "Active" is the walk of
/// everybody merged with the walk of the blocked, which are left out. Indexes are named: without statistics SQLite would choose among equals.
/// </summary>
internal static class ContactsSql
{
    public const string Counts = "SELECT Blocked, Count FROM ContactCounts WHERE OrganizationId = @organization";

    public const string IsUpdating = "SELECT count(*) FROM Jobs WHERE OrganizationId = @organization AND Kind IN (1, 2, 3, 4) AND State IN (1, 2)";

    public const string Rows = """
        SELECT a.Id, a.Value, a.Spelling, a.Name, a.ThreadCount, a.LastActiveTicks, c.Id, nullif(trim(coalesce(c.FirstName, '') || ' ' || coalesce(c.LastName, '')), '')
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
    /// <param name="few">
    /// Walking an order until enough rows match is quick when many do. When few do it would look at every row: then the matches are found in the
    /// index of addresses first, and sorted.
    /// </param>
    public static string Ids(ContactsQuery query, bool fromCursor, bool backwards, bool few = false, CompiledFilter? filter = null)
    {
        var ascending = query.Descending == backwards;
        var (column, order, beyond) = (ListIndexes.Column(query.Sort), ascending ? "ASC" : "DESC", ascending ? '>' : '<');
        // Rows level with the cursor, and rows beyond it: as one comparison SQLite would pass over all that are level, and hundreds of thousands may be.
        string[] ranges = fromCursor ? [$" AND a.{column} = @key AND a.Id {beyond} @id", $" AND a.{column} {beyond} @key"] : [""];
        IEnumerable<string> Walk(string rows) => ranges.Select(range => $"SELECT a.{column} AS SortKey, a.Id AS RowId FROM {rows}{range}");
        var (taken, leftOut) = Parts(query.Sort, query.Status);
        var walks = few ? Walk(FewMatching(query, filter))
            : taken.SelectMany(part => Walk(Listed("a", query.Sort, part) + SearchCondition(query, "a") + EachFits(filter)));
        // Both sides come in the same order, so SQLite merges them as it goes: an entry left out costs a step of each, not a look at its row.
        var excepted = few ? [] : leftOut.SelectMany(part => Walk(Listed("a", query.Sort, part)));
        return $"{string.Join(" EXCEPT ", [string.Join(" UNION ALL ", walks), .. excepted])} ORDER BY SortKey {order}, RowId {order} LIMIT @limit OFFSET @offset";
    }

    /// <summary>How many match a search.</summary>
    public static string Count(ContactsQuery query, CompiledFilter? filter = null) => query.Status == ContactStatus.Active
        ? $"SELECT ({Count(query with { Status = ContactStatus.All }, filter)}) - ({Count(query with { Status = ContactStatus.Blocked }, filter)})"
        : $"SELECT count(*) FROM {Addresses(query, "a", filter)}";

    /// <summary>The next ids of the query in id order, for work in chunks: all chunks together read each row once; an index would be sorted for each.</summary>
    public static string IdsAfter(ContactsQuery query, CompiledFilter? filter = null) =>
        "SELECT a.Id FROM Addresses a NOT INDEXED WHERE a.OrganizationId = @organization AND a.Listed = 1" + StatusCondition(query.Status)
        + SearchCondition(query, "a") + EachFits(filter);

    public static bool HasSearch(ContactsQuery query) => !string.IsNullOrWhiteSpace(query.Search);

    /// <summary>Whether search or filter leave rows out, so that the maintained counts do not say how many remain.</summary>
    public static bool IsNarrowed(ContactsQuery query) => HasSearch(query) || !string.IsNullOrWhiteSpace(query.Filter);

    // Which indexes of an order are walked for a status, and which rows are then left out.
    private static (ListPart[] Taken, ListPart[] LeftOut) Parts(ContactSort sort, ContactStatus status) => (status, ListIndexes.Parts(sort)) switch
    {
        (ContactStatus.Blocked, _) => ([ListPart.Blocked], []),
        (ContactStatus.All, var parts) => (parts.Contains(ListPart.Everybody) ? [ListPart.Everybody] : parts, []),
        (_, var parts) => parts.Contains(ListPart.Active) ? ([ListPart.Active], []) : ([ListPart.Everybody], [ListPart.Blocked]),
    };

    // The matches from the index of addresses, then their rows.
    private static string FewMatching(ContactsQuery query, CompiledFilter? filter) =>
        $"(SELECT b.Id AS Match FROM {Addresses(query, "b", filter)}) CROSS JOIN Addresses a ON a.Id = Match WHERE 1"
        + (query.Status == ContactStatus.Active ? " AND a.Blocked = 0" : "");

    // By address, whether blocked or not unless only the blocked are wanted.
    private static string Addresses(ContactsQuery query, string table, CompiledFilter? filter) =>
        Listed(table, ContactSort.Email, query.Status == ContactStatus.Blocked ? ListPart.Blocked : ListPart.Everybody) + SearchCondition(query, table)
        + AmongFitting(filter, table);

    // The contact a row shows is the oldest of its address: that one must fit.
    private static string EachFits(CompiledFilter? filter) => filter is null or { Walk: "" } ? "" : $"""
         AND EXISTS (SELECT 1 FROM Contacts c WHERE c.Id = (SELECT o.Id FROM Contacts o WHERE o.EmailAddressId = a.Id AND o.DeletedAt IS NULL
            ORDER BY o.CreatedAt, o.Id LIMIT 1) AND {filter.Walk})
        """;

    private static string AmongFitting(CompiledFilter? filter, string table) => filter is null or { Count: "" } ? "" : $"""
         AND {table}.Id IN (SELECT c.EmailAddressId FROM {filter.From} WHERE c.OrganizationId = @organization AND c.DeletedAt IS NULL AND {filter.Count}
            AND NOT EXISTS (SELECT 1 FROM Contacts o WHERE o.EmailAddressId = c.EmailAddressId AND o.DeletedAt IS NULL AND (o.CreatedAt, o.Id) < (c.CreatedAt, c.Id)))
        """;

    private static string Listed(string table, ContactSort sort, ListPart part) =>
        $"Addresses {table} INDEXED BY {ListIndexes.Name(sort, part)} WHERE {table}.OrganizationId = @organization AND {ListIndexes.Filter(part, table + ".")}";

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
}
