using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Lists;

/// <summary>Contact lists as programs keep them: the same lists the dashboard has among its segments.</summary>
public sealed class ListService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    /// <summary>So many members are let go with the answer; more by a job that goes on after it.</summary>
    private const int AtOnce = 200;

    /// <summary>By name; <paramref name="after"/> is the id of the list the page before ended with.</summary>
    public async Task<Result<ListsPage>> ListAsync(OrganizationId organization, string? search, int page, int limit, long? after, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        // Names are compared folded, which the store cannot: an organisation has hundreds of lists, not thousands.
        var names = await Lists(context, organization).Select(s => new { s.Id, s.Name }).ToListAsync(cancellationToken);
        var (wanted, ordered) = (TextKey.Fold(search) ?? "", names.Select(n => (n.Id, Key: TextKey.Fold(n.Name) ?? "")).OrderBy(n => n.Key, StringComparer.Ordinal).ThenBy(n => n.Id).ToList());
        var found = ordered.FindAll(n => n.Key.Contains(wanted, StringComparison.Ordinal));
        var begin = after is null ? (int)Math.Min((long)(page - 1) * limit, found.Count) : found.FindIndex(n => n.Id == after) + 1;
        var ids = found.Skip(begin).Take(limit).Select(n => n.Id).ToList();
        var rows = (await Lists(context, organization).Where(s => ids.Contains(s.Id)).ToListAsync(cancellationToken)).OrderBy(s => ids.IndexOf(s.Id)).ToList();
        return new ListsPage(await RowsAsync(context, rows, cancellationToken), found.Count, begin + ids.Count < found.Count ? ids[^1] : null);
    }

    /// <summary>One list; <c>LIST_NOT_FOUND</c>, for other organisations' too.</summary>
    public async Task<Result<ListRow>> GetAsync(OrganizationId organization, long listId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(context, organization, listId, cancellationToken) is { } list ? (await RowsAsync(context, [list], cancellationToken))[0] : ListProblems.NotFound;
    }

    /// <summary>Makes an empty list; <c>LIST_ALREADY_EXISTS</c> when a segment has the name, in any case.</summary>
    public Task<Result<ListRow>> CreateAsync(OrganizationId organization, ListEdit edit, CancellationToken cancellationToken) =>
        WriteAsync(organization, Permissions.ManageSegments, edit with { Name = edit.Name ?? "" }, null, cancellationToken);

    /// <summary>Changes what was named; fields that are left out of new fields go with their values.</summary>
    public async Task<Result<ListRow>> ChangeAsync(OrganizationId organization, long listId, ListEdit edit, CancellationToken cancellationToken) =>
        await WriteAsync(organization, Permissions.ManageSegments, edit, listId, cancellationToken);

    /// <summary>Deletes a list at once and for good. Its contacts who came with it and are known by nothing else go too; the others lose their place in it.</summary>
    public async Task<Result> DeleteAsync(OrganizationId organization, long listId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSegments | Permissions.DeleteContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var deleted = await writer.WriteAsync<bool>(organization, async context =>
        {
            if (await FindAsync(context, organization, listId, cancellationToken) is not { } list)
                return ListProblems.NotFound;
            var (scope, now) = (allowed.Value, time.GetUtcNow());
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.DeletedList, now, cancellationToken, details: new { id = listId, name = list.Name });
            audit.Count = await context.SegmentMembers.LongCountAsync(m => m.SegmentId == listId, cancellationToken);
            if (audit.Count > AtOnce)
                context.Jobs.Add(JobFactory.Create(scope, JobKind.DeleteList, new DeleteListCommand(listId), now));
            else
                await ListRemoval.NextAsync(context, organization, listId, AtOnce, cancellationToken);
            context.Segments.Remove(list);
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);
        return deleted.ToResult();
    }

    internal static Task<Segment?> FindAsync(DashboardDbContext context, OrganizationId organization, long listId, CancellationToken cancellationToken) =>
        context.Segments.SingleOrDefaultAsync(s => s.OrganizationId == organization.Value && s.Id == listId && s.Kind == SegmentKind.List, cancellationToken);

    internal static async Task<ListCounts> CountsAsync(DashboardDbContext context, long listId, CancellationToken cancellationToken) =>
        (await CountsAsync(context, [listId], cancellationToken)).GetValueOrDefault(listId, ListCounts.None);

    private async Task<Result<ListRow>> WriteAsync(OrganizationId organization, Permissions permission, ListEdit edit, long? listId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, permission, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ListRow>(organization, async context =>
        {
            var (scope, now) = (allowed.Value, time.GetUtcNow());
            var list = listId is null ? new Segment { OrganizationId = organization.Value, Name = "", Kind = SegmentKind.List, CreatedAt = now }
                : await FindAsync(context, organization, listId.Value, cancellationToken);
            if (list is null)
                return ListProblems.NotFound;
            var before = list.Name;
            if (await ApplyAsync(context, list, edit, cancellationToken) is { } problem)
                return problem;
            var fields = ListFields.Check(edit.Fields ?? ListFields.Read(list.CustomFields));
            if (!fields.IsOk)
                return fields.Problem!;
            var gone = ListFields.Read(list.CustomFields).Where(f => fields.Value.All(n => n.Key != f.Key || n.Type != f.Type)).Select(f => f.Key).ToList();
            (list.CustomFields, list.UpdatedAt) = (ListFields.ToJson(fields.Value), now);
            if (listId is null)
                context.Segments.Add(list);
            await context.SaveChangesAsync(cancellationToken);
            await AuditLog.WriteAsync(context, scope, listId is null ? AuditVerb.CreatedSegment : AuditVerb.ChangedList, now, cancellationToken,
                details: new { segment = list.Id, name = list.Name, before });
            if (gone.Count > 0)
                context.Jobs.Add(JobFactory.Create(scope, JobKind.TidyList, new TidyListCommand(list.Id, gone), now));
            await context.SaveChangesAsync(cancellationToken);
            return (await RowsAsync(context, [list], cancellationToken))[0];
        }, cancellationToken);
    }

    private static async Task<Problem?> ApplyAsync(DashboardDbContext context, Segment list, ListEdit edit, CancellationToken cancellationToken)
    {
        var (name, description) = (edit.Name?.Trim(), edit.Description?.Trim());
        if (name is not null && (name.Length is 0 or > ListEdit.MaxName || name.Any(char.IsControl)))
            return ListProblems.Invalid("name", $"A list needs a name of 1 to {ListEdit.MaxName} characters.", edit.Name);
        if (description?.Length > ListEdit.MaxDescription)
            return ListProblems.Invalid("description", $"A description has at most {ListEdit.MaxDescription} characters.");
        if (name is not null && name != list.Name)
        {
            var taken = await context.Segments.Where(s => s.OrganizationId == list.OrganizationId && s.Id != list.Id).Select(s => s.Name).ToListAsync(cancellationToken);
            if (taken.Exists(n => TextKey.Fold(n) == TextKey.Fold(name)))
                return ListProblems.Exists(name);
            list.Name = name;
        }
        if (description is not null || edit.ClearsDescription)
            list.Description = string.IsNullOrEmpty(description) ? null : description;
        return null;
    }

    private static IQueryable<Segment> Lists(DashboardDbContext context, OrganizationId organization) =>
        context.Segments.AsNoTracking().Where(s => s.OrganizationId == organization.Value && s.Kind == SegmentKind.List);

    private static async Task<List<ListRow>> RowsAsync(DashboardDbContext context, List<Segment> lists, CancellationToken cancellationToken)
    {
        var counts = await CountsAsync(context, [.. lists.Select(l => l.Id)], cancellationToken);
        return lists.ConvertAll(l => new ListRow(l.Id, l.Name, l.Description, ListFields.Read(l.CustomFields), counts.GetValueOrDefault(l.Id, ListCounts.None), l.CreatedAt, l.UpdatedAt));
    }

    private static async Task<Dictionary<long, ListCounts>> CountsAsync(DashboardDbContext context, long[] lists, CancellationToken cancellationToken) =>
        (await context.QueryAsync(ListSql.Counts, row => (List: row.GetInt64(0), Status: (ListStatus)row.GetInt32(1), Count: row.GetInt64(2)), cancellationToken,
            ("@lists", JsonSerializer.Serialize(lists)))).GroupBy(c => c.List).ToDictionary(g => g.Key, g =>
        {
            long Of(ListStatus status) => g.Where(c => c.Status == status).Sum(c => c.Count);
            return new ListCounts(Of(ListStatus.Active), Of(ListStatus.Unsubscribed), Of(ListStatus.Bounced), Of(ListStatus.Complained), Of(ListStatus.Suppressed));
        });
}
