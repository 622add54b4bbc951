using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.SavedSearches;

/// <summary>
/// Searches people keep. One's own are a personal view: whoever may look may keep them, and no audit records it. What all see, who may block may
/// share, change and delete.
/// </summary>
public sealed class SavedSearchService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxName = 80;
    public const int MaxOfOne = 100;

    private const int MaxQuery = 8_000;

    private static readonly Problem NotFound = new("SAVED_SEARCH_NOT_FOUND", "This saved search is no longer there.");

    private static readonly Problem NotAPerson = new("FORBIDDEN", "Only somebody who is signed in can keep searches.");

    private static readonly Problem NotYours = new("FORBIDDEN", "Shared searches are kept by Operators, Support and Admins. Save one of your own instead.");

    /// <summary>One's own and the shared ones, by name.</summary>
    public async Task<Result<IReadOnlyList<SavedSearchRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        var user = (scope.Value.Actor as UserActor)?.UserId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.SavedSearches.Where(s => s.OrganizationId == organization.Value && (s.UserId == user || s.Shared))
            .Select(s => new SavedSearchRow(s.Id, s.Name, s.Query, s.Shared, s.UserId == user)).ToListAsync(cancellationToken);
        return rows.OrderBy(r => TextKey.Fold(r.Name), StringComparer.Ordinal).ThenBy(r => r.Id).ToList();
    }

    /// <summary>Keeps a search; the same name again replaces one's own of that name.</summary>
    public async Task<Result<long>> SaveAsync(OrganizationId organization, string name, string query, bool shared, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, shared ? Permissions.ViewContacts | Permissions.Block : Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        if (scope.Value.Actor is not UserActor user)
            return NotAPerson;
        if (CheckName(name) is { } problem)
            return problem;
        if (query.Length > MaxQuery)
            return new Problem("VALIDATION_ERROR", "This search is too long to keep. Make a segment of it.") { Field = "query" };
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var mine = await context.SavedSearches.Where(s => s.OrganizationId == organization.Value && s.UserId == user.UserId).ToListAsync(cancellationToken);
            var kept = mine.Find(s => TextKey.Fold(s.Name) == TextKey.Fold(name));
            // What is shared already was for others to see: only who may share replaces it.
            if (kept is { Shared: true } && !scope.Value.May(Permissions.Block))
                return NotYours;
            if (kept is null && mine.Count >= MaxOfOne)
                return new Problem("TOO_MANY", $"You keep {MaxOfOne} searches already. Delete one first.");
            if (kept is null)
                context.Add(kept = new() { OrganizationId = organization.Value, UserId = user.UserId, Name = "", Query = "", CreatedAt = time.GetUtcNow() });
            (kept.Name, kept.Query, kept.Shared) = (name.Trim(), query, shared);
            await context.SaveChangesAsync(cancellationToken);
            return kept.Id;
        }, cancellationToken);
    }

    public async Task<Result> RenameAsync(OrganizationId organization, long id, string name, CancellationToken cancellationToken) =>
        CheckName(name) is { } problem && (await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken)).IsOk ? problem
            : await ChangeAsync(organization, id, false, (_, search) => search.Name = name.Trim(), cancellationToken);

    /// <summary>Shows it to everybody of the organisation, or to its keeper alone again.</summary>
    public Task<Result> ShareAsync(OrganizationId organization, long id, bool shared, CancellationToken cancellationToken) =>
        ChangeAsync(organization, id, true, (_, search) => search.Shared = shared, cancellationToken);

    public Task<Result> DeleteAsync(OrganizationId organization, long id, CancellationToken cancellationToken) =>
        ChangeAsync(organization, id, false, (context, search) => context.Remove(search), cancellationToken);

    private async Task<Result> ChangeAsync(OrganizationId organization, long id, bool forOthers, Action<DashboardDbContext, SavedSearch> change,
        CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        if (scope.Value.Actor is not UserActor user)
            return NotAPerson;
        var changed = await writer.WriteAsync<bool>(organization, async context =>
        {
            var search = await context.SavedSearches.SingleOrDefaultAsync(
                s => s.OrganizationId == organization.Value && s.Id == id && (s.UserId == user.UserId || s.Shared), cancellationToken);
            if (search is null)
                return NotFound;
            if ((forOthers || search.Shared) && !scope.Value.May(Permissions.Block))
                return NotYours;
            change(context, search);
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);
        return changed.ToResult();
    }

    private static Problem? CheckName(string name) => string.IsNullOrWhiteSpace(name)
        ? new("VALIDATION_ERROR", "Give the search a name.") { Field = "name" }
        : name.Trim().Length > MaxName ? new("VALIDATION_ERROR", $"A name has at most {MaxName} characters.") { Field = "name" } : null;
}
