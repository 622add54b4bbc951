namespace ContactsDashboard.Data.Sqlite;

/// <summary>Values of one additional field, found by the two indexes over them: a value has a key or a number.</summary>
internal static class FieldSql
{
    private const string ByKey = "FROM FieldValues INDEXED BY IX_FieldValues_FieldId_Key WHERE FieldId = @field AND Key IS NOT NULL";

    private const string ByNumber = "FROM FieldValues INDEXED BY IX_FieldValues_FieldId_Number WHERE FieldId = @field AND Number IS NOT NULL";

    public const string Uses = $"SELECT (SELECT count(*) {ByKey}) + (SELECT count(*) {ByNumber})";

    /// <summary>The next <c>@limit</c> or so.</summary>
    public const string DeleteValues = $"""
        DELETE FROM FieldValues WHERE FieldId = @field AND ContactId IN (
            SELECT ContactId FROM (SELECT ContactId {ByKey} LIMIT @limit) UNION ALL SELECT ContactId FROM (SELECT ContactId {ByNumber} LIMIT @limit))
        """;
}
