using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Changes the ledger inside the caller's transaction, and brings filters and counters along with it.</summary>
internal static class Ledger
{
    /// <summary>Domains with more addresses than this are restated by a job; the gate and every badge are right at once all the same.</summary>
    private const int InlineLimit = 500;

    /// <summary>Whose rows these are in the store.</summary>
    public static long OwnerOf(OrganizationScope scope, SuppressionLevel level) =>
        level == SuppressionLevel.Platform ? SuppressionEntry.PlatformOrganization : scope.Id.Value;

    /// <summary>Opens the ledger of the caller's transaction for additions on record of <paramref name="audit"/>.</summary>
    public static LedgerTable Open(DashboardDbContext context, OrganizationScope scope, SuppressionLevel level, SuppressionSource source, AuditEntry audit,
        DateTimeOffset now) =>
        new((SqliteConnection)context.Database.GetDbConnection(), new(OwnerOf(scope, level), level, source, scope.Actor.Label, audit.Id, now));

    /// <summary>How an addition by this actor is marked, unless its path says otherwise.</summary>
    public static SuppressionSource SourceOf(OrganizationScope scope, SuppressionLevel level) =>
        level == SuppressionLevel.Platform ? SuppressionSource.Platform
        : scope.Actor.Path == AuditPath.Api ? SuppressionSource.Api : SuppressionSource.Operator;

    /// <summary>The entry that makes another one needless: it lasts at least until <paramref name="until"/> (null: for ever), whatever its reason.</summary>
    public static StandingEntry? LastingAsLong(IEnumerable<StandingEntry> standing, DateTimeOffset? until) =>
        standing.FirstOrDefault(e => e.ExpiresAt is null || e.ExpiresAt >= until);

    /// <summary>Adds one entry on record of its own; <c>ALREADY_SUPPRESSED</c> when one of this scope and value lasts as long.</summary>
    public static async Task<Result<AuditEntry>> AddOneAsync(DashboardDbContext context, OrganizationScope scope, SuppressionLevel level, LedgerAddition added,
        AuditVerb verb, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var audit = await AuditLog.WriteAsync(context, scope, verb, now, cancellationToken);
        using (var ledger = Open(context, scope, level, SourceOf(scope, level), audit, now))
        {
            var standing = ledger.Standing(added.Scope, added.Value);
            if (LastingAsLong(standing, added.ExpiresAt) is { } existing)
                return SuppressionProblems.AlreadySuppressed(existing.Id);
            audit.SuppressionId = ledger.Add(added, standing);
        }
        await RestateAsync(context, scope, level, added.Scope, [added.Value], now, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        return audit;
    }

    /// <summary>Ends an entry with all its claims.</summary>
    public static void End(SuppressionEntry entry, AuditEntry audit, DateTimeOffset now)
    {
        entry.EndedAt = now;
        entry.EndedByAuditId = audit.Id;
        foreach (var claim in entry.Claims.Where(c => c.RemovedByAuditId is null))
            claim.RemovedByAuditId = audit.Id;
    }

    /// <summary>The latest expiry among claims that still stand; null when one of them never expires.</summary>
    public static DateTimeOffset? LatestExpiry(IEnumerable<SuppressionClaim> claims)
    {
        var standing = claims.Where(c => c.RemovedByAuditId is null).ToList();
        return standing.Exists(c => c.ExpiresAt is null) ? null : standing.Max(c => c.ExpiresAt);
    }

    /// <summary>
    /// Brings the flags of all addresses an entry can cover in line with the ledger: here if they are few, by a job if they are many.
    /// A platform entry concerns every organisation, and its pages.
    /// </summary>
    public static async Task RestateAsync(DashboardDbContext context, OrganizationScope scope, SuppressionLevel level, SuppressionScope entryScope,
        IReadOnlyCollection<string> values, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (values.Count == 0)
            return;
        var organizations = level == SuppressionLevel.Own ? [scope.Id.Value] : await context.Organizations.Select(o => o.Id).ToListAsync(cancellationToken);
        foreach (var organization in organizations.Select(id => new OrganizationId(id)))
        {
            if (entryScope != SuppressionScope.Domain)
            {
                foreach (var restate in new[] { LedgerSql.RestateValues, ListSql.RestateValues })
                    await context.RunAsync(restate, cancellationToken, ("@organization", organization.Value),
                        ("@channel", (int)(entryScope == SuppressionScope.Phone ? Channel.Phone : Channel.Email)), ("@values", JsonSerializer.Serialize(values)), ("@now", now.UtcTicks));
            }
            else
                await RestateDomainsAsync(context, organization, scope, values, now, cancellationToken);
            if (level == SuppressionLevel.Platform)
                await ChangeSql.MarkAsync(context, organization, cancellationToken);
        }
        await context.SaveChangesAsync(cancellationToken);
    }

    private static async Task RestateDomainsAsync(DashboardDbContext context, OrganizationId organization, OrganizationScope scope,
        IReadOnlyCollection<string> domains, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (ids, later) = (new List<long>(), new List<string>());
        foreach (var domain in domains)
        {
            var isWide = domain.StartsWith("*.", StringComparison.Ordinal) || ids.Count > InlineLimit;
            var more = isWide ? [] : await DomainIdsAsync(context, organization, domain, 0, InlineLimit + 1, cancellationToken);
            if (isWide || ids.Count + more.Count > InlineLimit)
                later.Add(domain);
            else
                ids.AddRange(more);
        }
        await RestateIdsAsync(context, ids, now, cancellationToken);
        if (later.Count > 0)
            context.Jobs.Add(JobFactory.Create(scope, JobKind.Restate, new RestateCommand(later), now, organization: organization));
    }

    public static Task<List<long>> DomainIdsAsync(DashboardDbContext context, OrganizationId organization, string domain, long after, int limit,
        CancellationToken cancellationToken) =>
        context.QueryAsync(LedgerSql.DomainIds, row => row.GetInt64(0), cancellationToken,
            ("@organization", organization.Value), ("@domain", domain), ("@after", after), ("@limit", limit));

    public static async Task RestateIdsAsync(DashboardDbContext context, IReadOnlyCollection<long> ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var restate in new[] { LedgerSql.RestateIds, ListSql.RestateIds })
            await context.RunAsync(restate, cancellationToken, ("@ids", JsonSerializer.Serialize(ids)), ("@now", now.UtcTicks));
    }
}
