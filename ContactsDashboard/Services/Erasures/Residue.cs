using System.Buffers;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Erasures;

/// <summary>What deleting rows leaves behind: bytes in the database's files, mail in the outbox, uploads, replaced copies of the store.</summary>
internal sealed class Residue(DataDirectory directory, StoreWriter writer)
{
    private const int Block = 1 << 20;

    /// <summary>
    /// Deletes the files of the data directory that name the person: mail the product wrote, files it exported, uploads that are read, and copies of the store that a restore
    /// replaced, whoever they name.
    /// </summary>
    public async Task DeleteFilesAsync(DashboardDbContext context, Needles needles, CancellationToken cancellationToken)
    {
        var waiting = (await context.Jobs.Where(j => (j.Kind == JobKind.ImportMail || j.Kind == JobKind.ImportSuppressions || j.Kind == JobKind.ImportContacts) && (j.State == JobState.Queued || j.State == JobState.Running))
            .Select(j => j.Command).ToListAsync(cancellationToken)).ToList();
        var files = Files(directory.Outbox, SearchOption.AllDirectories).Concat(Files(directory.Exports, SearchOption.TopDirectoryOnly))
            .Concat(Files(directory.Uploads, SearchOption.TopDirectoryOnly).Where(f => !waiting.Exists(c => c.Contains(Path.GetFileName(f), StringComparison.Ordinal))));
        foreach (var file in files)
        {
            if (await IsInAsync(file, [.. needles.Bytes.Concat(needles.Texts.Select(System.Text.Encoding.Unicode.GetBytes))], cancellationToken))
                File.Delete(file);
        }
        foreach (var copy in directory.Replaced)
            File.Delete(copy);
    }

    /// <summary>
    /// Overwrites what the database's files still hold: the log goes into the database, and where a page kept a stale copy the database is written anew.
    /// Without needles nobody knows what to look for any more, and it is written anew in any case.
    /// </summary>
    public async Task ClearAsync(Needles? needles, Func<string, Task> onStep, CancellationToken cancellationToken)
    {
        await onStep("Overwriting what was deleted");
        await writer.AloneAsync(context => CheckpointAsync(context, cancellationToken), cancellationToken);
        if (needles is not null && !await IsInDatabaseAsync(needles, cancellationToken))
            return;
        await onStep("Writing the database anew: a page kept an old copy");
        await writer.AloneAsync(async context =>
        {
            // In memory, the copy would take as much of it as the database takes of the disk.
            await context.ExecuteAsync("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY", cancellationToken);
            await CheckpointAsync(context, cancellationToken);
        }, cancellationToken);
    }

    private async Task<bool> IsInDatabaseAsync(Needles needles, CancellationToken cancellationToken)
    {
        byte[][] bytes = [.. needles.Bytes];
        return await IsInAsync(directory.Database, bytes, cancellationToken) || await IsInAsync(directory.Database + "-wal", bytes, cancellationToken);
    }

    private static Task<int> CheckpointAsync(DashboardDbContext context, CancellationToken cancellationToken) => context.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);

    private static IEnumerable<string> Files(string folder, SearchOption depth) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", depth) : [];

    private static async Task<bool> IsInAsync(string path, byte[][] needles, CancellationToken cancellationToken)
    {
        var longest = needles.Max(n => n.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(Block + longest);
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
            for (int kept = 0, read; (read = await file.ReadAsync(buffer.AsMemory(kept, Block), cancellationToken)) > 0;)
            {
                var length = kept + read;
                if (Array.Exists(needles, n => buffer.AsSpan(0, length).IndexOf(n) >= 0))
                    return true;
                // What lies across two blocks is whole in the next round.
                kept = Math.Min(longest, length);
                buffer.AsSpan(length - kept, kept).CopyTo(buffer);
            }
            return false;
        }
        catch (FileNotFoundException)
        {
            return false; // sent, read or gone meanwhile
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
