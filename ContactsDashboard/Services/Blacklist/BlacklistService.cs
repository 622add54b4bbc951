using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Blacklist;

/// <summary>What the blacklist knows of one contact, and its counts proved. The rows are <see cref="AllContactsService"/>'s.</summary>
public sealed class BlacklistService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    private const int ShownEnded = 20;

    private static readonly Problem NoJob = new("JOB_NOT_FOUND", "There is no such recount.");

    /// <summary>Why, since when and by whom; <c>CONTACT_NOT_FOUND</c>, for other organisations' contacts too, and for who has no address of the channel.</summary>
    public async Task<Result<BlacklistCard>> CardAsync(OrganizationId organization, long contactId, SuppressionScope channel, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts | Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var planEnd = await ContactFinder.PlanEndAsync(context, organization, cancellationToken);
        var rows = await BaseRows.ReadAsync(context, allowed.Value, planEnd, [contactId], time.GetUtcNow(), cancellationToken);
        if (rows is not [var row] || (channel == SuppressionScope.Phone ? row.Phone : row.Email?.Value) is null)
            return ContactIntake.NotFound;
        var entries = channel == SuppressionScope.Phone ? row.PhoneEntries : row.EmailEntries;
        var ended = channel == SuppressionScope.Phone ? await EndedAsync(context, allowed.Value, SuppressionScope.Phone, [row.Phone!], cancellationToken)
            : [.. await EndedAsync(context, allowed.Value, SuppressionScope.Email, [row.Email!.Value], cancellationToken),
                .. await EndedAsync(context, allowed.Value, SuppressionScope.Domain, [.. Suppression.DomainValuesCovering(row.Email.Domain.Value)], cancellationToken)];
        return new BlacklistCard(row, channel, [.. entries.OrderByDescending(e => Standings.OfEntry(e.ToRule())).ThenBy(e => e.CreatedAt)],
            [.. ended.OrderByDescending(e => e.At).Take(ShownEnded)]);
    }

    /// <summary>Counts the organisation's contacts again as a job, its id; one that is under way is joined.</summary>
    public async Task<Result<long>> RecountAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, JobRunner.PermissionFor(JobKind.Recount), cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var running = await context.Jobs.Where(j => j.OrganizationId == organization.Value && j.Kind == JobKind.Recount
                && (j.State == JobState.Queued || j.State == JobState.Running)).Select(j => j.Id).FirstOrDefaultAsync(cancellationToken);
            if (running > 0)
                return running;
            var job = JobFactory.Create(allowed.Value, JobKind.Recount, new RecountCommand(), time.GetUtcNow());
            context.Jobs.Add(job);
            await context.SaveChangesAsync(cancellationToken);
            return job.Id;
        }, cancellationToken);
    }

    /// <summary>How a recount stands, and what it found.</summary>
    public async Task<Result<RecountState>> RecountStateAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId && j.Kind == JobKind.Recount, cancellationToken);
        if (job is null)
            return NoJob;
        var progress = JobFactory.ProgressOf<RecountProgress>(job);
        return new RecountState(job.Id, job.State, progress is null ? 0 : progress.Address + progress.Contact,
            progress is null ? 1 : Math.Max(1, progress.LastAddress + progress.LastContact), progress?.Report, job.Error);
    }

    private async Task<List<EndedEntry>> EndedAsync(DashboardDbContext context, OrganizationScope scope, SuppressionScope kind, string[] values, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        long[] owners = [scope.Id.Value, SuppressionEntry.PlatformOrganization];
        var entries = context.Suppressions.AsNoTracking().Where(s => owners.Contains(s.OrganizationId) && s.Scope == kind && values.Contains(s.Value));
        // Entries in force and ended ones have an index each.
        var ended = await entries.Where(s => s.EndedAt != null).OrderByDescending(s => s.EndedAt).Take(ShownEnded)
            .Select(s => new { Entry = s, By = context.Audit.Where(a => a.Id == s.EndedByAuditId).Select(a => a.Actor).FirstOrDefault() }).ToListAsync(cancellationToken);
        var expired = await entries.Where(s => s.EndedAt == null && s.ExpiresAt <= now).Take(ShownEnded).ToListAsync(cancellationToken);
        return
        [
            .. ended.Select(e => new EndedEntry(SuppressionRows.ToEntry(e.Entry).For(scope), e.Entry.EndedAt!.Value,
                e.By is not null && e.Entry.Level == SuppressionLevel.Platform && !scope.May(Permissions.ManagePlatform) ? "the platform" : e.By)),
            .. expired.Select(e => new EndedEntry(SuppressionRows.ToEntry(e).For(scope), e.ExpiresAt!.Value, null)),
        ];
    }
}
