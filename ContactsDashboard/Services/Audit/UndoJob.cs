using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

internal sealed record UndoCommand(long AuditId, long Total);

internal sealed record UndoProgress(long Done, UndoReport? Report);

/// <summary>An undo as a job: what a killed process leaves half done goes on where it was.</summary>
internal sealed class UndoJob(IDbContextFactory<DashboardDbContext> contexts, UndoService undo) : IJobWork
{
    public JobKind Kind => JobKind.Undo;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = JsonSerializer.Deserialize<UndoCommand>(job.Command, JsonSerializerOptions.Web)!;
        var report = await undo.UndoAsync(job.Scope.Id, command.AuditId, async done =>
        {
            await StoreAsync(job.Id, new(done, null), cancellationToken);
            return await keepGoing();
        }, cancellationToken);
        if (!report.IsOk)
            throw new JobFailedException(report.Problem!.Message);
        await StoreAsync(job.Id, new(report.Value.Reversed + report.Value.Kept, report.Value), cancellationToken);
    }

    private async Task StoreAsync(long job, UndoProgress progress, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(progress, JsonSerializerOptions.Web);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Jobs.Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, text), cancellationToken);
    }
}
