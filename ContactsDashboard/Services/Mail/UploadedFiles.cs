using System.Text.Json;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Mail;

/// <summary>The uploads that wait on disk to be read.</summary>
internal static class UploadedFiles
{
    // An upload under way has been written to just now.
    private static readonly TimeSpan Untouched = TimeSpan.FromMinutes(10);

    /// <summary>Deletes files no unfinished job will read: a killed upload's half, or what a job left that could not run. At the server's start only.</summary>
    public static async Task DeleteUnclaimedAsync(DashboardDbContext context, DataDirectory directory, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory.Uploads))
            return;
        var commands = await context.Jobs.Where(j => j.Kind == JobKind.ImportMail && (j.State == JobState.Queued || j.State == JobState.Running))
            .Select(j => j.Command).ToListAsync(cancellationToken);
        var claimed = commands.Select(c => Path.GetFileName(JsonSerializer.Deserialize<ImportMailCommand>(c, JsonSerializerOptions.Web)!.File)).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(directory.Uploads).Where(f => !claimed.Contains(Path.GetFileName(f))
            && File.GetLastWriteTimeUtc(f) < now.UtcDateTime - Untouched))
            File.Delete(file);
    }
}
