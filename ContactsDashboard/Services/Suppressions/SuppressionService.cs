using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>An entry somebody wants to add, as typed.</summary>
public sealed record SuppressionEdit(SuppressionScope Scope, string? Value, SuppressionReason Reason)
{
    public string? Note { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public IReadOnlyList<string> Exceptions { get; init; } = [];
}

/// <summary>Which entries to list.</summary>
public sealed record SuppressionsQuery
{
    public SuppressionReason? Reason { get; init; }

    public SuppressionScope? Scope { get; init; }

    public SuppressionLevel? Level { get; init; }

    public SuppressionSource? Source { get; init; }

    /// <summary>Part of the value.</summary>
    public string? Email { get; init; }

    public DateTimeOffset? CreatedAfter { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }

    public int Page { get; init; } = 1;

    public int Limit { get; init; } = 20;

    /// <summary>Entries older than this id; takes precedence over the page.</summary>
    public long? Before { get; init; }
}

/// <summary>A page of entries, newest first.</summary>
public sealed record SuppressionsPage(IReadOnlyList<LedgerEntry> Rows, long Total, long? NextBefore);

/// <summary>What an added entry became.</summary>
public sealed record AddedSuppression(LedgerEntry Entry, ChangeReceipt? Change);

/// <summary>The ledger entry by entry: add, list, look at, delete.</summary>
public sealed class SuppressionService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    /// <summary>
    /// Adds an own-level entry. <c>ALREADY_SUPPRESSED</c>, with its id, when one of that scope and value lasts at least as long, whatever its reason;
    /// with <paramref name="returnExisting"/> that entry is returned instead.
    /// </summary>
    public async Task<Result<AddedSuppression>> AddAsync(OrganizationId organization, SuppressionEdit edit, bool returnExisting, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Block, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var value = SuppressionValue.Parse(edit.Scope, edit.Value, allowed.Value.PhoneCountry);
        var exceptions = value.IsOk ? ParseExceptions(edit, value.Value) : value.Problem!;
        if (!exceptions.IsOk)
            return exceptions.Problem!;
        // Making an exception lets mail through the entry: only for whoever could release it.
        if (exceptions.Value.Count > 0 && !allowed.Value.May(Suppression.IsGuardedReason(edit.Reason, SuppressionSource.Api) ? Permissions.ReleaseGuarded : Permissions.Release))
            return SuppressionProblems.Guarded with { Field = "exceptions" };
        if (edit.ExpiresAt <= time.GetUtcNow())
            return new Problem("VALIDATION_ERROR", "The expiry must be in the future.") { Field = "expiresAt", Value = $"{edit.ExpiresAt:O}" };
        var source = allowed.Value.Actor.Path == AuditPath.Api ? SuppressionSource.Api : SuppressionSource.Operator;
        return await writer.WriteAsync<AddedSuppression>(organization, async context =>
        {
            var now = time.GetUtcNow();
            if (await BlockService.InForceAsync(context, organization, edit.Scope, value.Value, now, edit.ExpiresAt, cancellationToken) is { } existing)
                return returnExisting ? new AddedSuppression(await GetAsync(context, existing, cancellationToken), null) : SuppressionProblems.AlreadySuppressed(existing);
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.AddedSuppression, now, cancellationToken);
            var added = new NewSuppression(edit.Scope, value.Value, edit.Reason, source) { Note = edit.Note, ExpiresAt = edit.ExpiresAt, Exceptions = exceptions.Value };
            var entry = await Ledger.AddAsync(context, allowed.Value, added, audit, now, cancellationToken);
            audit.SuppressionId = entry.Id;
            await Ledger.RestateAsync(context, allowed.Value, edit.Scope, value.Value, now, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
            return new AddedSuppression(await GetAsync(context, entry.Id, cancellationToken), new(audit.Id, 1));
        }, cancellationToken);
    }

    /// <summary>Entries in force, own and platform, newest first.</summary>
    public async Task<Result<SuppressionsPage>> ListAsync(OrganizationId organization, SuppressionsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (query.Limit is < 1 or > 100 || query.Page < 1)
            return new Problem("INVALID_PARAMETER", "page must be at least 1 and limit between 1 and 100.") { Field = query.Page < 1 ? "page" : "limit" };
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = Matching(context, organization, query, time.GetUtcNow());
        var total = await matching.LongCountAsync(cancellationToken);
        var from = query.Before is { } before ? matching.Where(s => s.Id < before) : matching.OrderByDescending(s => s.Id).Skip((int)Math.Min(int.MaxValue, (query.Page - 1L) * query.Limit));
        var rows = await from.OrderByDescending(s => s.Id).Take(query.Limit + 1).Include(s => s.Exceptions.Where(e => e.RemovedByAuditId == null)).ToListAsync(cancellationToken);
        var next = rows.Count > query.Limit ? rows[query.Limit - 1].Id : (long?)null;
        return new SuppressionsPage(rows.Take(query.Limit).Select(ToEntry).ToList(), total, next);
    }

    public async Task<Result<LedgerEntry>> FindAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = await Matching(context, organization, new(), time.GetUtcNow()).AnyAsync(s => s.Id == id, cancellationToken);
        return visible ? await GetAsync(context, id, cancellationToken) : SuppressionProblems.NotFound;
    }

    /// <summary>Ends one own-level entry, whoever claims it; guarded reasons need the right to release them.</summary>
    public async Task<Result<ChangeReceipt>> DeleteAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Release, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var entry = await Matching(context, organization, new(), now).SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
            if (entry is null)
                return SuppressionProblems.NotFound;
            if (SuppressionProblems.WhyNotReleasable(ToEntry(entry), allowed.Value.Permissions) is { } why)
                return SuppressionProblems.Guarded with { Message = why };
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.DeletedSuppression, now, cancellationToken);
            audit.SuppressionId = id;
            await ReleaseService.EndAsync(context, allowed.Value, [id], audit, now, cancellationToken);
            return new ChangeReceipt(audit.Id, 1);
        }, cancellationToken);
    }

    private static IQueryable<SuppressionEntry> Matching(DashboardDbContext context, OrganizationId organization, SuppressionsQuery query, DateTimeOffset now)
    {
        var part = query.Email?.Trim().ToLowerInvariant();
        return context.Suppressions.AsNoTracking()
            .Where(s => s.OrganizationId == organization.Value || s.OrganizationId == SuppressionEntry.PlatformOrganization)
            .Where(s => s.EndedAt == null && (s.ExpiresAt == null || s.ExpiresAt > now))
            .Where(s => query.Reason == null || s.Reason == query.Reason).Where(s => query.Scope == null || s.Scope == query.Scope)
            .Where(s => query.Level == null || s.Level == query.Level).Where(s => query.Source == null || s.Source == query.Source)
            .Where(s => query.CreatedAfter == null || s.CreatedAt > query.CreatedAfter).Where(s => query.CreatedBefore == null || s.CreatedAt < query.CreatedBefore)
            .Where(s => string.IsNullOrEmpty(part) || s.Value.Contains(part));
    }

    private static async Task<LedgerEntry> GetAsync(DashboardDbContext context, long id, CancellationToken cancellationToken) =>
        ToEntry(await context.Suppressions.AsNoTracking().Include(s => s.Exceptions.Where(e => e.RemovedByAuditId == null)).SingleAsync(s => s.Id == id, cancellationToken));

    private static LedgerEntry ToEntry(SuppressionEntry entry) => new()
    {
        Id = entry.Id, Level = entry.Level, Scope = entry.Scope, Value = entry.Value, Reason = entry.Reason, Source = entry.Source, Note = entry.Note,
        EvidenceCode = entry.EvidenceCode, EvidenceText = entry.EvidenceText, CreatedAt = entry.CreatedAt, CreatedBy = entry.CreatedBy,
        ExpiresAt = entry.ExpiresAt, Exceptions = [.. entry.Exceptions.Select(e => e.Value)],
    };

    private static Result<List<string>> ParseExceptions(SuppressionEdit edit, string value)
    {
        var exceptions = new List<string>();
        foreach (var text in edit.Exceptions)
        {
            if (edit.Scope != SuppressionScope.Domain || !EmailAddress.TryParse(text, out var email) || !Suppression.CoversDomain(value, email.Domain.Value))
                return new Problem("VALIDATION_ERROR", "Exceptions are addresses under the blocked domain.") { Field = "exceptions", Value = text };
            exceptions.Add(email.Value);
        }
        return exceptions.Distinct().ToList();
    }
}
