using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// The statements a database handle ran, compiled: compiling one takes several times as long as finding the rows of a page, and a statement that changes
/// addresses takes a millisecond, with the triggers it sets off.
/// </summary>
internal sealed class StatementCache
{
    // Searches with conditions make statements of their own; the ones that matter are soon there again.
    private const int Most = 200;

    private static readonly ConditionalWeakTable<sqlite3, StatementCache> Caches = [];

    private readonly Dictionary<string, RawStatement> _idle = [];

    public static StatementCache Of(SqliteConnection connection) => Caches.GetOrCreateValue(connection.Handle!);

    /// <summary>A statement to be given back; somebody in the middle of the same one is not disturbed.</summary>
    public RawStatement Take(SqliteConnection connection, string sql)
    {
        RawStatement? known;
        lock (_idle)
            _idle.Remove(sql, out known);
        return known ?? new RawStatement(connection, sql);
    }

    /// <summary>The same with these values.</summary>
    public RawStatement Take(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var statement = Take(connection, sql);
        try
        {
            statement.BindAll(parameters);
            return statement;
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    public void Return(string sql, RawStatement statement)
    {
        statement.Clear();
        lock (_idle)
        {
            if (_idle.Count >= Most)
                Clear();
            if (!_idle.TryAdd(sql, statement))
                statement.Dispose();
        }
    }

    /// <summary>A handle that is closed keeps its files as long as there are statements.</summary>
    public void Clear()
    {
        lock (_idle)
        {
            foreach (var statement in _idle.Values)
                statement.Dispose();
            _idle.Clear();
        }
    }
}

/// <summary>Lets go of all statements of a store when the product ends, so that the last handle to be closed leaves one file behind and no log.</summary>
internal sealed class StatementCaches : IDisposable
{
    private readonly List<WeakReference<StatementCache>> _caches = [];

    public void Add(StatementCache cache)
    {
        lock (_caches)
        {
            _caches.RemoveAll(known => !known.TryGetTarget(out _));
            _caches.Add(new(cache));
        }
    }

    public void Dispose()
    {
        lock (_caches)
        {
            foreach (var known in _caches)
            {
                if (known.TryGetTarget(out var cache))
                    cache.Clear();
            }
        }
    }
}
