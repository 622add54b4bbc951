using System.Diagnostics;
using System.Text.Json;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Notifications;
using ContactsDashboard.Services.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Makes a file of contacts and says so, in the app and by mail, to whoever asked for it. Cut off half way it begins anew.</summary>
internal sealed class ExportContactsWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AllContactsService contacts, ExportFiles files, OutboxService outbox,
    PublicAddress address, TimeProvider time) : IJobWork
{
    private static readonly TimeSpan Telling = TimeSpan.FromMilliseconds(400);

    public JobKind Kind => JobKind.ExportContacts;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = JsonSerializer.Deserialize<ExportCommand>(job.Command, JsonSerializerOptions.Web)!;
        var found = await contacts.FindAllAsync(job.Scope, command.Query, cancellationToken);
        if (!found.IsOk)
            throw new JobFailedException(found.Problem!.Message);
        if (await WriteAsync(job, command, new(contexts, found.Value, time.GetUtcNow), keepGoing, cancellationToken) is not { } rows)
        {
            File.Delete(command.File);
            return;
        }
        using var mail = job.Scope.Actor is UserActor user && EmailAddress.TryParse(user.Email, out var to) ? await outbox.PrepareAsync(await MailAsync(job, to, rows, cancellationToken), cancellationToken) : null;
        await writer.WriteAsync<bool>(job.Scope.Id, async context =>
        {
            await Notifier.JobEndedAsync(context, job, NotificationKind.ExportReady, time.GetUtcNow(), cancellationToken);
            return true;
        }, cancellationToken);
        mail?.Release();
    }

    // Null when somebody stopped it.
    private async Task<long?> WriteAsync(JobContext job, ExportCommand command, ContactExport export, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var (told, goes) = (Stopwatch.GetTimestamp(), true);
        await using var file = new FileStream(command.File, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous);
        var rows = await ContactFileWriter.WriteAsync(file, export, command.Format, async written =>
        {
            if (Stopwatch.GetElapsedTime(told) < Telling)
                return true;
            if (!files.HasRoom)
                throw new JobFailedException(ExportFiles.NoRoom.Message);
            told = Stopwatch.GetTimestamp();
            await TellAsync(job.Id, new(written, file.Length), cancellationToken);
            return goes = await keepGoing();
        }, cancellationToken);
        file.Flush(flushToDisk: true);
        await TellAsync(job.Id, new(rows, file.Length), cancellationToken);
        return goes ? rows : null;
    }

    private async Task<OutboxMail> MailAsync(JobContext job, EmailAddress to, long rows, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await context.Organizations.Where(o => o.Id == job.Scope.Id.Value).Select(o => o.Name).SingleAsync(cancellationToken);
        return new(to, name, "Your export is ready", $"""
            Hello,

            the file you asked for is ready: {rows:N0} {(rows == 1 ? "row" : "rows")}. Fetch it here within {ExportFiles.Kept.Days} days:

            {address.Of($"/dashboard/exports?org={job.Scope.Slug}")}

            Only you can: sign in as you did when you asked for it.

            {name}
            """);
    }

    private async Task TellAsync(long job, ExportProgress progress, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(progress, JsonSerializerOptions.Web);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Jobs.Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, text), cancellationToken);
    }
}
