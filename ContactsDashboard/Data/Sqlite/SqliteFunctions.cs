using SQLitePCL;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// Own functions of SQL, for as long as the database handle lives. The provider's own registration ends each time a connection goes back to the pool, and
/// making it anew cost more than most queries.
/// </summary>
internal static class SqliteFunctions
{
    public static void Add(sqlite3 database, string name, Func<string?, string?> function, bool isDeterministic = true) =>
        Add(database, name, 1, isDeterministic, (context, args) => Answer(context, function(Text(args[0]))));

    public static void Add(sqlite3 database, string name, Func<string?, string?, string?> function) =>
        Add(database, name, 2, true, (context, args) => Answer(context, function(Text(args[0]), Text(args[1]))));

    public static void Add(sqlite3 database, string name, Func<string?, string?, bool> function) =>
        Add(database, name, 2, true, (context, args) => raw.sqlite3_result_int(context, function(Text(args[0]), Text(args[1])) ? 1 : 0));

    private static void Add(sqlite3 database, string name, int arguments, bool isDeterministic, Action<sqlite3_context, sqlite3_value[]> function)
    {
        var flags = raw.SQLITE_UTF8 | (isDeterministic ? raw.SQLITE_DETERMINISTIC : 0);
        var code = raw.sqlite3_create_function(database, name, arguments, flags, null, (context, _, args) =>
        {
            try
            {
                function(context, args);
            }
#pragma warning disable CA1031 // an exception must not pass through SQLite; the statement fails with its text
            catch (Exception e)
            {
                raw.sqlite3_result_error(context, e.Message);
            }
#pragma warning restore CA1031
        });
        Microsoft.Data.Sqlite.SqliteException.ThrowExceptionForRC(code, database);
    }

    private static string? Text(sqlite3_value value) => raw.sqlite3_value_type(value) == raw.SQLITE_NULL ? null : raw.sqlite3_value_text(value).utf8_to_string();

    private static void Answer(sqlite3_context context, string? text)
    {
        if (text is null)
            raw.sqlite3_result_null(context);
        else
            raw.sqlite3_result_text(context, text);
    }
}
