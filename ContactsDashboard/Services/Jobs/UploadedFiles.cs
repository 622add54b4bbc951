using System.Text.Json;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Jobs;

/// <summary>A file on disk that a job reads, by the name its uploader knows it.</summary>
public sealed record UploadedFile(string Path, string Name, long Size);

/// <summary>The uploads that wait on disk to be read, within the host's limits.</summary>
public sealed class UploadedFiles(DataDirectory directory, IOptions<DashboardOptions> options)
{
    /// <summary>A ledger file stays this long after it was read, so that its rejected rows can be fetched.</summary>
    public static readonly TimeSpan KeptAfterwards = TimeSpan.FromDays(7);

    private static readonly Problem NoRoom =
        new("QUOTA_EXCEEDED", "The server has no room for this upload while others wait. Try again when they are read.");

    // An upload under way has been written to just now.
    private static readonly TimeSpan Untouched = TimeSpan.FromMinutes(10);

    private long _written;

    /// <summary>Streams an upload to disk, flushed; <c>PAYLOAD_TOO_LARGE</c> or <c>QUOTA_EXCEEDED</c> when there is no room.</summary>
    public async Task<Result<UploadedFile>> KeepAsync(string fileName, Stream content, CancellationToken cancellationToken)
    {
        // What others write meanwhile counts too: read first, so that nothing falls between the two numbers.
        var room = new Room(Interlocked.Read(ref _written), options.Value.UploadQuotaBytes - WaitingBytes());
        var path = Path.Combine(Directory.CreateDirectory(directory.Uploads).FullName, Guid.NewGuid().ToString("N"));
        var size = await SaveOrDeleteAsync(content, path, room, cancellationToken);
        if (size.IsOk)
            return new UploadedFile(path, Shorten(fileName), size.Value);
        File.Delete(path);
        return size.Problem!;
    }

    /// <summary>Deletes a file that was uploaded; one the terminal named in its place stays.</summary>
    public void Delete(string path)
    {
        if (Path.GetDirectoryName(path) == Path.TrimEndingDirectorySeparator(directory.Uploads))
            File.Delete(path);
    }

    /// <summary>Where rows that cannot be taken are written for whoever uploaded them.</summary>
    public string NewRejectedFile() => Path.Combine(Directory.CreateDirectory(directory.Uploads).FullName, Guid.NewGuid().ToString("N") + ".rejected");

    /// <summary>Deletes files no job will read: a killed upload's half, what a job left that could not run, and what was read long ago.</summary>
    public async Task DeleteUnclaimedAsync(DashboardDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory.Uploads))
            return;
        var kept = now - KeptAfterwards;
        var commands = await context.Jobs.Where(j =>
                ((j.Kind == JobKind.ImportMail || j.Kind == JobKind.FillSegment) && (j.State == JobState.Queued || j.State == JobState.Running))
                || (j.Kind == JobKind.FillSegment && j.State == JobState.Previewed)
                || ((j.Kind == JobKind.ImportSuppressions || j.Kind == JobKind.ImportContacts) && (j.FinishedAt == null || j.FinishedAt > kept)))
            .Select(j => j.Command).ToListAsync(cancellationToken);
        var claimed = commands.Select(c => JsonSerializer.Deserialize<FileCommand>(c, JsonSerializerOptions.Web)!)
            .SelectMany(c => new[] { Path.GetFileName(c.File), Path.GetFileName(c.RejectedFile) }).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(directory.Uploads).Where(f => !claimed.Contains(Path.GetFileName(f))
            && File.GetLastWriteTimeUtc(f) < now.UtcDateTime - Untouched))
            File.Delete(file);
    }

    private long WaitingBytes() => Directory.Exists(directory.Uploads) ? new DirectoryInfo(directory.Uploads).EnumerateFiles().Sum(f => f.Length) : 0;

    // An uploaded file's name is shown in reports and may hold anything.
    private static string Shorten(string fileName)
    {
        var name = string.Concat(Path.GetFileName(fileName).Where(c => !char.IsControl(c)));
        return name.Length switch { 0 => "upload", > 120 => name[..120], _ => name };
    }

    // An upload that breaks off leaves nothing that would count against the quota for ever.
    private async Task<Result<long>> SaveOrDeleteAsync(Stream content, string path, Room room, CancellationToken cancellationToken)
    {
        try
        {
            return await SaveAsync(content, path, room, cancellationToken);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task<Result<long>> SaveAsync(Stream content, string path, Room room, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (file.Length + read > options.Value.MaxUploadBytes)
                return new Problem("PAYLOAD_TOO_LARGE",
                    $"An upload may have at most {options.Value.MaxUploadBytes:N0} bytes. Import larger files from the terminal.");
            if (Interlocked.Add(ref _written, read) - room.WrittenBefore > room.Bytes)
                return NoRoom;
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        return file.Length;
    }

    /// <param name="WrittenBefore">What this process had ever written when the upload began.</param>
    /// <param name="Bytes">What it and all others may write from then on.</param>
    private sealed record Room(long WrittenBefore, long Bytes);

    // What all commands that name a file have in common.
    private sealed record FileCommand(string File, string? RejectedFile);
}
