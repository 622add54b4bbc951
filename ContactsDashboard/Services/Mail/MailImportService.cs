using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Mail;

/// <summary>Brings mail in: from files at the terminal, from an upload as a durable job, from a program's request.</summary>
public sealed class MailImportService (IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time, UploadedFiles uploads)
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
        var file = await uploads.KeepAsync(fileName, content, cancellationToken);
        if (!file.IsOk)
            return file.Problem!;
        var source = await MailSources.OfKindAsync(writer, allowed.Value, MailSourceKind.Upload, time.GetUtcNow(), cancellationToken);
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var job = JobFactory.Create(allowed.Value, JobKind.ImportMail, new ImportMailCommand(source, file.Value.Path, file.Value.Name, file.Value.Size), time.GetUtcNow());
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
}
