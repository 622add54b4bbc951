using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Takes what names somebody out of texts, inside statements.</summary>
internal static class ForgetSql
{
    public const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>What stands there instead; short, and still a word in a smart search.</summary>
    public const string Instead = "erased";

    public static void Register(SqliteConnection connection)
    {
        connection.CreateFunction<string?, string, string?>(EraseSql.Forget, (text, pattern) => text is null ? null : Regex.Replace(text, pattern, Instead, Options), isDeterministic: true);
        connection.CreateFunction<string?, string, bool>(EraseSql.IsNamed, (text, pattern) => text is not null && Regex.IsMatch(text, pattern, Options), isDeterministic: true);
    }
}
