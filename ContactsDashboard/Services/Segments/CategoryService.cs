using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Segments;

/// <summary>A subscription category and how many contacts are in it, deleted ones not counted.</summary>
public sealed record CategoryRow(long Id, string Name, long Contacts, DateTimeOffset CreatedAt);

/// <summary>What contacts can subscribe to. Each category is a segment of its name.</summary>
public sealed class CategoryService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxName = 100;
    private const int MaxCategories = 200;

    // Those who write meanwhile wait for one step at most.
    private const int Step = 1_000;

    private static readonly Problem NotFound = new("CATEGORY_NOT_FOUND", "There is no such subscription category.");

    /// <summary>All of them, by name.</summary>
    public async Task<Result<IReadOnlyList<CategoryRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Categories(context, organization).AsNoTracking().Select(s => new CategoryRow(s.Id, s.Name,
            context.SegmentMembers.LongCount(m => m.SegmentId == s.Id && context.Contacts.Any(c => c.Id == m.ContactId && c.DeletedAt == null)), s.CreatedAt))
            .ToListAsync(cancellationToken);
        return rows.OrderBy(r => TextKey.Fold(r.Name), StringComparer.Ordinal).ToList();
    }

    /// <summary>Makes a category; <c>ALREADY_EXISTS</c> when any segment has the name.</summary>
    public Task<Result<CategoryRow>> CreateAsync(OrganizationId organization, string name, CancellationToken cancellationToken) =>
        ChangeAsync(organization, name, async (context, scope, given) =>
        {
            if (await Categories(context, organization).CountAsync(cancellationToken) >= MaxCategories)
                return new Problem("VALIDATION_ERROR", $"An organisation has at most {MaxCategories} subscription categories. Delete one first.") { Field = "name" };
            var now = time.GetUtcNow();
            var category = new Segment { OrganizationId = organization.Value, Name = given, Kind = SegmentKind.Category, CreatedAt = now, UpdatedAt = now };
            context.Segments.Add(category);
            await AuditLog.WriteAsync(context, scope, AuditVerb.AddedCategory, now, cancellationToken, details: new { category = given });
            return new CategoryRow(category.Id, given, 0, now);
        }, null, cancellationToken);

    /// <summary>Gives a category, and its segment, another name.</summary>
    public Task<Result<CategoryRow>> RenameAsync(OrganizationId organization, long categoryId, string name, CancellationToken cancellationToken) =>
        ChangeAsync(organization, name, async (context, scope, given) =>
        {
            if (await Categories(context, organization).SingleOrDefaultAsync(s => s.Id == categoryId, cancellationToken) is not { } category)
                return NotFound;
            var before = category.Name;
            await SegmentStore.RenameInSearchesAsync(context, organization, before, given, cancellationToken);
            (category.Name, category.UpdatedAt) = (given, time.GetUtcNow());
            await AuditLog.WriteAsync(context, scope, AuditVerb.RenamedCategory, category.UpdatedAt, cancellationToken,
                details: new { id = categoryId, category = given, before, after = given });
            var members = await context.SegmentMembers.LongCountAsync(m => m.SegmentId == categoryId, cancellationToken);
            return new CategoryRow(category.Id, given, members, category.CreatedAt);
        }, categoryId, cancellationToken);

    /// <summary>Deletes a category; its contacts stay, their subscription to it does not. How many were subscribed.</summary>
    public async Task<Result<long>> DeleteAsync(OrganizationId organization, long categoryId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageFields, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var (gone, found) = (0L, true);
        while (await writer.WriteStepsAsync(organization, async context =>
        {
            if (await Categories(context, organization).SingleOrDefaultAsync(s => s.Id == categoryId, cancellationToken) is not { } category)
                return found = false;
            var members = await context.ExecuteAsync(SegmentSql.Empty, cancellationToken, ("@segment", categoryId), ("@limit", Step));
            gone += members;
            if (members > 0)
                return true;
            context.Segments.Remove(category);
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.DeletedCategory, time.GetUtcNow(), cancellationToken,
                details: new { category = category.Name, contacts = gone });
            audit.Count = gone;
            await context.SaveChangesAsync(cancellationToken);
            return false;
        }, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
        return found ? gone : NotFound;
    }

    private async Task<Result<CategoryRow>> ChangeAsync(OrganizationId organization, string name,
        Func<DashboardDbContext, OrganizationScope, string, Task<Result<CategoryRow>>> change, long? self, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageFields, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var given = name.Trim();
        if (given.Length is 0 or > MaxName || given.Any(char.IsControl))
            return new Problem("VALIDATION_ERROR", $"The name must have 1 to {MaxName} characters.") { Field = "name", Value = name };
        return await writer.WriteAsync<CategoryRow>(organization, async context =>
        {
            var taken = await context.Segments.Where(s => s.OrganizationId == organization.Value && s.Id != self).Select(s => s.Name).ToListAsync(cancellationToken);
            return taken.Exists(n => TextKey.Fold(n) == TextKey.Fold(given))
                ? new Problem("ALREADY_EXISTS", $"There is a segment or category {given} already.") { Field = "name", Value = given }
                : await change(context, allowed.Value, given);
        }, cancellationToken);
    }

    private static IQueryable<Segment> Categories(DashboardDbContext context, OrganizationId organization) =>
        context.Segments.Where(s => s.OrganizationId == organization.Value && s.Kind == SegmentKind.Category);
}
