using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Configuration;

/// <summary>Copies the store, and puts a copy back without forgetting blocks made since.</summary>
public sealed class BackupStore(DataDirectory directory, IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
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
    /// Puts a backup in the store's place. Ledger entries and their history that are newer stay in force unless <paramref name="replaceLedger"/>.
    /// Refused while a server runs. The store as it was stays beside the new one; its path is returned, or null when there was none.
    /// </summary>
    public async Task<Result<string?>> RestoreAsync(string file, bool replaceLedger, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return new Problem("NOT_FOUND", $"There is no file {file}.");
        await using var serverLock = ServerLock.Take(directory);
        var (restored, hasCurrent) = (directory.Database + ".restoring", File.Exists(directory.Database));
        File.Copy(file, restored, overwrite: true);
        try
        {
            if (await FillAsync(restored, hasCurrent && !replaceLedger, cancellationToken) is { } problem)
                return problem;
            return Swap(restored, hasCurrent);
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

    private async Task<Problem?> FillAsync(string restored, bool keepNewer, CancellationToken cancellationToken)
    {
        await using var context = new DashboardDbContext(Store.Options(restored));
        await Store.MigrateAsync(context, cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        if (keepNewer)
            await context.ExecuteAsync(RestoreSql.Attach, cancellationToken, ("@file", directory.Database));
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (keepNewer)
        {
            if (await context.ScalarAsync(RestoreSql.Strangers, cancellationToken) > 0)
                return new Problem("CONFLICT", "This backup is not an earlier state of this store. To take it as it is, blocks made since included, add --replace-ledger.");
            foreach (var sql in RestoreSql.KeepNewer)
                await context.ExecuteAsync(sql, cancellationToken);
        }
        var now = time.GetUtcNow().UtcTicks;
        await context.ExecuteAsync(RestoreSql.EndJobs, cancellationToken, ("@now", now));
        await context.ExecuteAsync(LedgerSql.RestateAll, cancellationToken, ("@now", now));
        await transaction.CommitAsync(cancellationToken);
        await context.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        return null;
    }

    private string? Swap(string restored, bool hasCurrent)
    {
        SqliteConnection.ClearAllPools();
        string? before = null;
        if (hasCurrent)
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
