using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// A prepared statement over many rows of values. A statement opens every index of its table anew, which for a table of forty indexes costs several times what a
/// row does: rows pay that together.
/// </summary>
/// <param name="before">What comes before the rows, which are a table of <c>column1</c>, <c>column2</c> …</param>
/// <param name="after">What comes after them, so that one whose <c>column1</c> is null does nothing.</param>
/// <param name="columns">How many values each row has of its own.</param>
/// <param name="shared">How many values the rows share: <c>?1</c>, <c>?2</c> …</param>
internal sealed class RowsStatement(SqliteConnection connection, string before, string after, int columns, int shared = 0) : IDisposable
{
    private const int Size = 128;

    private RawStatement? _statement;
    private int _next;

    /// <summary>Runs it over all rows, in their order; both functions say all their values with <see cref="Add(long?)"/>, one after the other.</summary>
    public void Run<T>(List<T> rows, Action<RowsStatement> share, Action<RowsStatement, T> each)
    {
        for (var at = 0; at < rows.Count; at += Size)
        {
            (_statement, _next) = (_statement ?? new(connection, Sql()), 1);
            share(this);
            var count = Math.Min(Size, rows.Count - at);
            for (var i = 0; i < count; i++)
                each(this, rows[at + i]);
            for (var i = count; i < Size; i++)
                _statement.Bind(shared + 1 + (i * columns), (long?)null);
            _statement.Run();
        }
    }

    public RowsStatement Add(long? value)
    {
        _statement!.Bind(_next++, value);
        return this;
    }

    public RowsStatement Add(double? value)
    {
        _statement!.Bind(_next++, value);
        return this;
    }

    public RowsStatement Add(string? value)
    {
        _statement!.Bind(_next++, value);
        return this;
    }

    public void Dispose() => _statement?.Dispose();

    private string Sql()
    {
        var (sql, number) = (new StringBuilder(before).Append(" (VALUES "), shared);
        for (var i = 0; i < Size; i++)
        {
            for (var column = 0; column < columns; column++)
                sql.Append(column > 0 ? ", " : i > 0 ? ", (" : "(").Append(CultureInfo.InvariantCulture, $"?{++number}");
            sql.Append(')');
        }
        return sql.Append(") ").Append(after).ToString();
    }
}
