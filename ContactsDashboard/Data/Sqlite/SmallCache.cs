namespace ContactsDashboard.Data.Sqlite;

/// <summary>A connection that goes through much and keeps little of it, for as long as this is held; its handle serves others afterwards.</summary>
internal sealed class SmallCache : IAsyncDisposable
{
    private readonly DashboardDbContext _context;

    private SmallCache(DashboardDbContext context) => _context = context;

    /// <param name="maps">False for many short moments while others write.</param>
    public static async Task<SmallCache> TakeAsync(DashboardDbContext context, CancellationToken cancellationToken, bool maps = true)
    {
        await context.ExecuteAsync("PRAGMA cache_size = -4000; " + (maps ? SqliteConnectionSetup.Mapped : SqliteConnectionSetup.NotMapped), cancellationToken);
        return new(context);
    }

    public async ValueTask DisposeAsync() => await _context.ExecuteAsync(SqliteConnectionSetup.CacheSize + SqliteConnectionSetup.Mapped, CancellationToken.None);
}
