using System.Text.Json;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.AllContacts;

/// <param name="Total">How many contacts matched when it was asked for.</param>
internal sealed record ExportCommand(AllContactsQuery Query, ContactFileFormat Format, string File, long Total);

internal sealed record ExportProgress(long Rows, long Bytes);

/// <summary>The files that were made for people to fetch, within the host's limit.</summary>
public sealed class ExportFiles(DataDirectory directory, IOptions<DashboardOptions> options)
{
    /// <summary>How long a file is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    internal static readonly Problem NoRoom = new("QUOTA_EXCEEDED", "The server has no room for another file. Delete files you do not need any more, or download directly.");

    // A file that is being made has been written to just now.
    private static readonly TimeSpan Untouched = TimeSpan.FromMinutes(10);

    public bool HasRoom => (Directory.Exists(directory.Exports) ? new DirectoryInfo(directory.Exports).EnumerateFiles().Sum(f => f.Length) : 0) < options.Value.ExportQuotaBytes;

    public string NewPath() => Path.Combine(Directory.CreateDirectory(directory.Exports).FullName, Guid.NewGuid().ToString("N") + ".csv");

    /// <summary>Deletes files nobody may fetch any more.</summary>
    public async Task DeleteOldAsync(DashboardDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory.Exports))
            return;
        var kept = now - Kept;
        var commands = await context.Jobs.Where(j => j.Kind == JobKind.ExportContacts && (j.FinishedAt == null || (j.State == JobState.Done && j.FinishedAt > kept)))
            .Select(j => j.Command).ToListAsync(cancellationToken);
        var claimed = commands.Select(c => Path.GetFileName(JsonSerializer.Deserialize<ExportCommand>(c, JsonSerializerOptions.Web)!.File)).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(directory.Exports).Where(f => !claimed.Contains(Path.GetFileName(f)) && File.GetLastWriteTimeUtc(f) < now.UtcDateTime - Untouched))
            File.Delete(file);
    }
}
