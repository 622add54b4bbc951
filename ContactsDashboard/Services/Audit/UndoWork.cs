using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

/// <summary>Reverses what one audit entry did to the ledger, in short transactions.</summary>
internal sealed class UndoWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, OrganizationScope scope, long auditId, long undoId, TimeProvider time)
{
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
                    ("@audit", auditId), ("@organization", scope.Id.Value), ("@guarded", guarded), ("@after", after), ("@limit", chunk));
                if (claims.Count == 0)
                    return (0, 0, after);
                var ids = JsonSerializer.Serialize(claims.Select(c => c.Entry));
                var now = time.GetUtcNow();
                await context.ExecuteAsync(LedgerBulkSql.RemoveClaims, cancellationToken, ("@undo", undoId), ("@claims", JsonSerializer.Serialize(claims.Select(c => c.Claim))));
                await context.ExecuteAsync(LedgerBulkSql.ReturnExceptions, cancellationToken, ("@audit", auditId), ("@ids", ids));
                await context.ExecuteAsync(LedgerBulkSql.SettleEntries, cancellationToken, ("@ids", ids), ("@now", now.UtcTicks), ("@undo", undoId));
                var gone = await context.ScalarAsync("SELECT count(*) FROM Suppressions WHERE EndedByAuditId = @undo AND Id IN (SELECT value FROM json_each(@ids))",
                    cancellationToken, ("@undo", undoId), ("@ids", ids));
                await RestateAsync(context, ids, now, cancellationToken);
                return (claims.Count, (int)gone, claims[^1].Claim);
            }, cancellationToken)).Value;
            if (step.Claims == 0)
                break;
            (removed, ended, after) = (removed + step.Claims, ended + step.Ended, step.Last);
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
                    ("@audit", auditId), ("@organization", scope.Id.Value), ("@after", after), ("@limit", chunk));
                if (entries.Count == 0)
                    return (0, 0, after);
                var back = entries.Where(e => !e.Again).Select(e => e.Id).ToList();
                var ids = JsonSerializer.Serialize(back);
                await context.ExecuteAsync(LedgerBulkSql.Reinstate, cancellationToken, ("@audit", auditId), ("@ids", ids));
                await RestateAsync(context, ids, time.GetUtcNow(), cancellationToken);
                return (entries.Count, back.Count, entries[^1].Id);
            }, cancellationToken)).Value;
            if (step.Seen == 0)
                break;
            (reversed, kept, after) = (reversed + step.Back, kept + step.Seen - step.Back, step.Last);
        }
        reversed += await RemoveExceptionsAsync(cancellationToken);
        return new(reversed, kept, kept > 0 ? "blocked again since" : reversed == 0 ? "changed since" : null);
    }

    private async Task<long> RemoveExceptionsAsync(CancellationToken cancellationToken) =>
        (await writer.WriteAsync<long>(scope.Id, async context =>
        {
            var values = await context.QueryAsync(
                """
                UPDATE SuppressionExceptions SET RemovedByAuditId = @undo WHERE AuditId = @audit AND RemovedByAuditId IS NULL
                    AND SuppressionId IN (SELECT Id FROM Suppressions WHERE OrganizationId = @organization) RETURNING Value
                """, row => row.GetString(0), cancellationToken, ("@undo", undoId), ("@audit", auditId), ("@organization", scope.Id.Value));
            foreach (var value in values)
                await Ledger.RestateAsync(context, scope, SuppressionScope.Email, value, time.GetUtcNow(), cancellationToken);
            return values.Count;
        }, cancellationToken)).Value;

    private async Task<UndoReport> ReportAsync(long removed, long ended, CancellationToken cancellationToken)
    {
        // Counting a wide change takes long: not while others wait to write.
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var fallen = await context.ScalarAsync(LedgerBulkSql.FallenClaims, cancellationToken, ("@audit", auditId), ("@undo", undoId));
        var standing = await context.ScalarAsync("SELECT count(*) FROM SuppressionClaims WHERE AuditId = @audit AND RemovedByAuditId IS NULL",
            cancellationToken, ("@audit", auditId));
        var shared = removed - ended;
        var why = standing > 0 ? NotYours : shared > 0 ? "also blocked by somebody else" : fallen > 0 ? "released since" : null;
        return new(ended, fallen + standing + shared, why);
    }

    private async Task RestateAsync(DashboardDbContext context, string entryIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var addresses = await context.QueryAsync(LedgerBulkSql.AddressesOfEntries, row => row.GetInt64(0), cancellationToken,
            ("@ids", entryIds), ("@organization", scope.Id.Value));
        await Ledger.RestateIdsAsync(context, addresses, now, cancellationToken);
        var targets = await context.QueryAsync(LedgerBulkSql.Targets, row => (Scope: (SuppressionScope)row.GetInt32(0), Value: row.GetString(1)), cancellationToken, ("@ids", entryIds));
        foreach (var (entryScope, value) in targets.Where(t => t.Scope == SuppressionScope.Domain))
            await Ledger.RestateAsync(context, scope, entryScope, value, now, cancellationToken);
    }
}
