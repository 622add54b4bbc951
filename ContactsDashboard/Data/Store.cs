using ContactsDashboard.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Data;

/// <summary>How the database is reached.</summary>
internal static class Store
{
    public static DbContextOptions<DashboardDbContext> Options(string path, HashKeyRing? ring = null, StatementCaches? caches = null) =>
        Configure(new DbContextOptionsBuilder<DashboardDbContext>(), path, ring, caches).Options;

    /// <param name="forWriter">Handles that nobody who only reads is given.</param>
    public static TBuilder Configure<TBuilder>(TBuilder builder, string path, HashKeyRing? ring, StatementCaches? caches, bool forWriter = false)
        where TBuilder : DbContextOptionsBuilder
    {
        // Handles are pooled by their connection strings, and a string that says what goes without saying is another one.
        var cache = forWriter ? SqliteCacheMode.Private : SqliteCacheMode.Default;
        var connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30, Cache = cache }.ToString();
        builder.UseSqlite(connection, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).AddInterceptors(new SqliteConnectionSetup(ring, caches, forWriter));
        return builder;
    }

    /// <summary>Creates or upgrades the database. A copy made by VACUUM is not in WAL mode, and EF Core looks at a database read-only first.</summary>
    public static async Task MigrateAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        var path = ((SqliteConnection)context.Database.GetDbConnection()).DataSource;
        if (File.Exists(path))
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        if ((await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(context.Database.GetMigrations()).Any())
            throw new InvalidDataException($"{path} was made by a newer version of this product.");
        // Migrating takes a lock that a killed process never gives back; every command would risk leaving it behind for nothing.
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            await context.Database.MigrateAsync(cancellationToken);
    }
}
