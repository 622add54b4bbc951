using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Segments;

/// <summary>Where the contacts of a list come from: a search, another segment, a file.</summary>
public sealed class SegmentSourceService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, SegmentService segments,
    AllContactsService contacts, ContactBulkService bulk, BulkService jobs, UploadedFiles uploads, TimeProvider time)
{
    private static readonly Problem NoFile = new("JOB_NOT_FOUND", "This file is no longer there. Upload it again.");

    /// <summary>A list of whoever the query finds at this moment; a job fills it.</summary>
    public async Task<Result<SegmentFilling>> CreateFromAsync(OrganizationId organization, string name, AllContactsQuery query, CancellationToken cancellationToken)
    {
        var everybody = query with { Page = 1, Last = false, Cursor = null };
        // A search that cannot be read leaves no empty list behind.
        var readable = await contacts.FirstAsync(organization, everybody with { Limit = 1 }, cancellationToken);
        var created = readable.IsOk ? await segments.CreateListAsync(organization, name, cancellationToken) : readable.Problem!;
        if (!created.IsOk)
            return created.Problem!;
        var counted = await bulk.PreviewAsync(organization, new ContactBulkAction.AddTo([created.Value.Id]), ContactSelection.AllMatching(everybody), cancellationToken);
        if (!counted.IsOk)
            return counted.Problem!;
        var started = await jobs.StartAsync(organization, counted.Value.JobId, cancellationToken);
        return started.IsOk ? new SegmentFilling(created.Value, counted.Value.JobId) : started.Problem!;
    }

    /// <summary>The same under another name: of a dynamic segment another dynamic one, of a list or category a list with the same contacts.</summary>
    public async Task<Result<SegmentFilling>> CopyAsync(OrganizationId organization, long segmentId, string name, CancellationToken cancellationToken)
    {
        var found = await segments.FindAsync(organization, segmentId, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        if (found.Value is not { Kind: SegmentKind.Dynamic, Query: { } query })
            return await FreezeAsync(organization, segmentId, name, cancellationToken);
        var created = await segments.CreateDynamicAsync(organization, name, query, cancellationToken);
        return created.IsOk ? new SegmentFilling(created.Value, 0) : created.Problem!;
    }

    /// <summary>A list of whoever is in the segment at this moment.</summary>
    public async Task<Result<SegmentFilling>> FreezeAsync(OrganizationId organization, long segmentId, string name, CancellationToken cancellationToken)
    {
        var found = await segments.FindAsync(organization, segmentId, cancellationToken);
        return found.IsOk ? await CreateFromAsync(organization, name, new() { Segment = segmentId }, cancellationToken) : found.Problem!;
    }

    /// <summary>Keeps an uploaded file for a day, or until a list is filled from it; the id of its job.</summary>
    public async Task<Result<long>> UploadAsync(OrganizationId organization, string fileName, Stream content, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await uploads.AddJobAsync(writer, allowed.Value, JobKind.FillSegment, fileName, content, file => new FillSegmentCommand(file.Path, file.Name, 0), time.GetUtcNow(),
            cancellationToken);
    }

    /// <summary>A list of the contacts a file names by e-mail address, phone number or id; a job finds them. The file is that of <see cref="UploadAsync"/>.</summary>
    public async Task<Result<SegmentFilling>> CreateFromFileAsync(OrganizationId organization, string name, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var user = (allowed.Value.Actor as UserActor)?.UserId;
        return await writer.WriteAsync<SegmentFilling>(organization, async context =>
        {
            var job = await context.Jobs.SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId && j.Kind == JobKind.FillSegment
                && j.State == JobState.Previewed && j.UserId == user, cancellationToken);
            if (job is null || JobFactory.CommandOf<FillSegmentCommand>(job) is not { } command || !File.Exists(command.File))
                return NoFile;
            var given = await SegmentStore.NameAsync(context, organization, name, null, cancellationToken);
            if (!given.IsOk)
                return given.Problem!;
            var list = await SegmentStore.AddAsync(context, allowed.Value, given.Value, SegmentKind.List, null, time.GetUtcNow(), cancellationToken);
            (job.Command, job.State) = (System.Text.Json.JsonSerializer.Serialize(command with { Segment = list.Id }, System.Text.Json.JsonSerializerOptions.Web), JobState.Queued);
            await context.SaveChangesAsync(cancellationToken);
            return new SegmentFilling(list, job.Id);
        }, cancellationToken);
    }

    /// <summary>Where the filling of a list from a file stands.</summary>
    public async Task<Result<FileFilling>> FileStateAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId && j.Kind == JobKind.FillSegment, cancellationToken);
        if (job is null)
            return NoFile;
        var progress = JobFactory.ProgressOf<FillSegmentProgress>(job);
        return new FileFilling(job.Id, JobFactory.CommandOf<FillSegmentCommand>(job).Name, job.State, progress?.Counts ?? new(), progress?.AuditId, job.Error);
    }
}
