using System.Data.Common;
using System.Runtime.CompilerServices;
using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>What must be said to every database handle before its first statement.</summary>
/// <param name="forWriter">Whether it is one that stays with who writes.</param>
internal sealed class SqliteConnectionSetup(HashKeyRing? ring, StatementCaches? caches, bool forWriter = false) : DbConnectionInterceptor
{
    public const string CacheSize = "PRAGMA cache_size = -16000; ";

    // Of the writer there is one: what it changed is what it changes next.
    public const string CacheOfWriter = "PRAGMA cache_size = -48000; ";

    // Scans are faster so. But SQLite gives the whole map back after each commit of another handle, and what is read next is mapped page by page anew.
    public const string Mapped = "PRAGMA mmap_size = 2147418112; ";

    public const string NotMapped = "PRAGMA mmap_size = 0; ";

    // FULL: an acknowledged block survives a power cut, not only a kill. The busy handler of SQLite itself retries within
    // milliseconds; the provider's own retry sleeps 150 ms between tries.
    public const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 15000; PRAGMA foreign_keys = ON; "
        + "PRAGMA temp_store = MEMORY; "
        // Mostly WalKeeper is earlier; where it is not at work, or cannot keep up, the log does not grow without end.
        + "PRAGMA wal_autocheckpoint = 65536; "
        // Who is erased must not go on living in free pages.
        + "PRAGMA secure_delete = ON;";

    // SQLITE_DBCONFIG_ENABLE_QPSG
    private const int QueryPlannerStability = 1007;

    /// <summary>SQLite's own lower() knows ASCII only.</summary>
    public const string Fold = "fold";

    // Handles outlive connections, which take them from a pool: what was said to one once still holds.
    private static readonly ConditionalWeakTable<sqlite3, object> Told = [];

    static SqliteConnectionSetup()
    {
        Batteries_V2.Init();
        // Counting what it allocates takes a lock of the whole process each time. Where a database was opened before, it goes on counting.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (Told.TryGetValue(handle, out var by) && by == (ring ?? (object)Told))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas + (forWriter ? CacheOfWriter + NotMapped : CacheSize + Mapped);
        command.ExecuteNonQuery();
        // Plans do not depend on values: otherwise every statement that could use a partial index is compiled again for new ones.
        SqliteException.ThrowExceptionForRC(raw.sqlite3_db_config(handle, QueryPlannerStability, 1, out _), handle);
        SqliteFunctions.Add(handle, Fold, TextKey.Fold);
        ForgetSql.Register(handle);
        if (ring is not null)
            HashSql.Register(handle, ring);
        caches?.Add(StatementCache.Of((SqliteConnection)connection));
        Told.AddOrUpdate(handle, ring ?? (object)Told);
    }

    // SQLite has no asynchronous I/O: the synchronous form is the honest one here.
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
