using System.Text.RegularExpressions;
using SQLitePCL;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Takes what names somebody out of texts, inside statements.</summary>
internal static class ForgetSql
{
    public const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>What stands there instead; short, and still a word in a smart search.</summary>
    public const string Instead = "erased";

    public static void Register(sqlite3 database)
    {
        SqliteFunctions.Add(database, EraseSql.Forget, (text, pattern) => text is null ? null : Regex.Replace(text, pattern!, Instead, Options));
        SqliteFunctions.Add(database, EraseSql.IsNamed, (text, pattern) => text is not null && Regex.IsMatch(text, pattern!, Options));
    }
}
