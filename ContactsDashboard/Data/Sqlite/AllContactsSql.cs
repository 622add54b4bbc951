using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// The statements behind All contacts and Deleted. A rail in an order is the walk of indexes (<see cref="BaseIndexes"/>), never a sort: who is active is
/// everybody merged with the others, who are left out. Indexes are named, since without statistics SQLite would choose among equals.
/// </summary>
internal static class AllContactsSql
{
    public const string Counts = "SELECT Deleted, EmailStanding, PhoneStanding, Count FROM BaseCounts WHERE OrganizationId = @organization AND Count > 0";

    /// <summary>Those that would be active and stand beyond the place where the plan ends; from the indexes alone.</summary>
    public static readonly string CountOverLimit = $"SELECT ({CountBeyond(BasePart.LiveWithEmail)}) - ({CountBeyond(BasePart.EmailBlacklisted)}) - ({CountBeyond(BasePart.EmailHeld)})";

    public const string Rows = """
        SELECT c.Id, c.EmailAddressId, e.Value, e.Spelling, e.Confirmation, c.PhoneAddressId, p.Value, c.CreationMethod, c.CreatedAt, c.UpdatedAt, c.Rating,
            coalesce(nullif(trim(coalesce(c.FirstName, '') || ' ' || coalesce(c.LastName, '')), ''), e.Name), c.DeletedAt, c.DeletedBy, c.DeletedReason
        FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value LEFT JOIN Addresses e ON e.Id = c.EmailAddressId LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId
        WHERE c.OrganizationId = @organization ORDER BY i.key
        """;

    /// <summary>
    /// Ids in order, with the sort value. <c>@organization @limit @offset</c>, <c>@key @id</c> when continuing from a cursor, <c>@limitCreated @limitId</c>
    /// where the rail depends on the plan.
    /// </summary>
    public static string Ids(AllContactsQuery query, CompiledFilter conditions, bool hasLimit, bool fromCursor, bool backwards)
    {
        var ascending = query.Descending == backwards;
        var (column, order, beyond) = (BaseIndexes.Column(query.Sort), ascending ? "ASC" : "DESC", ascending ? '>' : '<');
        string[] ranges = fromCursor ? [$" AND c.{column} = @key AND c.Id {beyond} @id", $" AND c.{column} {beyond} @key"] : [""];
        IEnumerable<string> Walk(BasePart part, string further) =>
            ranges.Select(range => $"SELECT c.{column} AS SortKey, c.Id AS RowId FROM {Of(part, query)}{further}{range}");
        var (taken, leftOut) = PartsOf(query);
        var walks = taken.SelectMany(part => Walk(part, OfPlan(query, hasLimit) + And(conditions.Walk)));
        // Both sides come in the same order, so SQLite merges them as it goes: an entry left out costs a step of each, not a look at its row.
        var excepted = leftOut.SelectMany(part => Walk(part, ""));
        return $"{string.Join(" EXCEPT ", [string.Join(" UNION ALL ", walks), .. excepted])} ORDER BY SortKey {order}, RowId {order} LIMIT @limit OFFSET @offset";
    }

    /// <summary>All that match, in no order, each with its sort value and whether it is deleted, up to <c>@limit</c>: for few, which a walk would look for among all.</summary>
    public static string Few(AllContactsQuery query, CompiledFilter conditions, bool hasLimit) =>
        $"SELECT c.{BaseIndexes.Column(query.Sort)}, c.Id, c.DeletedAt IS NOT NULL FROM {From(query, conditions)}{Where(query, hasLimit)}{And(conditions.Count)} LIMIT @limit";

    /// <summary>How many match, and how many of them are deleted.</summary>
    public static string Count(AllContactsQuery query, CompiledFilter conditions, bool hasLimit) =>
        $"SELECT count(*), sum(c.DeletedAt IS NOT NULL) FROM {From(query, conditions)}{Where(query, hasLimit)}{And(conditions.Count)}";

    /// <summary>The next ids of the query in id order, for work in chunks.</summary>
    public static string IdsAfter(AllContactsQuery query, CompiledFilter conditions, bool hasLimit) =>
        $"SELECT c.Id FROM Contacts c NOT INDEXED{Where(query, hasLimit)}{And(conditions.Walk)} AND c.Id > @after ORDER BY c.Id LIMIT @limit";

    public const string ByExternalId = "SELECT Id FROM Contacts WHERE OrganizationId = @organization AND ExternalId = @external";

    /// <summary>Part of an address or name (<c>@search</c>, folded), of a number as typed (<c>@digits</c>, null where it is none), or an id.</summary>
    public static CompiledFilter Search(string search, string asciiDomain, string? digits, long? id)
    {
        string Holds(string table) => $"instr({table}.Value, @search) > 0" + (asciiDomain == search ? "" : $" OR instr({table}.Value, @searchAscii) > 0")
            + (digits is null ? "" : $" OR ({table}.Channel = 1 AND instr({table}.Value, @digits) > 0)");
        var byId = id is null ? "" : " OR c.Id = @searchId";
        var walk = $"(instr(c.NameKey, @search) > 0 OR EXISTS (SELECT 1 FROM Addresses x WHERE x.Id IN (c.EmailAddressId, c.PhoneAddressId) AND ({Holds("x")})){byId})";
        var count = $"""
            (c.Id IN (SELECT n.Id FROM Contacts n WHERE n.OrganizationId = @organization AND instr(n.NameKey, @search) > 0
                UNION ALL SELECT n.Id FROM Addresses x CROSS JOIN Contacts n ON n.EmailAddressId = x.Id WHERE x.OrganizationId = @organization AND x.Channel = 0 AND ({Holds("x")})
                UNION ALL SELECT n.Id FROM Addresses x CROSS JOIN Contacts n ON n.PhoneAddressId = x.Id WHERE x.OrganizationId = @organization AND x.Channel = 1 AND ({Holds("x")})){byId})
            """;
        return new(walk, count, [("@search", search), ("@searchAscii", asciiDomain), ("@digits", digits), ("@searchId", id)]);
    }

    // The deleted are few, and have indexes of their own.
    private static string From(AllContactsQuery query, CompiledFilter conditions) => query.Deleted ? "Contacts c" : conditions.From;

    private static string CountBeyond(BasePart part) => $"""
        SELECT count(*) FROM Contacts c INDEXED BY {BaseIndexes.Name(part, AllContactsSort.Created)}
        WHERE c.OrganizationId = @organization AND {BaseIndexes.Filter(part, "c.")} AND (c.CreatedAt, c.Id) > (@limitCreated, @limitId)
        """;

    // What an index holds has to be said again for SQLite to use it.
    private static string Of(BasePart part, AllContactsQuery query)
    {
        var standing = BaseIndexes.StandingColumn(part) is { } column ? $" AND c.{column} = {(int)StandingOf(query.Rail)}" : "";
        return $"Contacts c INDEXED BY {BaseIndexes.Name(part, query.Sort)} WHERE c.OrganizationId = @organization AND {BaseIndexes.Filter(part, "c.")}{standing}";
    }

    // The same without an index.
    private static string Where(AllContactsQuery query, bool hasLimit)
    {
        var live = query.Deleted ? " AND c.DeletedAt IS NOT NULL" : query.Rail is ContactRail.WithEmail or ContactRail.WithPhone ? "" : " AND c.DeletedAt IS NULL";
        var (address, standing) = IsOfPhone(query.Rail) ? ("c.PhoneAddressId", "c.PhoneStanding") : ("c.EmailAddressId", "c.EmailStanding");
        return $" WHERE c.OrganizationId = @organization{live}" + (query.Rail == ContactRail.None ? "" : $" AND {address} IS NOT NULL")
            + (query.Rail is ContactRail.None or ContactRail.WithEmail or ContactRail.WithPhone ? "" : $" AND {standing} = {(int)StandingOf(query.Rail)}")
            + OfPlan(query, hasLimit);
    }

    // Without a limit nobody is beyond it; among the deleted nobody is counted.
    private static string OfPlan(AllContactsQuery query, bool hasLimit) => query.Rail switch
    {
        ContactRail.EmailActive when hasLimit && !query.Deleted => " AND (c.CreatedAt, c.Id) <= (@limitCreated, @limitId)",
        ContactRail.OverLimit when hasLimit && !query.Deleted => " AND (c.CreatedAt, c.Id) > (@limitCreated, @limitId)",
        ContactRail.OverLimit => " AND 0",
        _ => "",
    };

    // Which indexes of an order are walked for a rail, and which rows are then left out.
    private static (BasePart[] Taken, BasePart[] LeftOut) PartsOf(AllContactsQuery query) => (query.Rail, query.Deleted) switch
    {
        (ContactRail.None, false) => ([BasePart.Live], []),
        (ContactRail.WithEmail, false) => ([BasePart.LiveWithEmail, BasePart.DeletedWithEmail], []),
        (ContactRail.WithPhone, false) => ([BasePart.LiveWithPhone, BasePart.DeletedWithPhone], []),
        (ContactRail.None, true) => ([BasePart.Deleted], []),
        (ContactRail.WithEmail, true) => ([BasePart.DeletedWithEmail], []),
        (ContactRail.WithPhone, true) => ([BasePart.DeletedWithPhone], []),
        (ContactRail.EmailActive or ContactRail.OverLimit, false) => ([BasePart.LiveWithEmail], [BasePart.EmailBlacklisted, BasePart.EmailHeld]),
        (ContactRail.EmailBlacklisted, false) => ([BasePart.EmailBlacklisted], []),
        (ContactRail.PhoneActive, false) => ([BasePart.LiveWithPhone], [BasePart.PhoneBlacklisted]),
        (ContactRail.PhoneBlacklisted, false) => ([BasePart.PhoneBlacklisted], []),
        (ContactRail.PhoneActive or ContactRail.PhoneBlacklisted, true) => ([BasePart.DeletedByPhone], []),
        (_, var deleted) => ([deleted ? BasePart.DeletedByEmail : BasePart.HeldByEmail], []),
    };

    private static bool IsOfPhone(ContactRail rail) => rail is ContactRail.WithPhone or ContactRail.PhoneActive or ContactRail.PhoneBlacklisted;

    private static Standing StandingOf(ContactRail rail) => rail switch
    {
        ContactRail.SpamReports => Standing.SpamReport,
        ContactRail.Unsubscribed => Standing.Unsubscribed,
        ContactRail.EmailBlacklisted or ContactRail.PhoneBlacklisted => Standing.Blacklisted,
        ContactRail.NotConfirmed => Standing.NotConfirmed,
        _ => Standing.Active,
    };

    private static string And(string condition) => condition.Length == 0 ? "" : $" AND {condition}";
}
