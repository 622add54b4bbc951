using System.Data.Common;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>The whole contact base of an organisation, deleted contacts apart: list, rails and search.</summary>
public sealed class AllContactsService(IDbContextFactory<DashboardDbContext> contexts, AccessService access, FilterCompiler filters, SearchIndexes indexes,
    TimeProvider time)
{
    private readonly ContactFinder _finder = new(filters, indexes);

    /// <summary>Up to this many matches a search gathers and sorts them; beyond, it walks the order until the page is full.</summary>
    internal int FewMatches { get; set; } = 5_000;

    /// <summary>One page; a page past the end is empty, a page number beyond the numbered ones is refused with <c>INVALID_PARAMETER</c>.</summary>
    public async Task<Result<AllContactsPage>> ListAsync(OrganizationId organization, AllContactsQuery query, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        return (await PageAsync(scope.Value, query, Way.Complete, cancellationToken))!.Value;
    }

    /// <summary>
    /// The same for those who look at rows: a page that is found before its search is counted comes without its total, for <see cref="TotalAsync"/> to
    /// say. Many matches are met soon on the way along the order, few are gathered soon; which it is shows when both are tried.
    /// </summary>
    public async Task<Result<AllContactsPage>> FirstAsync(OrganizationId organization, AllContactsQuery query, CancellationToken cancellationToken)
    {
        if ((string.IsNullOrWhiteSpace(query.Filter) && query.Segment is null) || query.Last)
            return await ListAsync(organization, query, cancellationToken);
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var walking = Task.Run(() => PageAsync(scope.Value, query, Way.Walk, enough.Token), cancellationToken);
        var gathering = Task.Run(() => PageAsync(scope.Value, query, Way.Gather, enough.Token), cancellationToken);
        var first = await Task.WhenAny(walking, gathering) == gathering ? await gathering ?? await walking : await walking;
        await enough.CancelAsync();
        await Task.WhenAll(walking, gathering).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return first!.Value;
    }

    /// <summary>How many contacts a query finds.</summary>
    public async Task<Result<ContactTotal>> TotalAsync(OrganizationId organization, AllContactsQuery query, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        return await Task.Run(async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
            var found = await _finder.PrepareAsync(context, scope.Value, query, null, cancellationToken);
            return found.IsOk ? await context.BreakOffAsync(() => TotalAsync(context, found.Value, cancellationToken), cancellationToken) : (Result<ContactTotal>)found.Problem!;
        }, cancellationToken);
    }

    // How the rows of a search are found: by walking the order, by gathering all where they are few, or in whichever of these ways also says how many there are.
    private enum Way { Complete, Walk, Gather }

    // Null where there are too many to gather.
    private async Task<Result<AllContactsPage>?> PageAsync(OrganizationScope scope, AllContactsQuery query, Way way, CancellationToken cancellationToken)
    {
        var cursor = query.Cursor is null ? null : AllContactsCursor.Parse(query.Cursor, query);
        if (Check(query, cursor) is { } problem)
            return problem;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var found = await _finder.PrepareAsync(context, scope, query, total => PageCut.Of(query, cursor, total), cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        return await context.BreakOffAsync<Result<AllContactsPage>?>(async () =>
        {
            var few = way == Way.Walk || found.Value.Matches is not null || found.Value.Conditions.IsEmpty ? null : await FewAsync(context, found.Value, cancellationToken);
            if (few is null && way == Way.Gather)
                return null;
            var total = few is not null ? new(few.Count, few.Count(m => m.IsDeleted)) : way == Way.Walk ? null : await TotalAsync(context, found.Value, cancellationToken);
            var (keys, more) = await KeysAsync(context, found.Value, few, cursor, total?.All, cancellationToken);
            var rows = await BaseRows.ReadAsync(context, scope, found.Value.PlanEnd, [.. keys.Select(k => k.Id)], time.GetUtcNow(), cancellationToken);
            return PageCut.Page(query, cursor, keys, more, rows, total ?? new(keys.Count, 0)) with
            {
                IsUpdating = await context.ScalarAsync(ContactsSql.IsUpdating, cancellationToken, ("@organization", scope.Id.Value)) > 0,
                IsCounting = total is null,
            };
        }, cancellationToken);
    }

    /// <summary>Exact counts for the rails, of the contacts that are deleted or of those that are not.</summary>
    public async Task<Result<RailCounts>> CountAsync(OrganizationId organization, bool deleted, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        return await RailCounter.CountAsync(context, organization, deleted, await ContactFinder.PlanEndAsync(context, organization, cancellationToken), cancellationToken);
    }

    /// <summary>These rows as they are now, in the order given; for what follows other people's changes in place.</summary>
    public async Task<Result<IReadOnlyList<BaseRow>>> RefreshAsync(OrganizationId organization, IReadOnlyList<long> contactIds, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var planEnd = await ContactFinder.PlanEndAsync(context, organization, cancellationToken);
        return await BaseRows.ReadAsync(context, scope.Value, planEnd, contactIds, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>The next ids of the query in id order, for work in chunks.</summary>
    internal async Task<Result<List<long>>> IdsAsync(OrganizationScope scope, AllContactsQuery query, long after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await _finder.PrepareAsync(context, scope, query, null, cancellationToken);
        return found.IsOk ? await context.QueryAsync(found.Value.IdsAfter, row => row.GetInt64(0), cancellationToken,
            found.Value.Parameters(("@after", after), ("@limit", limit))) : found.Problem!;
    }

    /// <summary>A query made ready to be read to its end, in steps.</summary>
    internal async Task<Result<FoundContacts>> FindAllAsync(OrganizationScope scope, AllContactsQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await _finder.PrepareAsync(context, scope, query, null, cancellationToken);
    }

    private static Problem? Check(AllContactsQuery query, AllContactsCursor? cursor) =>
        query.Cursor is not null && cursor is null ? AllContactsCursor.Invalid
        : query.Limit is < 1 or > AllContactsQuery.MaxLimit ? new Problem("INVALID_PARAMETER", "limit must be between 1 and 100.") { Field = "limit", Value = $"{query.Limit}" }
        : query.Page < 1 ? new Problem("INVALID_PARAMETER", "page must be at least 1.") { Field = "page", Value = $"{query.Page}" }
        : query.Cursor is null && query.Page > ContactsQuery.MaxNumberedPages ? new Problem("INVALID_PARAMETER",
            $"Pages beyond {ContactsQuery.MaxNumberedPages} are reached with the cursor of the page before.") { Field = "page", Value = $"{query.Page}" }
        : query.Sort == AllContactsSort.Deleted && !query.Deleted ? new Problem("INVALID_PARAMETER", "Only deleted contacts are ordered by deletion.") { Field = "sort" }
        : null;

    // A search counts; everything else is counted already, the members of a list too.
    private static async Task<ContactTotal> TotalAsync(DashboardDbContext context, FoundContacts found, CancellationToken cancellationToken)
    {
        var query = found.Query;
        if (found.Matches is { } matches)
            return new(matches.Total, matches.Deleted);
        if (query is { Segment: { } segment, Rail: ContactRail.None, Deleted: false, IsSearched: false }
            && await context.QueryAsync(SegmentSql.Counted, row => row.GetInt64(0), cancellationToken, ("@organization", found.Scope.Id.Value), ("@segment", segment)) is [var members])
            return new(members, 0);
        if (!found.Conditions.IsEmpty)
        {
            return (await context.QueryAsync(found.Count, row => new ContactTotal(row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1)), cancellationToken,
                found.Parameters()))[0];
        }
        var counts = await RailCounter.CountAsync(context, found.Scope.Id, query.Deleted, found.PlanEnd, cancellationToken);
        var deleted = query.Deleted ? counts.Of(query.Rail)
            : query.Rail switch { ContactRail.WithEmail => counts.DeletedWithEmail, ContactRail.WithPhone => counts.DeletedWithPhone, _ => 0 };
        return new(counts.Of(query.Rail), deleted);
    }

    private async Task<List<Match>?> FewAsync(DashboardDbContext context, FoundContacts found, CancellationToken cancellationToken)
    {
        var few = await context.QueryAsync(found.Few, row => new Match(row.GetInt64(0), row.GetInt64(1), row.GetBoolean(2)), cancellationToken,
            found.Parameters(("@limit", FewMatches + 1)));
        return few.Count <= FewMatches ? few : null;
    }

    private static async Task<(List<(long Key, long Id)> Keys, bool More)> KeysAsync(DashboardDbContext context, FoundContacts found, List<Match>? few,
        AllContactsCursor? cursor, long? total, CancellationToken cancellationToken)
    {
        if (total == 0)
            return ([], false);
        var backwards = cursor?.Backwards ?? found.Query.Last;
        var cut = PageCut.Of(found.Query, cursor, total ?? 0);
        var keys = found.Matches is { } matches ? matches.Keys.ConvertAll(k => (Key: (long)k.Key, k.Id))
            : few is not null ? PageCut.Of(few.Select(m => (m.Key, m.Id)), cut)
            : await context.QueryAsync(found.Ids(cursor is not null, backwards),
                row => (Key: row.GetInt64(0), Id: row.GetInt64(1)), cancellationToken,
                found.Parameters(("@limit", cut.Take), ("@offset", cut.Skip), ("@key", cursor?.Key), ("@id", cursor?.Id)));
        var more = keys.Count == cut.Take;
        if (more)
            keys.RemoveAt(keys.Count - 1);
        if (backwards)
            keys.Reverse();
        return (keys, more);
    }

    private sealed record Match(long Key, long Id, bool IsDeleted);
}
