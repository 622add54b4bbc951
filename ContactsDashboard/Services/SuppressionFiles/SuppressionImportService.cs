using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.SuppressionFiles;

/// <summary>Brings suppression lists of other products, or our own exports, into the ledger: first a count of the whole file, then a durable job.</summary>
public sealed class SuppressionImportService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time,
    UploadedFiles uploads)
{
    private const int ListedRejections = 50;

    private const int Chunk = 1_000;

    private static readonly Problem NotFound = new("JOB_NOT_FOUND", "This file is no longer there. Upload it again.");

    /// <summary>Keeps an uploaded file for a day, or until it is imported; the id of its job.</summary>
    public async Task<Result<long>> UploadAsync(OrganizationId organization, string fileName, Stream content, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Block, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await uploads.AddJobAsync(writer, allowed.Value, JobKind.ImportSuppressions, fileName, content,
            file => new ImportSuppressionsCommand(file.Path, file.Name, SuppressionReason.Manual, null, null), time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Reads the whole file and says what importing it would do; changes nothing. <c>VALIDATION_ERROR</c> when it is no table.</summary>
    public async Task<Result<FilePreview>> PreviewAsync(OrganizationId organization, long jobId, SuppressionReason otherwise, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(organization, jobId, cancellationToken);
        if (!opened.IsOk)
            return opened.Problem!;
        var (scope, job, command) = opened.Value;
        var reader = new SuppressionFileReader(scope, otherwise, time.GetUtcNow());
        var (counts, reasons, rejected) = (new FileCounts(), new Dictionary<SuppressionReason, long>(), new List<RejectedLine>());
        try
        {
            await using var file = File.OpenRead(command.File);
            var seen = new HashSet<UInt128>();
            await foreach (var lines in ChunkAsync(reader.ReadAsync(file, 0, cancellationToken), Chunk, cancellationToken))
            {
                var fresh = lines.Where(l => l.Addition.IsOk && seen.Add(Fingerprint(l.Addition.Value))).Select(l => l.Addition.Value).ToList();
                var joined = await CountJoinedAsync(scope, fresh, cancellationToken);
                var bad = lines.Where(l => !l.Addition.IsOk).ToList();
                counts = counts with
                {
                    Lines = counts.Lines + lines.Count, Added = counts.Added + fresh.Count - joined, Joined = counts.Joined + joined,
                    Rejected = counts.Rejected + bad.Count, Duplicates = counts.Duplicates + lines.Count - bad.Count - fresh.Count,
                };
                foreach (var group in fresh.GroupBy(a => a.Reason))
                    reasons[group.Key] = reasons.GetValueOrDefault(group.Key) + group.Count();
                rejected.AddRange(bad.Take(ListedRejections - rejected.Count).Select(l => new RejectedLine(l.Line, l.Cells.FirstOrDefault("")!, l.Addition.Problem!.Message)));
            }
        }
        catch (SuppressionFileException e)
        {
            return new Problem("VALIDATION_ERROR", e.Message);
        }
        return new FilePreview(job.Id, command.Name, [.. reader.Columns], counts, reasons, rejected);
    }

    /// <summary>Starts the import of what was previewed, with the same default reason.</summary>
    public async Task<Result> StartAsync(OrganizationId organization, FilePreview preview, SuppressionReason otherwise, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(organization, preview.JobId, cancellationToken);
        if (!opened.IsOk)
            return opened.Problem!;
        var command = JsonSerializer.Serialize(opened.Value.Command with { Otherwise = otherwise, Total = preview.Counts.Lines, ReadAt = time.GetUtcNow() }, JsonSerializerOptions.Web);
        var started = await writer.WriteAsync<bool>(organization, async context => await context.Jobs
            .Where(j => j.Id == preview.JobId && j.State == JobState.Previewed)
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Queued).SetProperty(x => x.Command, command), cancellationToken) == 1 ? true : NotFound, cancellationToken);
        return started.ToResult();
    }

    /// <summary>The organisation's latest imports, newest first; previews are not among them.</summary>
    public async Task<Result<IReadOnlyList<FileImportState>>> LatestAsync(OrganizationId organization, int limit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var jobs = await context.Jobs.AsNoTracking().Where(j => j.OrganizationId == organization.Value && j.Kind == JobKind.ImportSuppressions)
            .Where(j => j.State != JobState.Previewed && (j.State != JobState.Cancelled || j.Progress != null))
            .OrderByDescending(j => j.Id).Take(Math.Clamp(limit, 1, 50)).ToListAsync(cancellationToken);
        return jobs.ConvertAll(job =>
        {
            var (command, progress) = (JobFactory.CommandOf<ImportSuppressionsCommand>(job), JobFactory.ProgressOf<ImportSuppressionsProgress>(job));
            return new FileImportState(job.Id, command.Name, job.State, progress?.Counts ?? new(), command.Total, progress?.AuditId, job.Error, job.CreatedAt);
        });
    }

    /// <summary>The lines an import rejected, with all their cells and why, for mending; as long as the file is kept.</summary>
    public async Task<Result<RejectedLines>> RejectedAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Block | Permissions.Export, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId && j.Kind == JobKind.ImportSuppressions, cancellationToken);
        if (job is null || JobFactory.CommandOf<ImportSuppressionsCommand>(job) is not { ReadAt: { } readAt } command || !File.Exists(command.File))
            return NotFound;
        var reader = new SuppressionFileReader(allowed.Value, command.Otherwise, readAt);
        await using var head = File.OpenRead(command.File);
        await foreach (var _ in reader.ReadAsync(head, 0, cancellationToken))
            break;
        return new RejectedLines(command.Name, reader.Header, RowsAsync(command.File, new(allowed.Value, command.Otherwise, readAt), cancellationToken));
    }

    private static async IAsyncEnumerable<(IReadOnlyList<string> Cells, string Why)> RowsAsync(string path, SuppressionFileReader reader,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        await foreach (var line in reader.ReadAsync(file, 0, cancellationToken))
        {
            if (!line.Addition.IsOk)
                yield return (line.Cells, line.Addition.Problem!.Message);
        }
    }

    internal static async IAsyncEnumerable<List<FileLine>> ChunkAsync(IAsyncEnumerable<FileLine> lines, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = new List<FileLine>(size);
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            chunk.Add(line);
            if (chunk.Count < size)
                continue;
            yield return chunk;
            chunk = new(size);
        }
        if (chunk.Count > 0)
            yield return chunk;
    }

    private async Task<Result<Opened>> OpenAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Block, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var user = (allowed.Value.Actor as UserActor)?.UserId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId
            && j.Kind == JobKind.ImportSuppressions && j.State == JobState.Previewed && j.UserId == user, cancellationToken);
        if (job is null || JobFactory.CommandOf<ImportSuppressionsCommand>(job) is not { } command || !File.Exists(command.File))
            return NotFound;
        return new Opened(allowed.Value, job, command);
    }

    private async Task<long> CountJoinedAsync(OrganizationScope scope, List<LedgerAddition> additions, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var joined = 0L;
        foreach (var group in additions.GroupBy(a => a.Scope))
        {
            var standing = await context.QueryAsync(SuppressionListSql.StandingOwn, row => (row.GetString(0), (SuppressionReason)row.GetInt32(1)), cancellationToken,
                ("@organization", scope.Id.Value), ("@scope", (int)group.Key), ("@values", JsonSerializer.Serialize(group.Select(a => a.Value).Distinct())), ("@now", time.GetUtcNow().UtcTicks));
            var known = standing.ToHashSet();
            joined += group.Count(a => known.Contains((a.Value, a.Reason)));
        }
        return joined;
    }

    // 128 bits of SHA-256: two lines of one file that are not the same never look the same.
    private static UInt128 Fingerprint(LedgerAddition addition)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{(int)addition.Scope} {(int)addition.Reason} {addition.Value}"), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private sealed record Opened(OrganizationScope Scope, Job Job, ImportSuppressionsCommand Command);
}
