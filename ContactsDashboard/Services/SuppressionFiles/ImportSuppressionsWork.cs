using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.SuppressionFiles;

/// <summary>
/// Adds the lines of a file to the ledger; how far it got is stored with each chunk. A line always adds: who is suppressed for another reason, or until
/// some day, is now suppressed for the file's reason too.
/// </summary>
internal sealed class ImportSuppressionsWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time) : IJobWork
{
    private const int Chunk = 500;

    private bool _hasMetErased;

    public JobKind Kind => JobKind.ImportSuppressions;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = JsonSerializer.Deserialize<ImportSuppressionsCommand>(job.Command, JsonSerializerOptions.Web)!;
        var progress = job.Progress is null ? new(null, new()) : JsonSerializer.Deserialize<ImportSuppressionsProgress>(job.Progress, JsonSerializerOptions.Web)!;
        if (!File.Exists(command.File))
            throw new JobFailedException("The uploaded file is gone. Upload it again; what was read before is kept.");
        // As of the moment it was started: a line whose expiry passes meanwhile counts as it was counted before.
        var reader = new SuppressionFileReader(job.Scope, command.Otherwise, command.ReadAt ?? time.GetUtcNow());
        await ReadAsync(job, command, progress, reader, keepGoing, cancellationToken);
        // Kept for its rejected lines, unless it names somebody who was erased.
        if (_hasMetErased)
            File.Delete(command.File);
    }

    private async Task ReadAsync(JobContext job, ImportSuppressionsCommand command, ImportSuppressionsProgress progress, SuppressionFileReader reader, Func<Task<bool>> keepGoing,
        CancellationToken cancellationToken)
    {
        var digests = new DigestIndex(job.Scope.Id);
        await using var file = File.OpenRead(command.File);
        await foreach (var lines in SuppressionImportService.ChunkAsync(reader.ReadAsync(file, progress.Counts.Line, cancellationToken), Chunk, cancellationToken))
        {
            if (!await keepGoing())
                return;
            if (lines.Exists(l => l.Addition is { IsOk: true, Value.IsDigest: true }))
                await FillAsync(digests, cancellationToken);
            progress = (await writer.WriteAsync<ImportSuppressionsProgress>(job.Scope.Id,
                async context => await AddAsync(context, job, command, progress, lines, digests, cancellationToken), cancellationToken)).Value;
        }
    }

    private async Task<ImportSuppressionsProgress> AddAsync(DashboardDbContext context, JobContext job, ImportSuppressionsCommand command,
        ImportSuppressionsProgress before, List<FileLine> lines, DigestIndex digests, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var audit = before.AuditId is { } known
            ? await context.Audit.SingleAsync(a => a.Id == known, cancellationToken)
            : await AuditLog.WriteAsync(context, job.Scope, AuditVerb.AddedMany, now, cancellationToken, details: new { file = command.Name, job = job.Id });
        var counts = before.Counts;
        var additions = await digests.ResolveAsync(context, [.. lines.Where(l => l.Addition.IsOk).Select(l => l.Addition.Value)], cancellationToken);
        using (var ledger = Ledger.Open(context, job.Scope, SuppressionLevel.Own, SuppressionSource.Import, audit, now))
        {
            foreach (var addition in additions)
            {
                var standing = ledger.Standing(addition.Scope, addition.Value);
                var same = standing.Find(e => e.Reason == addition.Reason);
                var isDuplicate = same is not null && ledger.IsClaimed(same.Id);
                // The stricter of two lines holds, whichever comes first.
                if (!isDuplicate || addition.Scope == SuppressionScope.Domain || Ledger.LastingAsLong([same!], addition.ExpiresAt) is null)
                    ledger.Add(addition, standing);
                counts = isDuplicate ? counts with { Duplicates = counts.Duplicates + 1 } : same is null ? counts with { Added = counts.Added + 1 } : counts with { Joined = counts.Joined + 1 };
            }
            _hasMetErased |= ledger.HasMetErased;
        }
        foreach (var targets in additions.GroupBy(a => a.Scope))
            await Ledger.RestateAsync(context, job.Scope, SuppressionLevel.Own, targets.Key, [.. targets.Select(t => t.Value).Distinct()], now, cancellationToken);
        counts = counts with { Lines = counts.Lines + lines.Count, Rejected = counts.Rejected + lines.Count - additions.Count, Line = lines[^1].Line };
        audit.Count = counts.Added + counts.Joined;
        return await SaveAsync(context, job.Id, new(audit.Id, counts), cancellationToken);
    }

    // Outside of the transaction: the first time it takes its time.
    private async Task FillAsync(DigestIndex digests, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await digests.FillAsync(context, cancellationToken);
    }

    private static async Task<ImportSuppressionsProgress> SaveAsync(DashboardDbContext context, long job, ImportSuppressionsProgress progress, CancellationToken cancellationToken)
    {
        await context.SaveChangesAsync(cancellationToken);
        var text = JsonSerializer.Serialize(progress, JsonSerializerOptions.Web);
        await context.Jobs.Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, text), cancellationToken);
        return progress;
    }
}
