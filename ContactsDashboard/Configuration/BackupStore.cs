using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Erasures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Configuration;

/// <summary>What a restore carried over from the store it replaced.</summary>
/// <param name="Before">The store as it was; null when there was none, or when it held people who are erased and was deleted.</param>
/// <param name="Entries">Entries of the ledger the backup did not have.</param>
/// <param name="Ended">Entries it had in force that have ended since.</param>
/// <param name="Erasures">Erasures it did not have.</param>
/// <param name="Erased">Addresses taken out of it because their people were erased.</param>
public sealed record RestoreReport(string? Before, long Entries, long Ended, long Erasures, int Erased)
{
    /// <summary>The replaced store held people who are erased, so that it was not kept.</summary>
    public bool IsBeforeDeleted { get; init; }
}

/// <summary>Copies the store, and puts a copy back without forgetting blocks and erasures made since.</summary>
internal sealed class BackupStore(DataDirectory directory, IDbContextFactory<DashboardDbContext> contexts, HashKeyRing ring, TimeProvider time)
{
    // What SQLite keeps beside a database in WAL mode.
    private static readonly string[] SideFiles = ["-wal", "-shm"];

    /// <summary>A consistent copy, also while the server runs.</summary>
    public async Task<Result> BackupAsync(string file, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
            return new Problem("ALREADY_EXISTS", $"{file} is there already; name a new file.");
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ExecuteAsync("VACUUM INTO @file", cancellationToken, ("@file", file));
        return Result.Ok;
    }

    /// <summary>
    /// Puts a backup in the store's place. Ledger entries, their history and erasures that are newer stay in force unless <paramref name="replaceLedger"/>.
    /// Refused while a server runs, and with <c>NOTHING_NEWER</c> where no store is in place. The store as it was stays beside the new one, unless it holds
    /// people who are erased.
    /// </summary>
    public async Task<Result<RestoreReport>> RestoreAsync(string file, bool replaceLedger, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return new Problem("NOT_FOUND", $"There is no file {file}.");
        await using var serverLock = ServerLock.Take(directory);
        var (restored, hasCurrent) = (directory.Database + ".restoring", File.Exists(directory.Database));
        File.Copy(file, restored, overwrite: true);
        try
        {
            var filled = await FillAsync(restored, hasCurrent, replaceLedger, cancellationToken);
            return filled.IsOk ? filled.Value with { Before = Swap(restored, hasCurrent, filled.Value.IsBeforeDeleted) } : filled;
        }
        catch (InvalidDataException e)
        {
            return new Problem("VALIDATION_ERROR", e.Message);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26) // SQLITE_CORRUPT, SQLITE_NOTADB
        {
            return new Problem("VALIDATION_ERROR", $"{file} is not a backup of this product, or it is damaged.");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            foreach (var part in SideFiles.Prepend(""))
                File.Delete(restored + part);
        }
    }

    private async Task<Result<RestoreReport>> FillAsync(string restored, bool hasCurrent, bool replaceLedger, CancellationToken cancellationToken)
    {
        using var statements = new StatementCaches();
        await using var context = new DashboardDbContext(Store.Options(restored, ring, statements));
        await Store.MigrateAsync(context, cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        if (hasCurrent)
            await context.ExecuteAsync(RestoreSql.Attach, cancellationToken, ("@file", directory.Database));
        if (!replaceLedger && (!hasCurrent || await context.ScalarAsync(RestoreSql.IsUnused, cancellationToken) == 1))
            return new Problem("NOTHING_NEWER", "There is no store in place, so that who was blocked or erased since the backup cannot be known. To take it as it is, add --without-newer.");
        var report = new RestoreReport(null, 0, 0, 0, 0);
        await using (var transaction = await context.Database.BeginTransactionAsync(cancellationToken))
        {
            var now = time.GetUtcNow();
            if (!replaceLedger)
            {
                if (await context.ScalarAsync(RestoreSql.Strangers, cancellationToken) > 0)
                    return new Problem("CONFLICT", "This backup is not an earlier state of this store. To take it as it is, blocks made since included, add --replace-ledger.");
                report = await CarryOverAsync(context, now, cancellationToken);
            }
            await context.ExecuteAsync(RestoreSql.EndJobs, cancellationToken, ("@now", now.UtcTicks));
            await context.ExecuteAsync(LedgerSql.RestateAll, cancellationToken, ("@now", now.UtcTicks));
            await context.ExecuteAsync(ListSql.RestateAll, cancellationToken, ("@now", now.UtcTicks));
            await transaction.CommitAsync(cancellationToken);
        }
        if (hasCurrent)
            await context.ExecuteAsync("DETACH DATABASE current", cancellationToken);
        // Rows that are gone may have left copies in pages that are still in use.
        await context.ExecuteAsync(report.Erased > 0 ? "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        return report;
    }

    private static async Task<RestoreReport> CarryOverAsync(DashboardDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var newer = (await context.QueryAsync(RestoreSql.Newer, row => new RestoreReport(null, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), 0), cancellationToken))[0];
        foreach (var sql in RestoreSql.KeepNewer.Concat(RestoreSql.KeepErasures))
            await context.ExecuteAsync(sql, cancellationToken);
        var holds = await context.ScalarAsync(RestoreSql.HoldsErased, cancellationToken) == 1;
        return newer with { Erased = await RestoredErasures.ApplyAsync(context, now, cancellationToken), IsBeforeDeleted = holds };
    }

    private string? Swap(string restored, bool hasCurrent, bool isForgotten)
    {
        SqliteConnection.ClearAllPools();
        string? before = null;
        if (hasCurrent && isForgotten)
        {
            foreach (var part in SideFiles.Prepend(""))
                File.Delete(directory.Database + part);
        }
        else if (hasCurrent)
        {
            before = $"{directory.Database}.before-{time.GetUtcNow():yyyyMMddHHmmss}";
            File.Move(directory.Database, before);
            foreach (var part in SideFiles.Where(p => File.Exists(directory.Database + p)))
                File.Move(directory.Database + part, before + part);
        }
        File.Move(restored, directory.Database);
        return before;
    }
}
