using System.Data.Common;
using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>What every connection must say before its first statement.</summary>
internal sealed class SqliteConnectionSetup(HashKeyRing? ring) : DbConnectionInterceptor
{
    // FULL: an acknowledged block survives a power cut, not only a kill. The busy handler of SQLite itself retries within
    // milliseconds; the provider's own retry sleeps 150 ms between tries.
    public const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 15000; PRAGMA foreign_keys = ON; "
        + "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000; PRAGMA mmap_size = 2147418112; PRAGMA wal_autocheckpoint = 8000; "
        // Who is erased must not go on living in free pages.
        + "PRAGMA secure_delete = ON;";

    /// <summary>For a connection that goes through much and keeps little; until it is returned.</summary>
    public const string SmallCache = "PRAGMA cache_size = -4000";

    /// <summary>SQLite's own lower() knows ASCII only.</summary>
    public const string Fold = "fold";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        ((SqliteConnection)connection).CreateFunction<string?, string?>(Fold, TextKey.Fold, isDeterministic: true);
        ForgetSql.Register((SqliteConnection)connection);
        if (ring is not null)
            HashSql.Register((SqliteConnection)connection, ring);
    }

    // SQLite has no asynchronous I/O: the synchronous form is the honest one here.
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
