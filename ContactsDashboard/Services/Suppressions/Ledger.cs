using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>What a new entry says.</summary>
public sealed record NewSuppression(SuppressionScope Scope, string Value, SuppressionReason Reason, SuppressionSource Source)
{
    public string? Note { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public IReadOnlyCollection<string> Exceptions { get; init; } = [];
}

/// <summary>Changes the ledger inside the caller's transaction, and brings filters and counters along with it.</summary>
internal static class Ledger
{
    /// <summary>Domains with more addresses than this are restated by a job; the gate and every badge are right at once all the same.</summary>
    private const int InlineLimit = 500;

    /// <summary>Adds an entry, or a claim to the one in force with the same reason. The ledger never holds two of (level, scope, value, reason).</summary>
    public static async Task<SuppressionEntry> AddAsync(DashboardDbContext context, OrganizationScope scope, NewSuppression added, AuditEntry audit,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entry = await context.Suppressions.Include(s => s.Claims.Where(c => c.RemovedByAuditId == null))
            .Include(s => s.Exceptions.Where(e => e.RemovedByAuditId == null)).SingleOrDefaultAsync(s =>
            s.OrganizationId == scope.Id.Value && s.Scope == added.Scope && s.Value == added.Value && s.Reason == added.Reason && s.EndedAt == null,
            cancellationToken);
        if (entry is { ExpiresAt: { } expiry } && expiry <= now)
        {
            // It ran out before: what comes now is a new entry with its own history. Ended first, for the unique index.
            entry.EndedAt = expiry;
            await context.SaveChangesAsync(cancellationToken);
            entry = null;
        }
        if (entry is null)
        {
            entry = new SuppressionEntry
            {
                OrganizationId = scope.Id.Value, Scope = added.Scope, Value = added.Value, Reason = added.Reason, Source = added.Source,
                Note = added.Note, CreatedAt = now, CreatedBy = scope.Actor.Label,
            };
            foreach (var value in added.Exceptions)
                entry.Exceptions.Add(new SuppressionException { Value = value, AuditId = audit.Id });
            context.Suppressions.Add(entry);
        }
        // What the recipient says too is theirs from then on: an operator's entry must not keep it releasable by operators.
        if (Suppression.IsGuardedReason(entry.Reason, added.Source))
            entry.Source = added.Source;
        // Who joins an entry without exempting somebody wants them stopped; undoing the joining exempts them again.
        foreach (var exception in entry.Exceptions.Where(e => !added.Exceptions.Contains(e.Value)))
            exception.RemovedByAuditId = audit.Id;
        entry.Claims.Add(new SuppressionClaim { AuditId = audit.Id, ClaimedBy = scope.Actor.Label, ExpiresAt = added.ExpiresAt });
        entry.ExpiresAt = LatestExpiry(entry.Claims);
        await context.SaveChangesAsync(cancellationToken);
        return entry;
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

    /// <summary>Brings the flags of all addresses an entry can cover in line with the ledger: here if they are few, by a job if they are many.</summary>
    public static async Task RestateAsync(DashboardDbContext context, OrganizationScope scope, SuppressionScope entryScope, string value,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (entryScope == SuppressionScope.Email)
        {
            await context.ExecuteAsync(LedgerSql.RestateEmail, cancellationToken,
                ("@organization", scope.Id.Value), ("@value", value), ("@now", now.UtcTicks));
        }
        else if (entryScope == SuppressionScope.Domain)
        {
            var ids = value.StartsWith("*.", StringComparison.Ordinal) ? null
                : await DomainIdsAsync(context, scope.Id, value, 0, InlineLimit + 1, cancellationToken);
            if (ids is { Count: <= InlineLimit })
                await RestateIdsAsync(context, ids, now, cancellationToken);
            else
                context.Jobs.Add(JobFactory.Create(scope, JobKind.Restate, new RestateCommand(value), now));
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    public static Task<List<long>> DomainIdsAsync(DashboardDbContext context, OrganizationId organization, string domain, long after, int limit,
        CancellationToken cancellationToken) =>
        context.QueryAsync(LedgerSql.DomainIds, row => row.GetInt64(0), cancellationToken,
            ("@organization", organization.Value), ("@domain", domain), ("@after", after), ("@limit", limit));

    public static Task RestateEmailsAsync(DashboardDbContext context, OrganizationScope scope, IEnumerable<string> emails, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        context.ExecuteAsync(LedgerSql.RestateEmails, cancellationToken,
            ("@organization", scope.Id.Value), ("@values", JsonSerializer.Serialize(emails)), ("@now", now.UtcTicks));

    public static Task RestateIdsAsync(DashboardDbContext context, IReadOnlyCollection<long> ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        context.ExecuteAsync(LedgerSql.RestateIds, cancellationToken, ("@ids", JsonSerializer.Serialize(ids)), ("@now", now.UtcTicks));
}
