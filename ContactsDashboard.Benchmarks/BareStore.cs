using ContactsDashboard.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Benchmarks;

/// <summary>The same database without the product: one open connection, prepared statements.</summary>
internal sealed class BareStore : IDisposable
{
    private readonly SqliteConnection _connection;

    public BareStore(string database)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        _connection.Open();
        Execute(SqliteConnectionSetup.Pragmas + SqliteConnectionSetup.Mapped);
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public SqliteCommand Prepare(string sql, params (string Name, object? Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        command.Prepare();
        return command;
    }

    public List<object[]> Query(string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = Prepare(sql, parameters);
        return Read(command);
    }

    public static List<object[]> Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    public void Dispose() => _connection.Dispose();
}
