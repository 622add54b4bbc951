using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Profiles;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>
/// One action on many contacts: first a frozen, counted set, then exactly that set as a durable job. Start and state are <see cref="BulkService"/>'s.
/// </summary>
public sealed class ContactBulkService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, AllContactsService contacts,
    TimeProvider time)
{
    private const int FillChunk = 10_000;
    private const int DecideChunk = 1_000;

    private static readonly Problem NoLists = new("VALIDATION_ERROR", "Choose at least one list.") { Field = "segments" };

    /// <summary>Freezes the selection and says what would become of each contact of it.</summary>
    public async Task<Result<ContactBulkPreview>> PreviewAsync(OrganizationId organization, ContactBulkAction action, ContactSelection selection, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, NeededFor(action), cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var scope = allowed.Value;
        if (action is ContactBulkAction.Delete { Reason: var reason } && ProfileProblems.OfReason(reason) is { } wrong)
            return wrong;
        if (SegmentsOf(action) is { } segments && await CheckAsync(organization, segments, cancellationToken) is { } problem)
            return problem;
        var job = (await writer.WriteAsync<long>(organization, async context =>
        {
            var created = JobOf(scope, action);
            context.Jobs.Add(created);
            await context.SaveChangesAsync(cancellationToken);
            return created.Id;
        }, cancellationToken)).Value;
        if (selection.Query is { } query && await FillFromQueryAsync(scope, job, query, cancellationToken) is { } refused)
            return refused;
        foreach (var ids in (selection.Ids ?? []).Chunk(FillChunk))
            await FillAsync(scope, job, ids, cancellationToken);
        var elsewhere = await DecideAsync(scope, job, action, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var preview = new ContactBulkPreview(job, await BulkService.CountsAsync(context, job, cancellationToken), elsewhere);
        return action is ContactBulkAction.Restore ? await RestoreContactsWork.WithConsequencesAsync(context, scope, preview, cancellationToken) : preview;
    }

    public static Permissions NeededFor(ContactBulkAction action) =>
        SegmentsOf(action) is not null ? Permissions.ManageSegments : Permissions.DeleteContacts;

    private static IReadOnlyList<long>? SegmentsOf(ContactBulkAction action) =>
        action switch { ContactBulkAction.AddTo add => add.Segments, ContactBulkAction.RemoveFrom remove => [remove.Segment], _ => null };

    private async Task<Problem?> CheckAsync(OrganizationId organization, IReadOnlyList<long> segments, CancellationToken cancellationToken)
    {
        if (segments.Count == 0)
            return NoLists;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await context.Segments.CountAsync(s => s.OrganizationId == organization.Value && s.Kind == SegmentKind.List && segments.Contains(s.Id), cancellationToken);
        return known == segments.Distinct().Count() ? null : new Problem("SEGMENT_NOT_FOUND", "One of these lists is no longer there. Choose again.") { Field = "segments" };
    }

    private Job JobOf(OrganizationScope scope, ContactBulkAction action) => action switch
    {
        ContactBulkAction.Delete delete => JobFactory.Create(scope, JobKind.DeleteContacts,
            new DeleteContactsCommand(string.IsNullOrWhiteSpace(delete.Reason) ? null : delete.Reason.Trim(), delete.Rail), time.GetUtcNow(), JobState.Previewed),
        ContactBulkAction.AddTo add => JobFactory.Create(scope, JobKind.AddToSegments, new AddToSegmentsCommand([.. add.Segments.Distinct()]), time.GetUtcNow(), JobState.Previewed),
        ContactBulkAction.RemoveFrom remove => JobFactory.Create(scope, JobKind.RemoveFromSegment, new RemoveFromSegmentCommand(remove.Segment), time.GetUtcNow(), JobState.Previewed),
        ContactBulkAction.Restore => JobFactory.Create(scope, JobKind.RestoreContacts, new RestoreContactsCommand(), time.GetUtcNow(), JobState.Previewed),
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private async Task<Problem?> FillFromQueryAsync(OrganizationScope scope, long job, AllContactsQuery query, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            var ids = await contacts.IdsAsync(scope, query, after, FillChunk, cancellationToken);
            if (!ids.IsOk)
                return ids.Problem;
            if (ids.Value.Count == 0)
                return null;
            after = ids.Value[^1];
            await FillAsync(scope, job, ids.Value, cancellationToken);
        }
    }

    private Task<Result<int>> FillAsync(OrganizationScope scope, long job, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        writer.WriteAsync<int>(scope.Id, async context => await context.ExecuteAsync(ContactBulkSql.InsertIds, cancellationToken,
            ("@job", job), ("@ids", JsonSerializer.Serialize(ids)), ("@organization", scope.Id.Value)), cancellationToken);

    // How many of those to be deleted are active by their other channel.
    private async Task<long> DecideAsync(OrganizationScope scope, long job, ContactBulkAction action, CancellationToken cancellationToken)
    {
        var (elsewhere, after) = (0L, 0L);
        while (true)
        {
            var decided = await writer.WriteAsync<long?>(scope.Id, async context =>
            {
                var ids = await context.QueryAsync(ContactBulkSql.Pending, row => row.GetInt64(0), cancellationToken, ("@job", job), ("@after", after), ("@limit", DecideChunk));
                if (ids.Count == 0)
                    return (long?)null;
                (Dictionary<long, BulkOutcome> Outcomes, long ActiveElsewhere) outcomes = action switch
                {
                    ContactBulkAction.Delete delete => await DecideDeleteAsync(context, scope, ids, delete.Rail, cancellationToken),
                    ContactBulkAction.AddTo add => await AddToSegmentsWork.DecideAsync(context, scope, ids, add.Segments, cancellationToken),
                    ContactBulkAction.RemoveFrom remove => (await RemoveFromSegmentWork.DecideAsync(context, scope, ids, remove.Segment, cancellationToken), 0L),
                    ContactBulkAction.Restore => (await RestoreContactsWork.DecideAsync(context, scope, ids, cancellationToken), 0L),
                    _ => throw new ArgumentOutOfRangeException(nameof(action)),
                };
                foreach (var group in outcomes.Outcomes.Where(o => o.Value != BulkOutcome.Pending).GroupBy(o => o.Value, o => o.Key))
                    await BulkService.SetOutcomeAsync(context, job, group, group.Key, cancellationToken);
                elsewhere += outcomes.ActiveElsewhere;
                return ids[^1];
            }, cancellationToken);
            if (decided.Value is not { } last)
                return elsewhere;
            after = last;
        }
    }

    private async Task<(Dictionary<long, BulkOutcome> Outcomes, long ActiveElsewhere)> DecideDeleteAsync(DashboardDbContext context, OrganizationScope scope, List<long> ids,
        ContactRail rail, CancellationToken cancellationToken)
    {
        var planEnd = await ContactFinder.PlanEndAsync(context, scope.Id, cancellationToken);
        var rows = await BaseRows.ReadAsync(context, scope, planEnd, ids, time.GetUtcNow(), cancellationToken);
        var outcomes = rows.ToDictionary(r => r.Id, r => ContactBulkDecision.ForDelete(r, rail));
        return (outcomes, rows.Count(r => outcomes[r.Id] == BulkOutcome.Pending && ContactBulkDecision.IsActiveElsewhere(r, rail)));
    }
}
