using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Bulk;

/// <summary>One action on many addresses: first a frozen, counted set, then exactly that set as a durable job.</summary>
public sealed class BulkService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, FilterCompiler filters, TimeProvider time)
{
    private const int FillChunk = 10_000;

    private static readonly Problem NotFound = new("JOB_NOT_FOUND", "This preview is no longer there. Select again.");

    /// <summary>Freezes the selection and says what would become of each address of it.</summary>
    public async Task<Result<BulkPreview>> PreviewAsync(OrganizationId organization, BulkAction action, BulkSelection selection, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, PermissionFor(action), cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var scope = allowed.Value;
        var filter = await FilterAsync(scope, selection.Query?.Filter, cancellationToken);
        if (!filter.IsOk)
            return filter.Problem!;
        var job = await writer.WriteAsync<long>(organization, async context =>
        {
            var kind = action == BulkAction.Block ? JobKind.BulkBlock : JobKind.BulkRelease;
            var created = JobFactory.Create(scope, kind, new BulkCommand(action), time.GetUtcNow(), JobState.Previewed);
            context.Jobs.Add(created);
            await context.SaveChangesAsync(cancellationToken);
            return created.Id;
        }, cancellationToken);
        if (selection.Query is { } query)
            await FillFromQueryAsync(scope, job.Value, query, filter.Value, cancellationToken);
        foreach (var ids in (selection.AddressIds ?? []).Chunk(FillChunk))
            await FillAsync(scope, job.Value, ids, cancellationToken);
        await DecideAsync(scope, job.Value, action, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new BulkPreview(job.Value, action, await CountsAsync(context, job.Value, cancellationToken));
    }

    /// <summary>Starts what was previewed; only by whoever previewed it.</summary>
    public async Task<Result> StartAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var user = (allowed.Value.Actor as UserActor)?.UserId;
        var started = await writer.WriteAsync<bool>(organization, async context => await context.Jobs
            .Where(j => j.OrganizationId == organization.Value && j.Id == jobId && j.State == JobState.Previewed && j.UserId == user)
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Queued), cancellationToken) == 1 ? true : NotFound, cancellationToken);
        return started.ToResult();
    }

    /// <summary>How far it got, and what it did.</summary>
    public async Task<Result<BulkState>> StateAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId, cancellationToken);
        return job is null ? NotFound : new BulkState(job.Id, job.State, await CountsAsync(context, job.Id, cancellationToken),
            JobFactory.ProgressOf<BulkProgress>(job)?.AuditId, job.Error);
    }

    internal static async Task<BulkCounts> CountsAsync(DashboardDbContext context, long jobId, CancellationToken cancellationToken) =>
        new((await context.QueryAsync(BulkSql.Counts, row => ((BulkOutcome)row.GetInt32(0), row.GetInt64(1)), cancellationToken, ("@job", jobId)))
            .ToDictionary(c => c.Item1, c => c.Item2));

    internal static Task SetOutcomeAsync(DashboardDbContext context, long jobId, IEnumerable<long> addressIds, BulkOutcome outcome, CancellationToken cancellationToken) =>
        context.ExecuteAsync(BulkSql.SetOutcome, cancellationToken, ("@job", jobId), ("@outcome", (int)outcome), ("@ids", JsonSerializer.Serialize(addressIds)));

    private async Task<Result<CompiledFilter>> FilterAsync(OrganizationScope scope, string? filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await filters.CompileAsync(context, scope, filter, cancellationToken);
    }

    private async Task FillFromQueryAsync(OrganizationScope scope, long jobId, ContactsQuery query, CompiledFilter filter, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            List<long> ids;
            await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            {
                ids = await context.QueryAsync(ContactsSql.IdsAfter(query, filter) + " AND a.Id > @after ORDER BY a.Id LIMIT @limit", row => row.GetInt64(0), cancellationToken,
                    [.. ContactsService.Parameters(scope.Id, query, filter), ("@after", after), ("@limit", FillChunk)]);
            }
            if (ids.Count == 0)
                return;
            after = ids[^1];
            await FillAsync(scope, jobId, ids, cancellationToken);
        }
    }

    private Task<Result<int>> FillAsync(OrganizationScope scope, long jobId, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        writer.WriteAsync<int>(scope.Id, async context => await context.ExecuteAsync(BulkSql.InsertIds, cancellationToken,
            ("@job", jobId), ("@ids", JsonSerializer.Serialize(ids)), ("@organization", scope.Id.Value)), cancellationToken);

    private async Task DecideAsync(OrganizationScope scope, long jobId, BulkAction action, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            var decided = await writer.WriteAsync<long?>(scope.Id, async context =>
            {
                var items = await BulkWork.PendingAsync(context, scope, jobId, after, 2_000, time.GetUtcNow(), cancellationToken);
                foreach (var group in items.GroupBy(i => BulkDecision.For(action, i.Covering, scope.Permissions)).Where(g => g.Key != BulkOutcome.Pending))
                    await SetOutcomeAsync(context, jobId, group.Select(i => i.AddressId), group.Key, cancellationToken);
                return items.Count == 0 ? (long?)null : items[^1].AddressId;
            }, cancellationToken);
            if (decided.Value is not { } last)
                return;
            after = last;
        }
    }

    private static Permissions PermissionFor(BulkAction action) => action == BulkAction.Block ? Permissions.Block : Permissions.Release;
}
