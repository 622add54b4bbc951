using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// A statement with positional parameters (<c>?1</c>, <c>?2</c> …) that is run many times, in whatever transaction its connection is in. Compiled when it is
/// first run, unless the handle knows it from before.
/// </summary>
internal sealed class Statement(SqliteConnection connection, string sql) : IDisposable
{
    private readonly StatementCache _cache = StatementCache.Of(connection);
    private RawStatement? _taken;

    /// <summary>How many rows it changed itself, triggers not counted.</summary>
    public int Run(params ReadOnlySpan<object?> values) => With(values).Run();

    /// <summary>The first column of the first row, or null.</summary>
    public long? Number(params ReadOnlySpan<object?> values) => With(values).Number();

    /// <summary>The first row, or null.</summary>
    public T? First<T>(Func<Row, T> read, params ReadOnlySpan<object?> values) where T : class
    {
        var statement = With(values);
        try
        {
            return statement.Step() ? read(new(statement)) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    public List<T> All<T>(Func<Row, T> read, params ReadOnlySpan<object?> values)
    {
        var (statement, rows) = (With(values), new List<T>());
        try
        {
            while (statement.Step())
                rows.Add(read(new(statement)));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }

    public List<long> Numbers(params ReadOnlySpan<object?> values) => All(row => row.GetInt64(0), values);

    public void Dispose()
    {
        if (_taken is not null)
            _cache.Return(sql, _taken);
        _taken = null;
    }

    private RawStatement With(ReadOnlySpan<object?> values)
    {
        _taken ??= _cache.Take(connection, sql);
        _taken.BindAll(values);
        return _taken;
    }
}
