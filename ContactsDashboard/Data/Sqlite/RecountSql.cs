namespace ContactsDashboard.Data.Sqlite;

/// <summary>Counts one organisation's contacts again, in ranges of ids, and mends what is off: the checks are those of <see cref="VerifySql"/>.</summary>
internal static class RecountSql
{
    private const string Own = "OrganizationId = @organization";

    public const string LastAddress = "SELECT coalesce(max(Id), 0) FROM Addresses";

    public const string LastContact = "SELECT coalesce(max(Id), 0) FROM Contacts";

    public static readonly string Addresses = VerifySql.StandingOfAddress($"a.Id > @after AND a.Id <= @until AND a.{Own}");

    public static readonly string Contacts = VerifySql.StandingOfContact($"c.Id > @after AND c.Id <= @until AND c.{Own}");

    public static readonly string Counts = VerifySql.CountsOfContacts(Own);

    public const string MendContacts = """
        UPDATE Contacts NOT INDEXED SET EmailStanding = coalesce((SELECT Standing FROM Addresses WHERE Id = EmailAddressId), 0),
            PhoneStanding = coalesce((SELECT Standing FROM Addresses WHERE Id = PhoneAddressId), 0)
        WHERE OrganizationId = @organization AND Id IN (SELECT value FROM json_each(@ids))
        """;

    public const string ForgetCounts = "DELETE FROM BaseCounts WHERE OrganizationId = @organization";

    public const string MendCounts = """
        INSERT INTO BaseCounts (OrganizationId, Deleted, EmailStanding, PhoneStanding, Count)
        SELECT OrganizationId, DeletedAt IS NOT NULL, EmailStanding, PhoneStanding, count(*) FROM Contacts WHERE OrganizationId = @organization GROUP BY 1, 2, 3, 4
        """;
}
