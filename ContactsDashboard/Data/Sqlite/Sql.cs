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
    private static readonly TimeSpan InterruptedEvery = TimeSpan.FromMilliseconds(5);

    /// <summary>A command bound to the context's transaction; values are parameters, never text.</summary>
    private static async Task<DbCommand> CommandAsync(this DashboardDbContext context, string sql, CancellationToken cancellationToken,
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

    /// <summary>Runs statements that run seldom, or several in one text.</summary>
    public static async Task<int> ExecuteAsync(this DashboardDbContext context, string sql, CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters)
    {
        await using var command = await context.CommandAsync(sql, cancellationToken, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs one statement that is compiled once for many times; how many rows it changed itself, triggers not counted.</summary>
    public static Task<int> RunAsync(this DashboardDbContext context, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        context.WithAsync(sql, statement => statement.Run(), parameters, cancellationToken);

    public static Task<long> ScalarAsync(this DashboardDbContext context, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        context.WithAsync(sql, statement => statement.Number() ?? 0, parameters, cancellationToken);

    public static Task<List<T>> QueryAsync<T>(this DashboardDbContext context, string sql, Func<Row, T> read, CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters) =>
        context.WithAsync(sql, statement =>
        {
            var rows = new List<T>();
            while (statement.Step())
            {
                rows.Add(read(new(statement)));
                cancellationToken.ThrowIfCancellationRequested();
            }
            return rows;
        }, parameters, cancellationToken);

    /// <summary>For more rows than a list should hold.</summary>
    public static Task<int> ReadAsync(this DashboardDbContext context, string sql, Action<Row> read, CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters) =>
        context.WithAsync(sql, statement =>
        {
            var rows = 0;
            for (; statement.Step(); rows++)
            {
                read(new(statement));
                cancellationToken.ThrowIfCancellationRequested();
            }
            return rows;
        }, parameters, cancellationToken);

    /// <summary>
    /// Runs named statements that may take long: SQLite breaks off in the middle of one when nobody waits for the answer any more. Not for queries of
    /// Entity Framework, which would report that as a failure.
    /// </summary>
    public static async Task<T> BreakOffAsync<T>(this DashboardDbContext context, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = ((SqliteConnection)context.Database.GetDbConnection()).Handle;
        Timer? interrupting = null;
        // Again and again: an interruption between two statements, or before the first step of one, is none.
        var registration = cancellationToken.Register(() => interrupting = new(_ => raw.sqlite3_interrupt(connection), null, TimeSpan.Zero, InterruptedEvery));
        try
        {
            return await read();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The answer was no longer waited for.", e, cancellationToken);
        }
        finally
        {
            // The handle serves others next.
            await registration.DisposeAsync();
            if (interrupting is not null)
                await interrupting.DisposeAsync();
        }
    }

    /// <summary>One snapshot for several statements, so that rows and totals of one answer agree. Takes no write lock.</summary>
    public static Task<IDbContextTransaction> BeginReadAsync(this DatabaseFacade database, CancellationToken cancellationToken) =>
        database.BeginTransactionAsync(System.Data.IsolationLevel.ReadUncommitted, cancellationToken);

    /// <summary>Instants of mail are stored as ticks with 0 for unknown.</summary>
    public static DateTimeOffset? KnownInstant(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    private static async Task<T> WithAsync<T>(this DashboardDbContext context, string sql, Func<RawStatement, T> use,
        (string Name, object? Value)[] parameters, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        var cache = StatementCache.Of(connection);
        var statement = cache.Take(connection, sql, parameters);
        try
        {
            return use(statement);
        }
        finally
        {
            cache.Return(sql, statement);
        }
    }
}
