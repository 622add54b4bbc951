using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Runs the named statements of this folder on a context's own connection and transaction.</summary>
internal static class Sql
{
    /// <summary>A command bound to the context's transaction; values are parameters, never text.</summary>
    public static async Task<DbCommand> CommandAsync(this DashboardDbContext context, string sql, CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var (name, value) in parameters)
            command.Parameters.Add(new SqliteParameter(name, value ?? DBNull.Value));
        return command;
    }

    public static async Task<int> ExecuteAsync(this DashboardDbContext context, string sql, CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters)
    {
        await using var command = await context.CommandAsync(sql, cancellationToken, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<long> ScalarAsync(this DashboardDbContext context, string sql, CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters)
    {
        await using var command = await context.CommandAsync(sql, cancellationToken, parameters);
        return await command.ExecuteScalarAsync(cancellationToken) is long value ? value : 0;
    }

    public static async Task<List<T>> QueryAsync<T>(this DashboardDbContext context, string sql, Func<DbDataReader, T> read,
        CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        await using var command = await context.CommandAsync(sql, cancellationToken, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>
    /// Runs named statements that may take long: SQLite breaks off in the middle of one when nobody waits for the answer any more. Not for queries of
    /// Entity Framework, which would report that as a failure.
    /// </summary>
    public static async Task<T> BreakOffAsync<T>(this DashboardDbContext context, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = ((SqliteConnection)context.Database.GetDbConnection()).Handle;
        await using var registration = cancellationToken.Register(() => raw.sqlite3_interrupt(connection));
        try
        {
            return await read();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The answer was no longer waited for.", e, cancellationToken);
        }
    }

    /// <summary>One snapshot for several statements, so that rows and totals of one answer agree. Takes no write lock.</summary>
    public static Task<IDbContextTransaction> BeginReadAsync(this DatabaseFacade database, CancellationToken cancellationToken) =>
        database.BeginTransactionAsync(System.Data.IsolationLevel.ReadUncommitted, cancellationToken);

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset Instant(this DbDataReader reader, int column) => new(reader.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? InstantOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Instant(column);

    /// <summary>Instants of mail are stored as ticks with 0 for unknown.</summary>
    public static DateTimeOffset? KnownInstant(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
