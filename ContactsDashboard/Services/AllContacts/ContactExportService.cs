using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>An export that was put on record; its rows are read while they are written.</summary>
public sealed class ContactExport
{
    internal ContactExport(IDbContextFactory<DashboardDbContext> contexts, FoundContacts found, Func<DateTimeOffset> now) => (Contexts, Found, Now) = (contexts, found, now);

    internal IDbContextFactory<DashboardDbContext> Contexts { get; }

    internal FoundContacts Found { get; }

    internal Func<DateTimeOffset> Now { get; }

    /// <summary>Writes everything that matches, in the query's order.</summary>
    public Task<long> WriteAsync(Stream destination, ContactFileFormat format, CancellationToken cancellationToken) =>
        ContactFileWriter.WriteAsync(destination, this, format, null, cancellationToken);
}

/// <summary>A file that is being made, or is there to be fetched by whoever asked for it.</summary>
/// <param name="Total">How many contacts matched when it was asked for.</param>
public sealed record ExportState(long JobId, JobState State, ContactFileFormat Format, long Rows, long Total, long Bytes, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? KeptUntil)
{
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;

    /// <summary>The file can be fetched.</summary>
    public bool IsThere { get; init; }
}

/// <summary>Takes out what a query finds, in its order: at once as a download, or in the background as a file that is kept for whoever asked for it.</summary>
public sealed class ContactExportService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, AllContactsService contacts, ExportFiles files,
    TimeProvider time)
{
    public const Permissions Needed = Permissions.ViewContacts | Permissions.Export;

    private static readonly Problem NotFound = new("JOB_NOT_FOUND", "There is no such file. It is kept for seven days, for whoever asked for it.");

    /// <summary>Everything that matches, read in steps; the export itself is put on record first. <c>INVALID_FILTER</c> before the first row.</summary>
    public async Task<Result<ContactExport>> ExportAsync(OrganizationId organization, AllContactsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Needed, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var found = await contacts.FindAllAsync(allowed.Value, query, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        await writer.WriteAsync<long>(organization, async context =>
            (await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.Exported, time.GetUtcNow(), cancellationToken, details: new { what = "contacts" })).Id, cancellationToken);
        return new ContactExport(contexts, found.Value, time.GetUtcNow);
    }

    /// <summary>Makes the file in the background; the id of its job. <c>INVALID_FILTER</c>, <c>QUOTA_EXCEEDED</c>.</summary>
    public async Task<Result<long>> StartAsync(OrganizationId organization, AllContactsQuery query, ContactFileFormat format, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Needed, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var total = await contacts.TotalAsync(organization, query, cancellationToken);
        if (!total.IsOk)
            return total.Problem!;
        if (!files.HasRoom)
            return ExportFiles.NoRoom;
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var job = JobFactory.Create(allowed.Value, JobKind.ExportContacts, new ExportCommand(query, format, files.NewPath(), total.Value.All), now);
            context.Jobs.Add(job);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.Exported, now, cancellationToken, details: new { what = "contacts" });
            return job.Id;
        }, cancellationToken);
    }

    /// <summary>How a file of one's own stands; <c>JOB_NOT_FOUND</c>, for other people's too.</summary>
    public async Task<Result<ExportState>> StateAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(organization, jobId, cancellationToken);
        return opened.IsOk ? Of(opened.Value) : opened.Problem!;
    }

    /// <summary>One's own files, newest first.</summary>
    public async Task<Result<IReadOnlyList<ExportState>>> LatestAsync(OrganizationId organization, int limit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Needed, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var kept = time.GetUtcNow() - ExportFiles.Kept;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var jobs = await Mine(context, allowed.Value).Where(j => j.FinishedAt == null || j.FinishedAt > kept).OrderByDescending(j => j.Id).Take(Math.Clamp(limit, 1, 100))
            .ToListAsync(cancellationToken);
        return jobs.ConvertAll(Of);
    }

    /// <summary>A file of one's own, to be read once.</summary>
    public async Task<Result<Stream>> DownloadAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(organization, jobId, cancellationToken);
        if (!opened.IsOk)
            return opened.Problem!;
        return Of(opened.Value).IsThere
            ? new FileStream(JobFactory.CommandOf<ExportCommand>(opened.Value).File, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete) : NotFound;
    }

    /// <summary>Deletes a file of one's own before its time; one that is being made is stopped.</summary>
    public async Task<Result> DeleteAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(organization, jobId, cancellationToken);
        if (!opened.IsOk)
            return opened.Problem!;
        var now = time.GetUtcNow();
        await writer.WriteAsync<int>(organization, async context => await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(j => j.SetProperty(x => x.CancelRequested, true)
            .SetProperty(x => x.State, x => x.State == JobState.Running ? JobState.Running : JobState.Cancelled).SetProperty(x => x.FinishedAt, x => x.FinishedAt ?? now), cancellationToken), cancellationToken);
        File.Delete(JobFactory.CommandOf<ExportCommand>(opened.Value).File);
        return Result.Ok;
    }

    private async Task<Result<Data.Entities.Job>> OpenAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Needed, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Mine(context, allowed.Value).SingleOrDefaultAsync(j => j.Id == jobId, cancellationToken) is { } job ? job : NotFound;
    }

    // A person's own, or a program's own.
    private static IQueryable<Data.Entities.Job> Mine(DashboardDbContext context, OrganizationScope scope)
    {
        var (user, label) = ((scope.Actor as UserActor)?.UserId, scope.Actor.Label);
        return context.Jobs.AsNoTracking().Where(j => j.OrganizationId == scope.Id.Value && j.Kind == JobKind.ExportContacts && j.UserId == user && (user != null || j.Actor == label));
    }

    private static ExportState Of(Data.Entities.Job job)
    {
        var (command, progress) = (JobFactory.CommandOf<ExportCommand>(job), JobFactory.ProgressOf<ExportProgress>(job));
        return new(job.Id, job.State, command.Format, progress?.Rows ?? 0, command.Total, progress?.Bytes ?? 0, job.Error, job.CreatedAt, job.FinishedAt + ExportFiles.Kept)
        {
            IsThere = job.State == JobState.Done && File.Exists(command.File),
        };
    }
}
