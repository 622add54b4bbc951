namespace ContactsDashboard.Data.Sqlite;

/// <summary>What those who search in memory read: once everything, then what changed.</summary>
internal static class SearchSql
{
    public const string Addresses = "SELECT Id, Value, LastActiveTicks, ThreadCount FROM Addresses NOT INDEXED WHERE OrganizationId = @organization AND Listed = 1 ORDER BY Id";

    public const string SomeAddresses = """
        SELECT a.Id, a.Value, a.LastActiveTicks, a.ThreadCount FROM json_each(@ids) i CROSS JOIN Addresses a ON a.Id = i.value WHERE a.OrganizationId = @organization AND a.Listed = 1
        """;

    public const string Contacts = """
        SELECT c.Id, c.NameKey, e.Value, p.Value, c.CreatedAt, c.UpdatedAt, c.Rating, coalesce(c.DeletedAt, 0) FROM Contacts c NOT INDEXED LEFT JOIN Addresses e ON e.Id = c.EmailAddressId LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId
        WHERE c.OrganizationId = @organization ORDER BY c.Id
        """;

    public const string SomeContacts = """
        SELECT c.Id, c.NameKey, e.Value, p.Value, c.CreatedAt, c.UpdatedAt, c.Rating, coalesce(c.DeletedAt, 0) FROM json_each(@ids) i CROSS JOIN Contacts c ON c.Id = i.value
        LEFT JOIN Addresses e ON e.Id = c.EmailAddressId LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId WHERE c.OrganizationId = @organization
        """;

    /// <summary>The number of the last change ever told.</summary>
    public const string LastChange = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'SearchChanges'), 0)";

    public const string Changes = "SELECT \"Table\", RowId FROM SearchChanges WHERE Id > @seen ORDER BY Id";

    /// <summary>Drops the oldest changes but the last <c>@kept</c>, some at a time.</summary>
    public const string Trim = """
        DELETE FROM SearchChanges WHERE Id IN (SELECT Id FROM SearchChanges
            WHERE Id <= (SELECT seq FROM sqlite_sequence WHERE name = 'SearchChanges') - @kept ORDER BY Id LIMIT 5000)
        """;

    public const string Version = "SELECT coalesce((SELECT Version FROM Changes WHERE OrganizationId = @organization), 0)";

    public const string Size = """
        SELECT coalesce((SELECT sum(Count) FROM BaseCounts WHERE OrganizationId = @organization), 0)
        """;

    public const string Blocked = "SELECT Id FROM Addresses INDEXED BY IX_Addresses_Blocked_LastActiveTicks WHERE OrganizationId = @organization AND Listed = 1 AND Blocked = 1";

    public const string Deleted = "SELECT Id FROM Contacts INDEXED BY IX_Contacts_Deleted_CreatedAt WHERE OrganizationId = @organization AND DeletedAt IS NOT NULL";

    /// <summary>The contacts with one standing (<c>@standing</c>) of one part.</summary>
    public static string WithStanding(BasePart part) => $"""
        SELECT Id FROM Contacts INDEXED BY {BaseIndexes.Name(part, Domain.AllContactsSort.Created)}
        WHERE OrganizationId = @organization{(BaseIndexes.StandingColumn(part) is { } column ? $" AND {column} = @standing" : "")} AND {BaseIndexes.Filter(part)}
        """;
}
