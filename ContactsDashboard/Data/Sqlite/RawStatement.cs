using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// A prepared statement without the provider's objects in between, for loops over millions of rows: a row costs a fraction of a <see cref="Statement"/>'s.
/// Runs in whatever transaction its connection is in. Parameters are <c>?1</c>, <c>?2</c> ….
/// </summary>
internal sealed unsafe class RawStatement : IDisposable
{
    private const int Inline = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _owner;
    private readonly nint _statement;
    private readonly int _parameters;
    private string[]? _names;

    public RawStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _owner, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
        {
            _owner.Dispose();
            throw new ArgumentException("More than one statement.", nameof(sql));
        }
        (_statement, _parameters) = (_owner.DangerousGetHandle(), raw.sqlite3_bind_parameter_count(_owner));
    }

    /// <summary>How often SQLite compiled it anew (SQLITE_STMTSTATUS_REPREPARE).</summary>
    public int Recompilations => raw.sqlite3_stmt_status(_owner, 5, 0);

    /// <summary>The id of the row the connection inserted last.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(_database);

    public RawStatement Bind(int parameter, long? value)
    {
        Check(value is { } number ? NativeSqlite.BindLong(_statement, parameter, number) : NativeSqlite.BindNull(_statement, parameter));
        return this;
    }

    public RawStatement Bind(int parameter, double? value)
    {
        Check(value is { } number ? NativeSqlite.BindDouble(_statement, parameter, number) : NativeSqlite.BindNull(_statement, parameter));
        return this;
    }

    public RawStatement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            Check(NativeSqlite.BindNull(_statement, parameter));
            return this;
        }
        // SQLite copies the bytes.
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = most <= Inline ? stackalloc byte[Inline] : new byte[most];
        fixed (byte* text = bytes)
            Check(NativeSqlite.BindText(_statement, parameter, text, Encoding.UTF8.GetBytes(value, bytes), NativeSqlite.Copied));
        return this;
    }

    /// <summary>Binds a named parameter; one the statement does not have is left out.</summary>
    public RawStatement Bind(string name, object? value)
    {
        var parameter = raw.sqlite3_bind_parameter_index(_owner, name);
        return parameter == 0 ? this : BindObject(parameter, value);
    }

    public RawStatement Bind(int parameter, byte[] value)
    {
        Check(raw.sqlite3_bind_blob(_owner, parameter, value));
        return this;
    }

    /// <summary>Binds every named parameter; one that is given no value is an error, values the statement has no use for are left out.</summary>
    public void BindAll(ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        _names ??= [.. Enumerable.Range(1, _parameters).Select(i => raw.sqlite3_bind_parameter_name(_owner, i).utf8_to_string())];
        for (var i = 0; i < _names.Length; i++)
            BindObject(i + 1, ValueOf(parameters, _names[i]));
    }

    /// <summary>Binds the parameters <c>?1</c>, <c>?2</c> … in their order, all of them.</summary>
    public void BindAll(ReadOnlySpan<object?> values)
    {
        if (values.Length != _parameters)
            throw new ArgumentException($"{values.Length} values for {_parameters} parameters.", nameof(values));
        for (var i = 0; i < values.Length; i++)
            BindObject(i + 1, values[i]);
    }

    private RawStatement BindObject(int parameter, object? value) => value switch
    {
        string text => Bind(parameter, text),
        byte[] bytes => Bind(parameter, bytes),
        double number => Bind(parameter, (double?)number),
        null or DBNull => Bind(parameter, (long?)null),
        bool flag => Bind(parameter, flag ? 1L : 0L),
        // As Entity Framework stores it.
        Guid id => Bind(parameter, id.ToString().ToUpperInvariant()),
        long or int or short or byte or uint or Enum => Bind(parameter, (long?)Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"A {value.GetType()} as a value of a statement."),
    };

    /// <summary>Ready for others: at the beginning, and without values.</summary>
    public void Clear()
    {
        Reset();
        _ = raw.sqlite3_clear_bindings(_owner);
    }

    /// <summary>Goes to the next row; false when there is none, and the statement is ready for the next values.</summary>
    public bool Step()
    {
        var code = NativeSqlite.Step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        Reset();
        if (code != raw.SQLITE_DONE)
            Check(code);
        return false;
    }

    /// <summary>Ready for the next values before the last row was read.</summary>
    public void Reset() => _ = NativeSqlite.Reset(_statement);

    /// <summary>Runs it to its end; how many rows it changed itself, triggers not counted.</summary>
    public int Run()
    {
        while (Step())
            continue;
        return raw.sqlite3_changes(_database);
    }

    /// <summary>The first column of the first row, or null.</summary>
    public long? Number()
    {
        long? number = Step() && !IsNull(0) ? Long(0) : null;
        Reset();
        return number;
    }

    public bool IsNull(int column) => NativeSqlite.ColumnType(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => NativeSqlite.ColumnLong(_statement, column);

    public int Columns => raw.sqlite3_column_count(_owner);

    public double Double(int column) => raw.sqlite3_column_double(_owner, column);

    /// <summary>A number, a text, or bytes; null for null.</summary>
    public object? Value(int column) => NativeSqlite.ColumnType(_statement, column) switch
    {
        raw.SQLITE_INTEGER => Long(column),
        raw.SQLITE_FLOAT => Double(column),
        raw.SQLITE_NULL => null,
        raw.SQLITE_BLOB => Utf8(column).ToArray(),
        _ => Text(column),
    };

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Utf8(column));

    /// <summary>A text as it is stored, until the next step; empty for null.</summary>
    public ReadOnlySpan<byte> Utf8(int column)
    {
        var bytes = NativeSqlite.ColumnBytes(_statement, column);
        return bytes is null ? [] : new(bytes, NativeSqlite.ColumnLength(_statement, column));
    }

    public void Dispose() => _owner.Dispose();

    private static object? ValueOf(ReadOnlySpan<(string Name, object? Value)> parameters, string name)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Name == name)
                return parameter.Value;
        }
        throw new InvalidOperationException($"{name} has no value.");
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(code, _database);
    }
}
