using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

/// <summary>Reverses what one audit entry did to the ledger, in short transactions.</summary>
internal sealed class UndoWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, OrganizationScope scope, AuditEntry undone, long undoId,
    TimeProvider time, Func<long, Task<bool>> keepGoing)
{
    private readonly long _owner = Ledger.OwnerOf(scope, undone.Verb is AuditVerb.AddedPlatform or AuditVerb.DeletedPlatform ? SuppressionLevel.Platform : SuppressionLevel.Own);
    private readonly long _auditId = undone.Id;

    public const string Stopped = "it was stopped; undo it again for the rest";

    public const string NotYours = "releasing it needs Support or an Admin";

    /// <summary>Takes back blocks: the action's claims go, and with the last claim the entry.</summary>
    public async Task<UndoReport> RemoveClaimsAsync(int chunk, CancellationToken cancellationToken)
    {
        var guarded = scope.May(Permissions.ReleaseGuarded) ? 1 : 0;
        var (removed, ended, after) = (0L, 0L, 0L);
        while (true)
        {
            var step = (await writer.WriteAsync<(int Claims, int Ended, long Last)>(scope.Id, async context =>
            {
                var claims = await context.QueryAsync(LedgerBulkSql.StandingClaims, row => (Claim: row.GetInt64(0), Entry: row.GetInt64(1)), cancellationToken,
                    ("@audit", _auditId), ("@organization", _owner), ("@guarded", guarded), ("@after", after), ("@limit", chunk));
                if (claims.Count == 0)
                    return (0, 0, after);
                var ids = JsonSerializer.Serialize(claims.Select(c => c.Entry));
                var now = time.GetUtcNow();
                await context.ExecuteAsync(LedgerBulkSql.RemoveClaims, cancellationToken, ("@undo", undoId), ("@claims", JsonSerializer.Serialize(claims.Select(c => c.Claim))));
                await context.ExecuteAsync(LedgerBulkSql.ReturnExceptions, cancellationToken, ("@audit", _auditId), ("@ids", ids));
                await context.ExecuteAsync(LedgerBulkSql.SettleEntries, cancellationToken, ("@ids", ids), ("@now", now.UtcTicks), ("@undo", undoId));
                var gone = await context.ScalarAsync("SELECT count(*) FROM Suppressions WHERE EndedByAuditId = @undo AND Id IN (SELECT value FROM json_each(@ids))",
                    cancellationToken, ("@undo", undoId), ("@ids", ids));
                await RestateAsync(context, ids, now, cancellationToken);
                return (claims.Count, (int)gone, claims[^1].Claim);
            }, cancellationToken)).Value;
            if (step.Claims == 0)
                break;
            (removed, ended, after) = (removed + step.Claims, ended + step.Ended, step.Last);
            if (!await keepGoing(removed))
                break;
        }
        return await ReportAsync(removed, ended, cancellationToken);
    }

    /// <summary>Takes back releases and exemptions: entries return with their claims unless the same block was made again since.</summary>
    public async Task<UndoReport> ReinstateAsync(int chunk, CancellationToken cancellationToken)
    {
        var (reversed, kept, after) = (0L, 0L, 0L);
        while (true)
        {
            var step = (await writer.WriteAsync<(int Seen, int Back, long Last)>(scope.Id, async context =>
            {
                var entries = await context.QueryAsync(LedgerBulkSql.EndedEntries, row => (Id: row.GetInt64(0), Again: row.GetBoolean(1)), cancellationToken,
                    ("@audit", _auditId), ("@organization", _owner), ("@after", after), ("@limit", chunk));
                if (entries.Count == 0)
                    return (0, 0, after);
                var back = entries.Where(e => !e.Again).Select(e => e.Id).ToList();
                var ids = JsonSerializer.Serialize(back);
                await context.ExecuteAsync(LedgerBulkSql.Reinstate, cancellationToken, ("@audit", _auditId), ("@ids", ids));
                await RestateAsync(context, ids, time.GetUtcNow(), cancellationToken);
                return (entries.Count, back.Count, entries[^1].Id);
            }, cancellationToken)).Value;
            if (step.Seen == 0)
                break;
            (reversed, kept, after) = (reversed + step.Back, kept + step.Seen - step.Back, step.Last);
            if (!await keepGoing(reversed + kept))
                return new(reversed, kept, Stopped);
        }
        reversed += await RemoveExceptionsAsync(cancellationToken);
        return new(reversed, kept, kept > 0 ? "blocked again since" : reversed == 0 ? "changed since" : null);
    }

    /// <summary>Takes back an edit of an entry: whatever of it nobody changed since.</summary>
    public async Task<UndoReport> RevertChangeAsync(CancellationToken cancellationToken) =>
        (await writer.WriteAsync<UndoReport>(scope.Id, async context =>
        {
            var now = time.GetUtcNow();
            var entry = await context.Suppressions.Include(s => s.Claims).Include(s => s.Exceptions)
                .SingleOrDefaultAsync(s => s.Id == undone.SuppressionId && s.OrganizationId == _owner && s.EndedAt == null, cancellationToken);
            if (entry is null)
                return new UndoReport(0, 1, "released since");
            if (Suppression.IsGuardedReason(entry.Reason, entry.Source) && !scope.May(Permissions.ReleaseGuarded))
                return new UndoReport(0, 1, NotYours);
            var change = await context.SuppressionChanges.SingleOrDefaultAsync(c => c.AuditId == _auditId, cancellationToken);
            var isWhole = SuppressionEditor.Revert(entry, change, _auditId, undoId);
            await context.SaveChangesAsync(cancellationToken);
            await Ledger.RestateAsync(context, scope, entry.Level, entry.Scope, [entry.Value], now, cancellationToken);
            return isWhole ? new UndoReport(1, 0, null) : new UndoReport(1, 1, "changed since");
        }, cancellationToken)).Value;

    private async Task<long> RemoveExceptionsAsync(CancellationToken cancellationToken) =>
        (await writer.WriteAsync<long>(scope.Id, async context =>
        {
            var values = await context.QueryAsync(
                """
                UPDATE SuppressionExceptions SET RemovedByAuditId = @undo WHERE AuditId = @audit AND RemovedByAuditId IS NULL
                    AND SuppressionId IN (SELECT Id FROM Suppressions WHERE OrganizationId = @organization) RETURNING Value
                """, row => row.GetString(0), cancellationToken, ("@undo", undoId), ("@audit", _auditId), ("@organization", _owner));
            await Ledger.RestateAsync(context, scope, SuppressionLevel.Own, SuppressionScope.Email, values, time.GetUtcNow(), cancellationToken);
            return values.Count;
        }, cancellationToken)).Value;

    private async Task<UndoReport> ReportAsync(long removed, long ended, CancellationToken cancellationToken)
    {
        // Counting a wide change takes long: not while others wait to write.
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var fallen = await context.ScalarAsync(LedgerBulkSql.FallenClaims, cancellationToken, ("@audit", _auditId), ("@undo", undoId));
        var standing = await context.ScalarAsync("SELECT count(*) FROM SuppressionClaims WHERE AuditId = @audit AND RemovedByAuditId IS NULL",
            cancellationToken, ("@audit", _auditId));
        var shared = removed - ended;
        var why = standing > 0 ? NotYours : shared > 0 ? "also blocked by somebody else" : fallen > 0 ? "released since" : null;
        return new(ended, fallen + standing + shared, why);
    }

    private async Task RestateAsync(DashboardDbContext context, string entryIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var targets = await context.QueryAsync(LedgerBulkSql.Targets, row => (Level: (SuppressionLevel)row.GetInt32(0), Scope: (SuppressionScope)row.GetInt32(1),
            Value: row.GetString(2)), cancellationToken, ("@ids", entryIds));
        foreach (var group in targets.GroupBy(t => (t.Level, t.Scope)))
            await Ledger.RestateAsync(context, scope, group.Key.Level, group.Key.Scope, [.. group.Select(t => t.Value)], now, cancellationToken);
    }
}
