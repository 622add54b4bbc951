using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Takes blocks back, as far as whoever asks may release their reasons.</summary>
public sealed class ReleaseService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    /// <summary>Every entry that blocks the address, with what could be done about each.</summary>
    public async Task<Result<ReleasePreview>> PreviewAsync(OrganizationId organization, EmailAddress email, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await CoveringAsync(context, organization, email, now, cancellationToken);
        var rows = await InTheWayAsync(context, scope.Value, entries, now, cancellationToken);
        return new ReleasePreview(email, rows);
    }

    /// <summary>An entry in force with everything else that blocks the same. <c>SUPPRESSION_NOT_FOUND</c> when it is in force no more.</summary>
    public async Task<Result<EntryPreview>> PreviewEntryAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await SuppressionRows.InForce(context, organization, now).AnyAsync(s => s.Id == id, cancellationToken))
            return SuppressionProblems.NotFound;
        var entry = (await SuppressionRows.GetAsync(context, id, cancellationToken)).For(scope.Value);
        var covering = entry.Scope == SuppressionScope.Email && EmailAddress.TryParse(entry.Value, out var email)
            ? await CoveringAsync(context, organization, email, now, cancellationToken)
            : await LedgerReader.SameAsync(context, organization, entry, now, cancellationToken);
        var rows = await InTheWayAsync(context, scope.Value, [entry, .. covering.Where(e => e.Id != id)], now, cancellationToken);
        return new EntryPreview(entry, rows, await AddressesAtAsync(context, organization, entry, cancellationToken));
    }

    private static async Task<List<EntryInTheWay>> InTheWayAsync(DashboardDbContext context, OrganizationScope scope, List<LedgerEntry> entries, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var rows = new List<EntryInTheWay>();
        foreach (var entry in await LedgerReader.WithAllExceptionsAsync(context, entries, cancellationToken))
        {
            var frees = entry.Scope == SuppressionScope.Domain
                ? await context.ScalarAsync(LedgerSql.FreedByEnding(entry.Value.StartsWith("*.", StringComparison.Ordinal)), cancellationToken,
                    ("@organization", scope.Id.Value), ("@entry", entry.Id), ("@value", entry.Value), ("@now", now.UtcTicks))
                : 1;
            rows.Add(new(entry, SuppressionProblems.WhyNotReleasable(entry, scope.Permissions), frees));
        }
        return rows;
    }

    private static async Task<long> AddressesAtAsync(DashboardDbContext context, OrganizationId organization, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Scope != SuppressionScope.Domain)
            return 1;
        var (value, suffix) = (entry.Value, entry.Value.StartsWith("*.", StringComparison.Ordinal) ? entry.Value[1..] : null);
        return await context.Addresses.LongCountAsync(a => a.OrganizationId == organization.Value && a.Listed
            && (suffix == null ? a.Domain == value : a.Domain!.EndsWith(suffix)), cancellationToken);
    }

    /// <summary>
    /// Ends every own-level entry for the address that may be released; a domain entry is left with an exemption, ended, or kept, as chosen.
    /// Entries that stay are named. <c>NOT_SUPPRESSED</c> when nothing blocks the address, <c>FORBIDDEN</c> when nothing could be released.
    /// </summary>
    public async Task<Result<ReleaseReceipt>> ReleaseAsync(OrganizationId organization, EmailAddress email, DomainRelease domains, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Release, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var scope = allowed.Value;
        return await writer.WriteAsync<ReleaseReceipt>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var covering = await CoveringAsync(context, organization, email, now, cancellationToken);
            if (covering.Count == 0)
                return SuppressionProblems.NotBlocked;
            var releasable = covering.Where(e => SuppressionProblems.WhyNotReleasable(e, scope.Permissions) is null).ToList();
            var ended = releasable.Where(e => e.Scope == SuppressionScope.Email || domains == DomainRelease.Remove).ToList();
            var exempted = releasable.Where(e => e.Scope == SuppressionScope.Domain && domains == DomainRelease.Exempt).ToList();
            if (ended.Count + exempted.Count == 0)
                return SuppressionProblems.Guarded with { Message = "Nothing that blocks this address can be released here. Ask Support, or an Admin." };
            var verb = ended.Count > 0 ? AuditVerb.Released : AuditVerb.Exempted;
            var address = await context.Addresses.Where(a => a.OrganizationId == organization.Value && a.Channel == Channel.Email && a.Value == email.Value)
                .Select(a => (long?)a.Id).SingleOrDefaultAsync(cancellationToken);
            var audit = await AuditLog.WriteAsync(context, scope, verb, now, cancellationToken, address);
            audit.SuppressionId = (ended.Count > 0 ? ended : exempted)[0].Id;
            audit.Count = ended.Count + exempted.Count;
            await EndAsync(context, scope, SuppressionLevel.Own, ended.ConvertAll(e => e.Id), audit, now, cancellationToken);
            foreach (var entry in exempted)
                context.SuppressionExceptions.Add(new() { SuppressionId = entry.Id, Value = email.Value, AuditId = audit.Id });
            await context.SaveChangesAsync(cancellationToken);
            await Ledger.RestateAsync(context, scope, SuppressionLevel.Own, SuppressionScope.Email, [email.Value], now, cancellationToken);
            return new ReleaseReceipt(new(audit.Id, audit.Count), ended, exempted, await CoveringAsync(context, organization, email, now, cancellationToken));
        }, cancellationToken);
    }

    /// <summary>Ends entries with all their claims and restates whom they covered.</summary>
    internal static async Task EndAsync(DashboardDbContext context, OrganizationScope scope, SuppressionLevel level, IReadOnlyCollection<long> ids,
        AuditEntry audit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var owner = Ledger.OwnerOf(scope, level);
        var entries = await context.Suppressions.Include(s => s.Claims)
            .Where(s => s.OrganizationId == owner && ids.Contains(s.Id) && s.EndedAt == null).ToListAsync(cancellationToken);
        foreach (var entry in entries)
            Ledger.End(entry, audit, now);
        await context.SaveChangesAsync(cancellationToken);
        foreach (var targets in entries.GroupBy(e => e.Scope))
            await Ledger.RestateAsync(context, scope, level, targets.Key, [.. targets.Select(e => e.Value)], now, cancellationToken);
    }

    private static async Task<List<LedgerEntry>> CoveringAsync(DashboardDbContext context, OrganizationId organization, EmailAddress email,
        DateTimeOffset now, CancellationToken cancellationToken) =>
        (await LedgerReader.MatchAsync(context, organization, [email], now, cancellationToken)).GetValueOrDefault(email.Value) ?? [];
}
