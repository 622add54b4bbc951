using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Mail;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Jobs;

/// <summary>A job as pages show it.</summary>
public sealed record JobRow(long Id, JobKind Kind, JobState State, string Actor, string? Progress, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>What people call it: the uploaded file's name.</summary>
    public string? Name { get; init; }

    /// <summary>The member who started it; null where no person did.</summary>
    public long? UserId { get; init; }

    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}

/// <summary>Looks after jobs while they run: where they are, and stopping them.</summary>
public sealed class JobService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access)
{
    private static readonly Problem NotFound = new("JOB_NOT_FOUND", "There is no such job.");

    public async Task<Result<JobRow>> FindAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == id, cancellationToken);
        return job is null ? NotFound : Row(job);
    }

    /// <summary>The organisation's latest jobs of these kinds, newest first.</summary>
    public async Task<Result<IReadOnlyList<JobRow>>> LatestAsync(OrganizationId organization, JobKind kind, int limit, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var jobs = await context.Jobs.AsNoTracking().Where(j => j.OrganizationId == organization.Value && j.Kind == kind)
            .OrderByDescending(j => j.Id).Take(Math.Clamp(limit, 1, 100)).ToListAsync(cancellationToken);
        return jobs.ConvertAll(Row);
    }

    /// <summary>Asks a job to stop after its current chunk; what it did so far stays done and can be undone.</summary>
    public async Task<Result> CancelAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(organization, id, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        if (found.Value.Kind is JobKind.Restate or JobKind.ApplyRules)
            return new Problem("NOT_CANCELLABLE", "This only carries a change into filters and counts; it is done in a moment.");
        if (found.Value.Kind == JobKind.Erase)
            return new Problem("NOT_CANCELLABLE", "An erasure is not stopped half way.");
        var scope = await access.RequireAsync(organization, JobRunner.PermissionFor(found.Value.Kind), cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        // Everybody may look at an undo: stopping somebody else's is not for those who only look.
        if (found.Value.Kind == JobKind.Undo && found.Value.UserId != (scope.Value.Actor as UserActor)?.UserId && !scope.Value.May(Permissions.Block))
            return AccessService.Forbidden;
        var cancelled = await writer.WriteAsync<bool>(organization, async context => await context.Jobs
            .Where(j => j.OrganizationId == organization.Value && j.Id == id && (j.State == JobState.Queued || j.State == JobState.Running))
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.CancelRequested, true), cancellationToken) == 1 ? true : NotFound, cancellationToken);
        return cancelled.ToResult();
    }

    private static JobRow Row(Job job) =>
        new(job.Id, job.Kind, job.State, job.Actor, job.Progress, job.Error, job.CreatedAt, job.FinishedAt)
        {
            UserId = job.UserId,
            Name = job.Kind == JobKind.ImportMail ? JobFactory.CommandOf<ImportMailCommand>(job).Name : null,
        };
}
