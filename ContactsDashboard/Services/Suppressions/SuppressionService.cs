using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>The ledger entry by entry: add, look at, change, delete; the platform's entries for whoever keeps them.</summary>
public sealed class SuppressionService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    /// <summary>
    /// Adds an entry. <c>ALREADY_SUPPRESSED</c>, with its id, when one of that level, scope and value lasts at least as long, whatever its reason;
    /// with <paramref name="returnExisting"/> that entry is returned instead.
    /// </summary>
    public async Task<Result<AddedSuppression>> AddAsync(OrganizationId organization, SuppressionEdit edit, bool returnExisting, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, NeededToAdd(edit.Level), cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var added = SuppressionEdits.Read(edit, allowed.Value.PhoneCountry, time.GetUtcNow());
        if (!added.IsOk)
            return added.Problem!;
        if (MayNotExempt(allowed.Value, added.Value, Ledger.SourceOf(allowed.Value, edit.Level)))
            return SuppressionProblems.Guarded with { Field = "exceptions" };
        var verb = edit.Level == SuppressionLevel.Platform ? AuditVerb.AddedPlatform : AuditVerb.AddedSuppression;
        var digests = new DigestIndex(organization);
        if (added.Value.IsDigest)
        {
            await using var reading = await contexts.CreateDbContextAsync(cancellationToken);
            await digests.FillAsync(reading, cancellationToken);
        }
        return await writer.WriteAsync<AddedSuppression>(organization, async context =>
        {
            var addition = (await digests.ResolveAsync(context, [added.Value], cancellationToken))[0];
            var audit = await Ledger.AddOneAsync(context, allowed.Value, edit.Level, addition, verb, time.GetUtcNow(), cancellationToken);
            if (audit.IsOk)
                return new AddedSuppression(await SuppressionRows.GetAsync(context, audit.Value.SuppressionId!.Value, cancellationToken), new(audit.Value.Id, 1));
            return returnExisting && PublicId.TryParse(PublicId.Suppression, audit.Problem!.RelatedId, out var existing)
                ? new AddedSuppression(await SuppressionRows.GetAsync(context, existing, cancellationToken), null)
                : audit.Problem!;
        }, cancellationToken);
    }

    public async Task<Result<LedgerEntry>> FindAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = await SuppressionRows.InForce(context, organization, time.GetUtcNow()).AnyAsync(s => s.Id == id, cancellationToken);
        return visible ? (await SuppressionRows.GetAsync(context, id, cancellationToken)).For(allowed.Value) : SuppressionProblems.NotFound;
    }

    /// <summary>
    /// Changes note, expiry or exceptions of an own-level entry. What lets mail through sooner (an earlier expiry, an exception) needs the right to
    /// release the entry; everything else the right to block. A platform entry is not changed here.
    /// </summary>
    public async Task<Result<AddedSuppression>> ChangeAsync(OrganizationId organization, long id, SuppressionChangeEdit edit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Block, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<AddedSuppression>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var entry = await SuppressionRows.InForce(context, organization, now).AsTracking().Include(s => s.Claims).Include(s => s.Exceptions)
                .SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
            if (entry is null)
                return SuppressionProblems.NotFound;
            if (entry.Level == SuppressionLevel.Platform)
                return SuppressionProblems.Guarded with { Message = "A platform entry; the platform's Support decides." };
            var change = SuppressionEditor.Check(entry, edit, allowed.Value, now);
            if (!change.IsOk)
                return change.Problem!;
            if (!change.Value.ChangesAnything)
                return new AddedSuppression(SuppressionRows.ToEntry(entry), null);
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.ChangedSuppression, now, cancellationToken, details: change.Value.Facts);
            audit.SuppressionId = id;
            SuppressionEditor.Apply(context, entry, change.Value, allowed.Value.Actor.Label, audit.Id);
            await context.SaveChangesAsync(cancellationToken);
            await Ledger.RestateAsync(context, allowed.Value, entry.Level, entry.Scope, [entry.Value], now, cancellationToken);
            return new AddedSuppression(await SuppressionRows.GetAsync(context, id, cancellationToken), new(audit.Id, 1));
        }, cancellationToken);
    }

    /// <summary>Ends one entry, whoever claims it; guarded reasons need the right to release them, platform entries the platform's.</summary>
    public async Task<Result<ChangeReceipt>> DeleteAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Release, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var entry = await SuppressionRows.InForce(context, organization, now).SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
            if (entry is null)
                return SuppressionProblems.NotFound;
            if (SuppressionProblems.WhyNotReleasable(SuppressionRows.ToEntry(entry), allowed.Value.Permissions) is { } why
                && !(entry.Level == SuppressionLevel.Platform && allowed.Value.May(Permissions.ManagePlatform)))
                return SuppressionProblems.Guarded with { Message = why };
            var verb = entry.Level == SuppressionLevel.Platform ? AuditVerb.DeletedPlatform : AuditVerb.DeletedSuppression;
            var audit = await AuditLog.WriteAsync(context, allowed.Value, verb, now, cancellationToken);
            audit.SuppressionId = id;
            await ReleaseService.EndAsync(context, allowed.Value, entry.Level, [id], audit, now, cancellationToken);
            return new ChangeReceipt(audit.Id, 1);
        }, cancellationToken);
    }

    internal static Permissions NeededToAdd(SuppressionLevel level) => level == SuppressionLevel.Platform ? Permissions.ManagePlatform : Permissions.Block;

    /// <summary>Making an exception lets mail through the entry: only for whoever could release it.</summary>
    internal static bool MayNotExempt(OrganizationScope scope, LedgerAddition added, SuppressionSource source) => added.Exceptions.Count > 0
        && !scope.May(Suppression.IsGuardedReason(added.Reason, source) ? Permissions.ReleaseGuarded : Permissions.Release);
}
