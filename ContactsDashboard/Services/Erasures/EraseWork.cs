using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Erasures;

/// <summary>
/// Erases a person step by step. It is not stopped half way, and whoever started it may leave: what is begun is owed to the person. The command forgets who
/// it was last of all.
/// </summary>
internal sealed class EraseWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, Residue residue, TimeProvider time) : IJobWork
{
    public JobKind Kind => JobKind.Erase;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = JsonSerializer.Deserialize<EraseCommand>(job.Command, JsonSerializerOptions.Web)!;
        Needles? needles = null;
        if (command.Person is { } person)
        {
            needles = await TakeOutAsync(job, person, command, cancellationToken);
            await ForgetAsync(job, command, cancellationToken);
        }
        await residue.ClearAsync(needles, step => TellAsync(job.Id, step, cancellationToken), cancellationToken);
        await TellAsync(job.Id, "Done", cancellationToken);
    }

    private async Task<Needles> TakeOutAsync(JobContext job, Person person, EraseCommand command, CancellationToken cancellationToken)
    {
        var eraser = new PersonEraser(job.Scope.Id, person, command);
        await TellAsync(job.Id, "Leaving conversations", cancellationToken);
        while (await writer.WriteStepsAsync(job.Scope.Id, context => eraser.LeaveAsync(context, cancellationToken), cancellationToken))
            continue;
        await TellAsync(job.Id, "Deleting contacts", cancellationToken);
        await writer.WriteAsync<bool>(job.Scope.Id, async context =>
        {
            // Mail that came in just before it was recognised.
            while (await eraser.LeaveAsync(context, cancellationToken))
                continue;
            await eraser.LetGoAsync(context, time.GetUtcNow(), cancellationToken);
            return true;
        }, cancellationToken);
        await TellAsync(job.Id, "Looking through texts and files", cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var needles = await eraser.NeedlesAsync(context, cancellationToken);
        foreach (var column in PersonalColumns.All.Where(c => c.Rule is ColumnRule.Replaced or ColumnRule.Deleted))
        {
            if (await PersonEraser.IsInAsync(context, job.Scope.Id, job.Id, column, needles, cancellationToken))
                await writer.WriteAsync<int>(job.Scope.Id, async write => await PersonEraser.ForgetAsync(write, job.Scope.Id, job.Id, column, needles, cancellationToken), cancellationToken);
        }
        await residue.DeleteFilesAsync(context, needles, cancellationToken);
        return needles;
    }

    private Task<Result<int>> ForgetAsync(JobContext job, EraseCommand command, CancellationToken cancellationToken)
    {
        var forgotten = JsonSerializer.Serialize(command with { Person = null }, JsonSerializerOptions.Web);
        return writer.WriteAsync<int>(job.Scope.Id, async context =>
            await context.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(j => j.SetProperty(x => x.Command, forgotten), cancellationToken), cancellationToken);
    }

    private async Task TellAsync(long job, string step, CancellationToken cancellationToken)
    {
        var progress = JsonSerializer.Serialize(new EraseProgress(step), JsonSerializerOptions.Web);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Jobs.Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, progress), cancellationToken);
    }
}
