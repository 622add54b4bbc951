using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Paging;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Segments;

/// <summary>Named sets of contacts: lists kept by hand, dynamic ones found by a search, and those of categories.</summary>
public sealed class SegmentService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxName = 100;

    private static readonly Problem BadCursor = new("INVALID_PARAMETER", "This cursor was not made for this list. Start from the first page.") { Field = "cursor" };

    /// <summary>All of a kind, by name, for choices.</summary>
    public async Task<Result<IReadOnlyList<SegmentRow>>> ListAsync(OrganizationId organization, SegmentKind? kind, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return Sorted((await SegmentStore.AllAsync(context, organization, cancellationToken)).Where(s => kind is null || s.Kind == kind), new());
    }

    /// <summary>One page; a page past the end is empty.</summary>
    public async Task<Result<SegmentList>> PageAsync(OrganizationId organization, SegmentsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (query.Limit is < 1 or > SegmentsQuery.MaxLimit || query.Page < 1)
            return new Problem("INVALID_PARAMETER", $"page must be at least 1, and limit between 1 and {SegmentsQuery.MaxLimit}.") { Field = query.Page < 1 ? "page" : "limit" };
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var search = TextKey.Fold(query.Search?.Trim()) ?? "";
        var all = Sorted((await SegmentStore.AllAsync(context, organization, cancellationToken)).Where(s => (query.Kind is null || s.Kind == query.Kind)
            && TextKey.Fold(s.Name)!.Contains(search, StringComparison.Ordinal)), query);
        var start = query.Last ? Math.Max(0, (all.Count - 1) / query.Limit * query.Limit) : (query.Page - 1L) * query.Limit;
        if (query.Cursor is { } text)
        {
            if (OpaqueCursor.Read<Place>(text) is not { } place || place.Sort != query.Sort || place.Descending != query.Descending)
                return BadCursor;
            start = all.FindIndex(s => s.Id == place.Id) is >= 0 and var at ? at + 1 : place.At;
        }
        var rows = all.Skip((int)Math.Min(start, all.Count)).Take(query.Limit).ToList();
        var end = start + rows.Count;
        return new SegmentList(rows, all.Count, end < all.Count && rows.Count > 0 ? OpaqueCursor.Write(new Place(query.Sort, query.Descending, rows[^1].Id, (int)end)) : null, start > 0);
    }

    public async Task<Result<SegmentRow>> FindAsync(OrganizationId organization, long segmentId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await SegmentStore.FindAsync(context, organization, segmentId, cancellationToken) is { } row ? row : SegmentProblems.NotFound;
    }

    /// <summary>An empty list. <c>SEGMENT_EXISTS</c> when another segment has the name, in any case.</summary>
    public Task<Result<SegmentRow>> CreateListAsync(OrganizationId organization, string name, CancellationToken cancellationToken) =>
        ChangeAsync<SegmentRow>(organization, async (context, scope, now) =>
        {
            var given = await SegmentStore.NameAsync(context, organization, name, null, cancellationToken);
            return given.IsOk ? await SegmentStore.AddAsync(context, scope, given.Value, SegmentKind.List, null, now, cancellationToken) : given.Problem!;
        }, cancellationToken);

    /// <summary>A segment that is always what its search finds. <c>INVALID_FILTER</c> for one that cannot be read or leads back to itself.</summary>
    public Task<Result<SegmentRow>> CreateDynamicAsync(OrganizationId organization, string name, string query, CancellationToken cancellationToken) =>
        ChangeAsync<SegmentRow>(organization, async (context, scope, now) =>
        {
            var given = await SegmentStore.NameAsync(context, organization, name, null, cancellationToken);
            if (!given.IsOk)
                return given.Problem!;
            var sound = await FilterCompiler.CheckSegmentAsync(context, scope, query, null, cancellationToken);
            return sound.IsOk ? await SegmentStore.AddAsync(context, scope, given.Value, SegmentKind.Dynamic, Printed(query), now, cancellationToken) : sound.Problem!;
        }, cancellationToken);

    /// <summary>Gives it another name; dynamic segments whose search names it follow. Categories are renamed in the settings.</summary>
    public Task<Result<ChangeReceipt>> RenameAsync(OrganizationId organization, long segmentId, string name, CancellationToken cancellationToken) =>
        ChangeAsync<ChangeReceipt>(organization, async (context, scope, now) =>
        {
            if (await SegmentStore.TrackedAsync(context, organization, segmentId, cancellationToken) is not { } segment)
                return SegmentProblems.NotFound;
            if (segment.Kind == SegmentKind.Category)
                return SegmentProblems.IsCategory;
            var given = await SegmentStore.NameAsync(context, organization, name, segmentId, cancellationToken);
            if (!given.IsOk)
                return given.Problem!;
            await SegmentStore.RenameInSearchesAsync(context, organization, segment.Name, given.Value, cancellationToken);
            var before = segment.Name;
            (segment.Name, segment.UpdatedAt) = (given.Value, now);
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.RenamedSegment, now, cancellationToken,
                details: new { segment = segmentId, name = given.Value, before, after = given.Value });
            return new ChangeReceipt(audit.Id, 1);
        }, cancellationToken);

    /// <summary>Gives a dynamic segment another search.</summary>
    public Task<Result<ChangeReceipt>> ChangeSearchAsync(OrganizationId organization, long segmentId, string query, CancellationToken cancellationToken) =>
        ChangeAsync<ChangeReceipt>(organization, async (context, scope, now) =>
        {
            if (await SegmentStore.TrackedAsync(context, organization, segmentId, cancellationToken) is not { } segment)
                return SegmentProblems.NotFound;
            if (segment.Kind != SegmentKind.Dynamic)
                return SegmentProblems.NotDynamic;
            var sound = await FilterCompiler.CheckSegmentAsync(context, scope, query, segmentId, cancellationToken);
            if (!sound.IsOk)
                return sound.Problem!;
            var before = segment.Query;
            (segment.Query, segment.UpdatedAt) = (Printed(query), now);
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.ChangedSegment, now, cancellationToken,
                details: new { segment = segmentId, name = segment.Name, before, after = segment.Query });
            return new ChangeReceipt(audit.Id, 1);
        }, cancellationToken);

    /// <summary>Puts a few contacts into a list in one step; a second contact with the e-mail address of a member is left out. Many are <see cref="ContactBulkService"/>'s.</summary>
    internal async Task<Result<ChangeReceipt>> FillAsync(OrganizationId organization, long segmentId, IReadOnlyList<long> contacts, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var (now, added) = (time.GetUtcNow(), 0);
            var list = await context.Segments.SingleOrDefaultAsync(s => s.OrganizationId == organization.Value && s.Id == segmentId && s.Kind == SegmentKind.List, cancellationToken);
            if (list is null)
                return SegmentProblems.NotFound;
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.AddedToSegments, now, cancellationToken);
            // One by one: of two contacts with one address the second is left out.
            foreach (var contact in contacts)
            {
                added += await context.ExecuteAsync(ContactBulkSql.AddMembers, cancellationToken, ("@organization", organization.Value),
                    ("@segments", $"[{segmentId}]"), ("@ids", $"[{contact}]"), ("@audit", audit.Id));
            }
            (audit.Count, list.UpdatedAt) = (added, now);
            await context.SaveChangesAsync(cancellationToken);
            return new ChangeReceipt(audit.Id, added);
        }, cancellationToken);
    }

    private async Task<Result<T>> ChangeAsync<T>(OrganizationId organization, Func<DashboardDbContext, OrganizationScope, DateTimeOffset, Task<Result<T>>> change,
        CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSegments, cancellationToken);
        return allowed.IsOk ? await writer.WriteAsync<T>(organization, context => change(context, allowed.Value, time.GetUtcNow()), cancellationToken) : allowed.Problem!;
    }

    private static string Printed(string query) => FilterText.Print(FilterText.Parse(query).Filter);

    // A dynamic segment has no number to order by: it comes last.
    private static List<SegmentRow> Sorted(IEnumerable<SegmentRow> rows, SegmentsQuery query)
    {
        var byName = rows.OrderBy(r => TextKey.Fold(r.Name), StringComparer.Ordinal).ThenBy(r => r.Id).ToList();
        return query.Sort switch
        {
            SegmentSort.Contacts => [.. query.Descending ? byName.OrderByDescending(r => r.Members ?? -1) : byName.OrderBy(r => r.Members ?? long.MaxValue)],
            SegmentSort.Updated => [.. query.Descending ? byName.OrderByDescending(r => r.UpdatedAt) : byName.OrderBy(r => r.UpdatedAt)],
            _ => query.Descending ? [.. Enumerable.Reverse(byName)] : byName,
        };
    }

    // The row a page ended with, and its number should it be gone.
    private sealed record Place(SegmentSort Sort, bool Descending, long Id, int At);
}
