using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Deliverability;

/// <summary>
/// "We broke it": releases every own entry a filter of the suppression list shows (a time window, an SMTP code, a diagnostic text, a domain, a source) as
/// one action that can be undone, and says who bounced again afterwards.
/// </summary>
public sealed class ReleaseMatchingService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    private static readonly Problem NotFound = new("JOB_NOT_FOUND", "There is no such release.");

    public async Task<Result<ReleaseMatchingPreview>> PreviewAsync(OrganizationId organization, SuppressionsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Release | Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var own = query with { Level = SuppressionLevel.Own, Page = 1, Before = null, Limit = 5 };
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var newest = await context.ScalarAsync("SELECT coalesce(max(Id), 0) FROM Suppressions", cancellationToken);
        var counts = SuppressionListSql.CountByReasonAndSource(organization, own, now);
        var groups = await context.QueryAsync(counts.Text, row => (Reason: (SuppressionReason)row.GetInt32(0), Source: (SuppressionSource)row.GetInt32(1), Count: row.GetInt64(2)),
            cancellationToken, counts.Parameters);
        var list = SuppressionListSql.Rows(organization, own, now);
        var examples = await context.QueryAsync(list.Text, LedgerReader.Read, cancellationToken, list.Parameters);
        var guarded = allowed.Value.May(Permissions.ReleaseGuarded) ? 0 : groups.Where(g => Suppression.IsGuardedReason(g.Reason, g.Source)).Sum(g => g.Count);
        return new ReleaseMatchingPreview(own, newest, groups.GroupBy(g => g.Reason).ToDictionary(g => g.Key, g => g.Sum(x => x.Count)), guarded, [.. examples.Take(5)]);
    }

    /// <summary>Starts what was previewed as a durable job; its id. Entries made since the preview are not touched.</summary>
    public async Task<Result<long>> StartAsync(OrganizationId organization, ReleaseMatchingPreview preview, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Release, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (!(preview.Query with { Level = null }).IsFiltered)
            return new Problem("VALIDATION_ERROR", "Narrow the list first: a release of everything is no repair.");
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var command = new ReleaseMatchingCommand(preview.Query, preview.UpToId, preview.Total);
            var job = JobFactory.Create(allowed.Value, JobKind.ReleaseMatching, command, time.GetUtcNow());
            context.Jobs.Add(job);
            await context.SaveChangesAsync(cancellationToken);
            return job.Id;
        }, cancellationToken);
    }

    public async Task<Result<ReleaseMatchingState>> StateAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId && j.Kind == JobKind.ReleaseMatching, cancellationToken);
        if (job is null)
            return NotFound;
        var progress = JobFactory.ProgressOf<ReleaseMatchingProgress>(job);
        return new ReleaseMatchingState(job.Id, job.State, progress?.Released ?? 0, progress?.Kept ?? 0, JobFactory.CommandOf<ReleaseMatchingCommand>(job).Total,
            progress?.AuditId, job.Error);
    }

    /// <summary>The latest releases, newest first, each with how many of its addresses are blocked again by a bounce or complaint since.</summary>
    public async Task<Result<IReadOnlyList<PastRelease>>> PastAsync(OrganizationId organization, int limit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.QueryAsync(DeliverabilitySql.PastReleases,
            row => new PastRelease(row.GetInt64(0), row.Instant(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetBoolean(5)),
            cancellationToken, ("@organization", organization.Value), ("@verb", (int)AuditVerb.ReleasedMatching), ("@limit", Math.Clamp(limit, 1, 50)));
    }

    /// <summary>The entries by which addresses of that release are blocked again, newest first.</summary>
    public async Task<Result<IReadOnlyList<LedgerEntry>>> BlockedAgainAsync(OrganizationId organization, long auditId, int limit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.QueryAsync(DeliverabilitySql.BlockedAgain, LedgerReader.Read, cancellationToken,
            ("@organization", organization.Value), ("@audit", auditId), ("@limit", Math.Clamp(limit, 1, 500)));
    }
}
