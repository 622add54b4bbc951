using System.Text.Json;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Mail;

/// <summary>Brings mail in: from files at the terminal, from an upload as a durable job, from a program's request.</summary>
public sealed class MailImportService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time,
    DataDirectory directory, IOptions<DashboardOptions> options)
{
    /// <summary>Reads files, Maildirs and folders here and now. Importing the same again changes nothing.</summary>
    public async Task<Result<ImportReport>> ImportFilesAsync(OrganizationId organization, IReadOnlyList<string> paths, Func<ImportReport, Task>? onProgress,
        CancellationToken cancellationToken) =>
        await ImportAsync(organization, MailSourceKind.Terminal, MailFiles.ReadAsync(paths, cancellationToken), onProgress, cancellationToken);

    /// <summary>Stores messages handed over by a program before answering it.</summary>
    public async Task<Result<ImportReport>> ImportMessagesAsync(OrganizationId organization, IAsyncEnumerable<MailItem> items, CancellationToken cancellationToken) =>
        await ImportAsync(organization, MailSourceKind.Api, items, null, cancellationToken);

    /// <summary>Keeps an upload and queues it; from here on it survives a restart. <c>PAYLOAD_TOO_LARGE</c> or <c>QUOTA_EXCEEDED</c> when there is no room.</summary>
    public async Task<Result<long>> UploadAsync(OrganizationId organization, string fileName, Stream content, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ImportMail, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var room = Math.Min(options.Value.MaxUploadBytes, options.Value.UploadQuotaBytes - WaitingBytes());
        var path = Path.Combine(Directory.CreateDirectory(directory.Uploads).FullName, Guid.NewGuid().ToString("N"));
        var size = await SaveOrDeleteAsync(content, path, room, cancellationToken);
        if (size is null)
        {
            File.Delete(path);
            return room < options.Value.MaxUploadBytes
                ? new Problem("QUOTA_EXCEEDED", "The server has no room for this upload while others wait. Try again when they are read.")
                : new Problem("PAYLOAD_TOO_LARGE", $"An upload may have at most {options.Value.MaxUploadBytes:N0} bytes. Import larger mailboxes from the terminal.");
        }
        var source = await MailSources.OfKindAsync(writer, allowed.Value, MailSourceKind.Upload, time.GetUtcNow(), cancellationToken);
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var job = JobFactory.Create(allowed.Value, JobKind.ImportMail, new ImportMailCommand(source, path, Shorten(fileName), size.Value), time.GetUtcNow());
            context.Jobs.Add(job);
            await context.SaveChangesAsync(cancellationToken);
            return job.Id;
        }, cancellationToken);
    }

    /// <summary>The messages a job could not read.</summary>
    public async Task<Result<IReadOnlyList<RejectionRow>>> RejectionsAsync(OrganizationId organization, long jobId, int offset, int limit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.RejectedMessages.AsNoTracking().Where(r => r.OrganizationId == organization.Value && r.JobId == jobId)
            .OrderBy(r => r.Id).Skip(Math.Max(0, offset)).Take(Math.Clamp(limit, 1, 500))
            .Select(r => new RejectionRow(r.File, r.Offset, r.Code, r.Reason)).ToListAsync(cancellationToken);
    }

    private async Task<Result<ImportReport>> ImportAsync(OrganizationId organization, MailSourceKind kind, IAsyncEnumerable<MailItem> items,
        Func<ImportReport, Task>? onProgress, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ImportMail, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var source = await MailSources.OfKindAsync(writer, allowed.Value, kind, time.GetUtcNow(), cancellationToken);
        var report = await new MailImporter(writer, time).RunAsync(allowed.Value, source, 0, items, new(),
            onProgress is null ? null : (_, step) => onProgress(step), null, cancellationToken);
        if (report.Accepted > 0)
            await writer.WriteAsync<bool>(organization, context => RecordAsync(context, allowed.Value, report, time.GetUtcNow(), cancellationToken), cancellationToken);
        return report;
    }

    internal static async Task<Result<bool>> RecordAsync(DashboardDbContext context, OrganizationScope scope, ImportReport report, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.ImportedMail, now, cancellationToken,
            details: new { report.Accepted, report.Duplicates, report.Rejected });
        audit.Count = report.Accepted;
        await context.SaveChangesAsync(cancellationToken);
        return true;
    }

    // An uploaded file's name is shown in reports and may hold anything.
    private static string Shorten(string fileName)
    {
        var name = string.Concat(Path.GetFileName(fileName).Where(c => !char.IsControl(c)));
        return name.Length switch { 0 => "upload", > 120 => name[..120], _ => name };
    }

    private long WaitingBytes() => Directory.Exists(directory.Uploads)
        ? new DirectoryInfo(directory.Uploads).EnumerateFiles().Sum(f => f.Length)
        : 0;

    // An upload that breaks off leaves nothing that would count against the quota for ever.
    private static async Task<long?> SaveOrDeleteAsync(Stream content, string path, long room, CancellationToken cancellationToken)
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

    private static async Task<long?> SaveAsync(Stream content, string path, long room, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (file.Length + read > room)
                return null;
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        return file.Length;
    }
}
