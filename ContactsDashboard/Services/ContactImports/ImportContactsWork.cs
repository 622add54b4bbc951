using System.Diagnostics;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Notifications;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>
/// Reads a file of contacts to its end: first only to say what it would do, then to do it. Both decide by <see cref="RowPlanner"/>. How far it got is stored
/// with the rows, so that a killed process goes on without doing a row twice.
/// </summary>
internal sealed class ImportContactsWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, UploadedFiles uploads, TimeProvider time) : IJobWork
{
    // Those who write meanwhile wait for one step at most.
    internal const int Step = 500;

    private const int PlannedAhead = 2;

    // While nobody writes a core is free for a second one.
    private const int DryPlanners = 2;
    private const int Samples = 5;

    private static readonly TimeSpan Telling = TimeSpan.FromMilliseconds(400);

    public JobKind Kind => JobKind.ImportContacts;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = JsonSerializer.Deserialize<ImportCommand>(job.Command, JsonSerializerOptions.Web)!;
        var progress = job.Progress is null ? new(null, null, []) : JsonSerializer.Deserialize<ImportProgress>(job.Progress, JsonSerializerOptions.Web)!;
        if (!File.Exists(command.File))
            throw new JobFailedException("The uploaded file is gone. Upload it again; what was imported before is kept.");
        try
        {
            if (command.Step == ImportStep.DryRun)
            {
                progress = await DryRunAsync(job, command, keepGoing, cancellationToken);
                if (progress.Planned is null || !command.ImportsThen)
                    return;
                (command, progress) = await BeginAsync(job, command, progress, cancellationToken);
            }
            await ApplyAsync(job, command, progress, keepGoing, cancellationToken);
        }
        catch (ContactFileException e)
        {
            throw new JobFailedException(e.Message);
        }
    }

    private async Task<ImportPlan> PlanAsync(JobContext job, ImportCommand command, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var plan = await ImportPlans.ReadAsync(context, job.Scope, command.Options!, command.Shape!.IsSafe, cancellationToken);
        return plan.IsOk ? plan.Value : throw new JobFailedException(plan.Problem!.Message);
    }

    private async Task<ImportProgress> DryRunAsync(JobContext job, ImportCommand command, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(job, command, cancellationToken);
        var (counts, samples, size, told) = (new ImportCounts(), new List<ImportSample>(), new FileInfo(command.File).Length, Stopwatch.GetTimestamp());
        await foreach (var chunk in PlanSource.PlanAsync(contexts, job.Scope.Id, command, plan, 0, Step, DryPlanners, cancellationToken))
        {
            foreach (var row in chunk.Rows)
                counts = Counted(row, counts, samples);
            if (Stopwatch.GetElapsedTime(told) < Telling)
                continue;
            if (!await keepGoing())
                return new(null, null, []);
            await TellAsync(job.Id, new(counts, null, samples, chunk.Records, chunk.Bytes, size), cancellationToken);
            told = Stopwatch.GetTimestamp();
        }
        var done = new ImportProgress(counts, null, samples, 0, size, size);
        await TellAsync(job.Id, done, cancellationToken);
        return done;
    }

    private static ImportCounts Counted(RowPlan plan, ImportCounts counts, List<ImportSample> samples)
    {
        if (samples.Count(s => s.Outcome == plan.Outcome) < Samples)
            samples.Add(new(plan.Outcome, plan.Row.Line, Shown(plan), plan.Note ?? ImportText.Changes(plan)));
        return plan.CountedIn(counts);
    }

    // Who was erased is not written down again.
    private static string Shown(RowPlan plan) => plan.Outcome == RowOutcome.Erased ? "somebody erased" : plan.Row.Label is { Length: > 0 } label ? label : $"row {plan.Row.Line}";

    // From the dry run to the import without anybody's word in between, where whoever started it gave that before.
    private async Task<(ImportCommand, ImportProgress)> BeginAsync(JobContext job, ImportCommand command, ImportProgress progress, CancellationToken cancellationToken)
    {
        var (apply, from) = (command with { Step = ImportStep.Apply }, progress with { Records = 0, Bytes = 0 });
        await writer.WriteAsync<bool>(job.Scope.Id, async context =>
        {
            var (text, told) = (JsonSerializer.Serialize(apply, JsonSerializerOptions.Web), JsonSerializer.Serialize(from, JsonSerializerOptions.Web));
            return await context.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(j => j.SetProperty(x => x.Command, text).SetProperty(x => x.Progress, told), cancellationToken) == 1;
        }, cancellationToken);
        return (apply, from);
    }

    private async Task ApplyAsync(JobContext job, ImportCommand command, ImportProgress progress, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(job, command, cancellationToken);
        var rules = await RulesAsync(job, cancellationToken);
        await using var rejected = await RejectedRows.OpenAsync(command, progress.Rejected, cancellationToken);
        var from = progress.Records;
        await using var source = new Ahead<PlanChunk>(PlannedAhead, stop => PlanSource.PlanAsync(contexts, job.Scope.Id, command, plan, from, Step, 1, stop), cancellationToken);
        var others = new OthersWrites();
        var next = await source.NextAsync(cancellationToken);
        while (next is not null)
        {
            if (!await keepGoing())
                return;
            var (chunk, reached) = (next, progress);
            await writer.WriteStepsAsync(job.Scope.Id, context => ImportSteps.BeginAsync(context, job, command, plan, rules, rejected, others, reached, time.GetUtcNow(), cancellationToken),
                async steps =>
                {
                    await steps.WriteAsync(chunk, cancellationToken);
                    return (chunk = await source.NextAsync(cancellationToken)) is not null;
                },
                async steps => reached = await steps.EndAsync(cancellationToken), cancellationToken);
            (progress, next) = (reached, chunk);
        }
        await EndAsync(job, command, progress, cancellationToken);
    }

    private async Task<DerivationRules> RulesAsync(JobContext job, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await DerivationRuleService.LoadAsync(context, job.Scope.Id, cancellationToken);
    }

    private async Task EndAsync(JobContext job, ImportCommand command, ImportProgress progress, CancellationToken cancellationToken)
    {
        await writer.WriteAsync<bool>(job.Scope.Id, async context =>
        {
            // A file without a row was imported, too.
            await ImportSteps.SaveAsync(context, job.Id, progress with { Applied = progress.Applied ?? new(), Bytes = progress.Size }, cancellationToken);
            await Notifier.JobEndedAsync(context, job, NotificationKind.ImportFinished, time.GetUtcNow(), cancellationToken);
            return true;
        }, cancellationToken);
        // Kept for another try, unless it names somebody who was erased.
        if (progress.Applied?.Erased > 0)
            uploads.Delete(command.File);
    }

    private async Task TellAsync(long job, ImportProgress progress, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await ImportSteps.SaveAsync(context, job, progress, cancellationToken);
    }
}
