using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Jobs;

/// <summary>Carries out queued jobs, oldest first, one at a time per lane. Used by the server's background service and by the terminal.</summary>
internal sealed class JobRunner(IServiceScopeFactory scopes, IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time,
    UploadedFiles uploads, AllContacts.ExportFiles exports, ILogger<JobRunner> log)
{
    private const int ForgetChunk = 10_000;

    // What decides, entry by entry, how far a job may go.
    private const Permissions Deciding = Permissions.Block | Permissions.Release | Permissions.ReleaseGuarded | Permissions.ManagePlatform
        | Permissions.EditContacts | Permissions.DeleteContacts | Permissions.ManageSegments | Permissions.DecideRequests;

    // Bringing flags in line with the ledger, and letting go of whom somebody was promised, are the product's own duty: they go on when whoever caused them has left.
    private static readonly JobKind[] Duties = [JobKind.Restate, JobKind.ApplyRules, JobKind.Erase, JobKind.DeleteList, JobKind.TidyList];

    private const string NotAllowed = "Whoever started this may no longer do it.";

    public static readonly JobKind[] Interactive =
        [JobKind.Restate, JobKind.BulkBlock, JobKind.BulkRelease, JobKind.ApplyRules, JobKind.ReleaseMatching, JobKind.Undo,
            JobKind.DeleteContacts, JobKind.AddToSegments, JobKind.RemoveDuplicates,
            JobKind.CarryOutRequest, JobKind.CarryOutPlatformRequest, JobKind.Erase, JobKind.RestoreContacts, JobKind.Recount,
            JobKind.DeleteList, JobKind.TidyList, JobKind.RemoveFromSegment];

    public static readonly JobKind[] Imports = [JobKind.ImportMail, JobKind.ImportSuppressions, JobKind.ImportContacts, JobKind.ExportContacts, JobKind.FillSegment];

    /// <summary>Puts back what a killed process left running. Only for the one server of a store, at its start.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await uploads.DeleteUnclaimedAsync(context, time.GetUtcNow(), cancellationToken);
        // Filters stay wrong, and people known, until these are done, so one that failed has another try.
        await context.Jobs.Where(j => j.State == JobState.Running || (j.State == JobState.Failed && Duties.Contains(j.Kind)))
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Queued), cancellationToken);
    }

    /// <summary>Deletes previews nobody started within a day, in short steps: a preview may hold a million addresses.</summary>
    public async Task ForgetPreviewsAsync(CancellationToken cancellationToken)
    {
        var stale = time.GetUtcNow().AddDays(-1);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Cancelled first, so that nobody starts what is half deleted; a job that ran has finished at some time.
        await context.Jobs.Where(j => j.State == JobState.Previewed && j.CreatedAt < stale)
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Cancelled), cancellationToken);
        var forgotten = await context.Jobs.AsNoTracking().Where(j => j.State == JobState.Cancelled && j.FinishedAt == null).ToListAsync(cancellationToken);
        foreach (var job in forgotten)
        {
            while ((await writer.WriteAsync<int>(new(job.OrganizationId), async write => await write.ExecuteAsync(BulkSql.DeleteSome, cancellationToken,
                ("@job", job.Id), ("@limit", ForgetChunk)), cancellationToken)).Value == ForgetChunk)
                continue;
            await context.Jobs.Where(j => j.Id == job.Id).ExecuteDeleteAsync(cancellationToken);
        }
        await uploads.DeleteUnclaimedAsync(context, time.GetUtcNow(), cancellationToken);
        await exports.DeleteOldAsync(context, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Runs queued jobs of these kinds until none is left.</summary>
    public async Task RunQueuedAsync(JobKind[] kinds, CancellationToken cancellationToken)
    {
        while (await TakeAsync(kinds, cancellationToken) is { } job)
            await RunAsync(job, cancellationToken);
    }

    /// <summary>Runs one job here and now that was stored as running: the terminal waits for its own, and takes no other.</summary>
    public async Task RunAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await RunAsync(await context.Jobs.AsNoTracking().SingleAsync(j => j.Id == id, cancellationToken), cancellationToken);
    }

    private async Task<Job?> TakeAsync(JobKind[] kinds, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var next = await context.Jobs.AsNoTracking().Where(j => j.State == JobState.Queued && kinds.Contains(j.Kind)).OrderBy(j => j.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (next is null)
            return null;
        var taken = await context.Jobs.Where(j => j.Id == next.Id && j.State == JobState.Queued)
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Running), cancellationToken);
        return taken == 1 ? next : await TakeAsync(kinds, cancellationToken);
    }

    private async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        var (state, error) = (JobState.Done, (string?)null);
        try
        {
            await using var services = scopes.CreateAsyncScope();
            services.ServiceProvider.GetRequiredService<CurrentActor>().Actor = ActorOf(job);
            var access = services.ServiceProvider.GetRequiredService<AccessService>();
            var scope = await access.RequireAsync(new(job.OrganizationId), PermissionFor(job.Kind), cancellationToken);
            if (!scope.IsOk)
                throw new JobFailedException(NotAllowed);
            var work = services.ServiceProvider.GetServices<IJobWork>().Single(w => w.Kind == job.Kind);
            var context = new JobContext(job.Id, job.Kind, scope.Value, job.Command, job.Progress);
            var used = scope.Value.Permissions & (PermissionFor(job.Kind) | Deciding);
            await work.RunAsync(context, async () =>
            {
                // Who loses a right loses it now, not when the job is done.
                if (!(await access.RequireAsync(scope.Value.Id, used, cancellationToken)).IsOk)
                    throw new JobFailedException(NotAllowed);
                return await KeepGoingAsync(job.Id, cancellationToken);
            }, cancellationToken);
            if (!await KeepGoingAsync(job.Id, cancellationToken))
                state = JobState.Cancelled;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process is stopping. It may be the terminal's, while a server runs: whoever comes next takes the job up.
            await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
            await context.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Queued), CancellationToken.None);
            throw;
        }
        catch (JobFailedException e)
        {
            (state, error) = (JobState.Failed, e.Message);
        }
#pragma warning disable CA1031 // a bug in one job must not stop the others; it is logged and shown
        catch (Exception e)
        {
            log.LogError(e, "Job {Job} of kind {Kind} failed.", job.Id, job.Kind);
            (state, error) = (JobState.Failed, "Something went wrong on the server; its log says what. What was done so far is kept.");
        }
#pragma warning restore CA1031
        await FinishAsync(job, state, error, cancellationToken);
    }

    private Task<Result<bool>> FinishAsync(Job job, JobState state, string? error, CancellationToken cancellationToken) =>
        writer.WriteAsync<bool>(new(job.OrganizationId), async context => await context.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(j => j
            .SetProperty(x => x.State, state).SetProperty(x => x.Error, error).SetProperty(x => x.FinishedAt, time.GetUtcNow()), cancellationToken) == 1,
            cancellationToken);

    private async Task<bool> KeepGoingAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return !await context.Jobs.Where(j => j.Id == id).Select(j => j.CancelRequested).SingleAsync(cancellationToken);
    }

    private static Actor ActorOf(Job job) =>
        Duties.Contains(job.Kind) ? new SystemActor()
        : job.UserId is { } user ? new UserActor(user, job.Actor)
        : new JobActor(new(job.OrganizationId), job.Actor, job.Path, job.Permissions);

    /// <summary>The right to start such a job.</summary>
    public static Permissions PermissionFor(JobKind kind) => kind switch
    {
        JobKind.ImportMail => Permissions.ImportMail,
        JobKind.ImportContacts => Permissions.ImportContacts,
        JobKind.ExportContacts => Permissions.ViewContacts | Permissions.Export,
        JobKind.BulkBlock or JobKind.ImportSuppressions or JobKind.Recount => Permissions.Block,
        JobKind.BulkRelease or JobKind.ReleaseMatching => Permissions.Release,
        JobKind.DeleteContacts or JobKind.RemoveDuplicates or JobKind.RestoreContacts => Permissions.DeleteContacts,
        JobKind.Erase => Permissions.Erase,
        JobKind.AddToSegments or JobKind.RemoveFromSegment or JobKind.FillSegment => Permissions.ManageSegments,
        JobKind.CarryOutRequest => Permissions.DecideRequests,
        JobKind.CarryOutPlatformRequest => Permissions.ManagePlatform,
        // What it takes back decides what else is needed; the undo itself asks for that.
        JobKind.Undo => Permissions.ViewAudit,
        _ => Permissions.None,
    };
}
