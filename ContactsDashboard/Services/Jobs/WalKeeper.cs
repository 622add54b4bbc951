using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Jobs;

/// <summary>
/// Moves the write-ahead log into the database beside those who write. Left to SQLite, whoever commits the page that fills the log does it for all before
/// they are answered, a tenth of a second in the middle of a wide change.
/// </summary>
internal sealed class WalKeeper(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time, ILogger<WalKeeper> log) : BackgroundService
{
    // In a wide change the same pages are written again and again: the longer the pause, the fewer of them are copied, and the fewer commits wait for the disk.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private int _written;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void Note() => Volatile.Write(ref _written, 1);
        writer.Committed += Note;
        try
        {
            using var timer = new PeriodicTimer(Pause, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Interlocked.Exchange(ref _written, 0) > 0)
                    await BackgroundRound.TryAsync(CheckpointAsync, log, stoppingToken);
            }
        }
        finally
        {
            writer.Committed -= Note;
        }
    }

    /// <summary>Passive: as much as readers allow, and no writer waits for it.</summary>
    internal async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ExecuteAsync("PRAGMA wal_checkpoint(PASSIVE)", cancellationToken);
        NativeHeap.Trim();
    }
}
