namespace ContactsDashboard.Data.Sqlite;

/// <summary>What ratings follow from.</summary>
internal static class ActivitySql
{
    /// <summary>The status of each of these contacts' (<c>@ids</c>, a JSON array) latest <c>@limit</c> e-mail messages, the latest first.</summary>
    public const string LatestEmails = """
        SELECT c.value, a.Status FROM json_each(@ids) c CROSS JOIN Activities a
            ON a.Id IN (SELECT Id FROM Activities WHERE ContactId = c.value AND Channel = 0 ORDER BY SentAt DESC, Id DESC LIMIT @limit)
        ORDER BY c.value, a.SentAt DESC, a.Id DESC
        """;

    /// <summary>Stores ratings, <c>@ratings</c> being an object of rating by contact.</summary>
    public const string Rate = """
        UPDATE Contacts AS c SET Rating = r.value FROM json_each(@ratings) r
        WHERE c.Id = CAST(r.key AS INTEGER) AND c.OrganizationId = @organization AND c.Rating <> r.value
        """;
}
