using System.Text;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Derivation rules as this engine applies them: SQLite's GLOB is case-sensitive, and stored addresses are lower case.</summary>
internal static class RuleSql
{
    public const string List = """
        SELECT r.Id, r.Kind, r.Pattern, r.CreatedAt, (SELECT count(*) FROM Addresses a
            WHERE a.OrganizationId = r.OrganizationId AND a.Channel = 0 AND a.Hidden = 1 AND a.Value GLOB r.Pattern)
        FROM DerivationRules r WHERE r.OrganizationId = @organization ORDER BY r.Kind, r.Pattern
        """;

    public const string CountListed = "SELECT count(*) FROM Addresses WHERE OrganizationId = @organization AND Listed = 1 AND Value GLOB @pattern";

    public const string Examples = "SELECT Value FROM Addresses WHERE OrganizationId = @organization AND Listed = 1 AND Value GLOB @pattern ORDER BY Value LIMIT 5";

    // NOT INDEXED here and below: a range of ids is read where the rows are, never by going through all of an organisation's in another order.
    public const string AddressIds = "SELECT Id FROM Addresses NOT INDEXED WHERE OrganizationId = @organization AND Id > @after ORDER BY Id LIMIT @limit";

    /// <summary>Hides and shows a range of addresses as <paramref name="patterns"/> (<c>@p0</c> …) say.</summary>
    public static string Apply(int patterns)
    {
        var hidden = new StringBuilder();
        for (var i = 0; i < patterns; i++)
            hidden.Append(i == 0 ? "" : " OR ").Append("Value GLOB @p").Append(i);
        return $"UPDATE Addresses NOT INDEXED SET Hidden = NOT Hidden, Listed = (ThreadCount > 0 AND Hidden) WHERE OrganizationId = @organization AND Channel = 0 AND Id BETWEEN @from AND @to AND Hidden <> ({hidden})";
    }

    /// <summary>Whether mail of an own domain went to them, after what is an own domain changed.</summary>
    public const string Mail = $"""
        UPDATE Addresses AS a NOT INDEXED SET Mailed = NOT a.Mailed WHERE a.OrganizationId = @organization AND a.Channel = 0 AND a.Id BETWEEN @from AND @to
            AND a.Mailed <> {ReachSchema.IsMailed}
        """;

    /// <summary>Addresses that came into view and have no contact, deleted or not, get one.</summary>
    public const string AddContacts = """
        INSERT INTO Contacts (OrganizationId, EmailAddressId, EmailStanding, PhoneStanding, NameKey, CreationMethod, CreatedAt, UpdatedAt, Rating)
        SELECT a.OrganizationId, a.Id, a.Standing, 0, fold(a.Name), 0, @now, @now, 0 FROM Addresses a NOT INDEXED WHERE a.OrganizationId = @organization AND a.Id BETWEEN @from AND @to AND a.Listed = 1
            AND NOT EXISTS (SELECT 1 FROM Contacts c WHERE c.EmailAddressId = a.Id)
        """;
}
