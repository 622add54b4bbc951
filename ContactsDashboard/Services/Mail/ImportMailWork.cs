using System.Runtime.CompilerServices;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Mail;

/// <summary>Reads an upload; its report and its place in the file are stored with the messages, so a killed process goes on where it was.</summary>
internal sealed class ImportMailWork(StoreWriter writer, TimeProvider time) : IJobWork
{
    public JobKind Kind => JobKind.ImportMail;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = JsonSerializer.Deserialize<ImportMailCommand>(job.Command, JsonSerializerOptions.Web)!;
        var report = job.Progress is null ? new ImportReport { Size = command.Size }
            : JsonSerializer.Deserialize<ImportReport>(job.Progress, JsonSerializerOptions.Web)!;
        try
        {
            if (!report.IsRecorded)
                await ReadAndRecordAsync(job, command, report, keepGoing, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw; // it goes on after the next start, with the same file
        }
        catch
        {
            File.Delete(command.File); // a failed job is not tried again; the file would only take the room of others
            throw;
        }
        File.Delete(command.File);
    }

    private async Task ReadAndRecordAsync(JobContext job, ImportMailCommand command, ImportReport report, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        if (!File.Exists(command.File))
            throw new JobFailedException("The uploaded file is gone. Upload it again; what was read before is kept.");
        // Cancelled while it waited, it reads nothing.
        if (await keepGoing())
        {
            report = await new MailImporter(writer, time).RunAsync(job.Scope, command.SourceId, job.Id,
                ReadAsync(command, report.Offset, cancellationToken), report,
                (context, step) => SaveProgressAsync(context, job.Id, step, cancellationToken), keepGoing, cancellationToken);
        }
        await writer.WriteAsync<bool>(job.Scope.Id, async context =>
        {
            await SaveProgressAsync(context, job.Id, report with { IsRecorded = true }, cancellationToken);
            return await MailImportService.RecordAsync(context, job.Scope, report, time.GetUtcNow(), cancellationToken);
        }, cancellationToken);
    }

    private static async IAsyncEnumerable<MailItem> ReadAsync(ImportMailCommand command, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in MailFiles.ReadAsync(new MailFile(command.File), offset, cancellationToken))
            yield return item with { Source = command.Name };
    }

    private static Task<int> SaveProgressAsync(DashboardDbContext context, long jobId, ImportReport report, CancellationToken cancellationToken)
    {
        var progress = JsonSerializer.Serialize(report, JsonSerializerOptions.Web);
        return context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, progress), cancellationToken);
    }
}
