using ContactsDashboard.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Data;

/// <summary>How the database is reached.</summary>
internal static class Store
{
    public static DbContextOptions<DashboardDbContext> Options(string path) => Configure(new DbContextOptionsBuilder<DashboardDbContext>(), path).Options;

    public static TBuilder Configure<TBuilder>(TBuilder builder, string path) where TBuilder : DbContextOptionsBuilder
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
        builder.UseSqlite(connection, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).AddInterceptors(new SqliteConnectionSetup());
        return builder;
    }

    /// <summary>Names the database whose connections a writer must queue for.</summary>
    public static string PathOf(DashboardDbContext context) => ((SqliteConnection)context.Database.GetDbConnection()).DataSource;
}
