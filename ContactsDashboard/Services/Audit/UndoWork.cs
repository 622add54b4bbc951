using System.Data.Common;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

/// <summary>Reverses what one audit entry did to the ledger, in short transactions; between them <paramref name="keepGoing"/> hears how much is done.</summary>
internal sealed class UndoWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, OrganizationScope scope, AuditEntry undone, long undoId,
    TimeProvider time, Func<long, Task<bool>> keepGoing)
{
    // Those who block an address meanwhile wait for one step at most.
    private const int Step = 300;

    public const string Stopped = "it was stopped; undo it again for the rest";

    public const string Erased = "erased for good";

    public const string NotYours = "releasing it needs Support or an Admin";

    private readonly long _owner = Ledger.OwnerOf(scope, LevelOf(undone.Verb));

    // An entry the action touched, and what it is about.
    private sealed record Touched(long Entry, SuppressionScope Scope, string Value);

    /// <summary>Takes back blocks: the action's claims go, and with the last claim the entry.</summary>
    public async Task<UndoReport> RemoveClaimsAsync(CancellationToken cancellationToken)
    {
        var guarded = scope.May(Permissions.ReleaseGuarded) ? 1 : 0;
        var (removed, ended, after) = (0L, 0L, 0L);
        while (await writer.WriteStepsAsync(scope.Id, async context =>
        {
            var claims = await context.QueryAsync(LedgerBulkSql.StandingClaims, row => (Touched: Read(row), Id: row.GetInt64(3)), cancellationToken,
                ("@audit", undone.Id), ("@organization", _owner), ("@guarded", guarded), ("@after", after), ("@limit", Step));
            if (claims.Count == 0)
                return false;
            ended += await RemoveAsync(context, claims.ConvertAll(c => c.Id), claims.ConvertAll(c => c.Touched), cancellationToken);
            (removed, after) = (removed + claims.Count, claims[^1].Id);
            return claims.Count == Step;
        }, cancellationToken))
        {
            if (!await keepGoing(removed))
                return new(ended, removed - ended, Stopped);
        }
        return await ReportAsync(ended, cancellationToken);
    }

    /// <summary>Takes back releases and exemptions: entries return with their claims unless the same block was made again since.</summary>
    public async Task<UndoReport> ReinstateAsync(CancellationToken cancellationToken)
    {
        var (reversed, kept, after) = (0L, 0L, 0L);
        while (await writer.WriteStepsAsync(scope.Id, async context =>
        {
            var entries = await context.QueryAsync(LedgerBulkSql.EndedEntries, row => (Touched: Read(row), Again: row.GetBoolean(3)), cancellationToken,
                ("@audit", undone.Id), ("@organization", _owner), ("@after", after), ("@limit", Step));
            var back = entries.Where(e => !e.Again).Select(e => e.Touched).ToList();
            await context.ExecuteAsync(LedgerBulkSql.Reinstate, cancellationToken, ("@audit", undone.Id), ("@ids", Ids(back)));
            await RestateAsync(context, back, time.GetUtcNow(), cancellationToken);
            (reversed, kept) = (reversed + back.Count, kept + entries.Count - back.Count);
            after = entries.Count == 0 ? after : entries[^1].Touched.Entry;
            return entries.Count == Step;
        }, cancellationToken))
        {
            if (!await keepGoing(reversed + kept))
                return new(reversed, kept, Stopped);
        }
        reversed += await RemoveExceptionsAsync(cancellationToken);
        return new(reversed, kept + undone.Erased, kept > 0 ? "blocked again since" : undone.Erased > 0 ? Erased : reversed == 0 ? "changed since" : null);
    }

    /// <summary>Takes back an edit of an entry: whatever of it nobody changed since.</summary>
    public async Task<UndoReport> RevertChangeAsync(CancellationToken cancellationToken) =>
        (await writer.WriteAsync<UndoReport>(scope.Id, async context =>
        {
            var now = time.GetUtcNow();
            var entry = await context.Suppressions.Include(s => s.Claims).Include(s => s.Exceptions)
                .SingleOrDefaultAsync(s => s.Id == undone.SuppressionId && s.OrganizationId == _owner && s.EndedAt == null, cancellationToken);
            if (entry is null)
                return new UndoReport(0, 1, undone.Erased > 0 ? Erased : "released since");
            if (entry.ErasedByAuditId > undone.Id)
                return new UndoReport(0, 1, Erased);
            if (Suppression.IsGuardedReason(entry.Reason, entry.Source) && !scope.May(Permissions.ReleaseGuarded))
                return new UndoReport(0, 1, NotYours);
            var change = await context.SuppressionChanges.SingleOrDefaultAsync(c => c.AuditId == undone.Id, cancellationToken);
            var isWhole = SuppressionEditor.Revert(entry, change, undone.Id, undoId);
            await context.SaveChangesAsync(cancellationToken);
            await Ledger.RestateAsync(context, scope, entry.Level, entry.Scope, [entry.Value], now, cancellationToken);
            return isWhole ? new UndoReport(1, 0, null) : new UndoReport(1, 1, "changed since");
        }, cancellationToken)).Value;

    // How many entries ended with these claims.
    private async Task<int> RemoveAsync(DashboardDbContext context, List<long> claims, List<Touched> entries, CancellationToken cancellationToken)
    {
        var (now, ids) = (time.GetUtcNow(), Ids(entries));
        await context.RunAsync(LedgerBulkSql.RemoveClaims, cancellationToken, ("@undo", undoId), ("@claims", JsonSerializer.Serialize(claims)));
        await context.RunAsync(LedgerBulkSql.ReturnExceptions, cancellationToken, ("@audit", undone.Id), ("@ids", ids));
        var ended = await context.RunAsync(LedgerBulkSql.EndUnclaimed, cancellationToken, ("@ids", ids), ("@now", now.UtcTicks), ("@undo", undoId));
        if (ended < entries.Count)
            await context.RunAsync(LedgerBulkSql.Prolong, cancellationToken, ("@ids", ids));
        await RestateAsync(context, entries, now, cancellationToken);
        return ended;
    }

    private async Task<long> RemoveExceptionsAsync(CancellationToken cancellationToken) =>
        (await writer.WriteAsync<long>(scope.Id, async context =>
        {
            var values = await context.QueryAsync(
                """
                UPDATE SuppressionExceptions SET RemovedByAuditId = @undo WHERE AuditId = @audit AND RemovedByAuditId IS NULL
                    AND SuppressionId IN (SELECT Id FROM Suppressions WHERE OrganizationId = @organization) RETURNING Value
                """, row => row.GetString(0), cancellationToken, ("@undo", undoId), ("@audit", undone.Id), ("@organization", _owner));
            await Ledger.RestateAsync(context, scope, SuppressionLevel.Own, SuppressionScope.Email, values, time.GetUtcNow(), cancellationToken);
            return values.Count;
        }, cancellationToken)).Value;

    private async Task<UndoReport> ReportAsync(long ended, CancellationToken cancellationToken)
    {
        // Counting a wide change takes long: not while others wait to write.
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        async Task<long> CountAsync(string sql) => await context.ScalarAsync(sql, cancellationToken,
            ("@audit", undone.Id), ("@undo", undoId), ("@undid", (int)AuditVerb.Undid));
        var (fallen, standing) = (await CountAsync(LedgerBulkSql.FallenClaims), await CountAsync(LedgerBulkSql.LeftClaims));
        var (shared, expired) = (await CountAsync(LedgerBulkSql.SharedEntries), await CountAsync(LedgerBulkSql.ExpiredClaims));
        var erased = undone.Erased + await CountAsync(LedgerBulkSql.ErasedClaims);
        var why = standing > 0 ? NotYours : erased > 0 ? Erased : shared > 0 ? "also blocked by somebody else" : fallen > 0 ? "released since"
            : expired > 0 ? "expired since" : null;
        return new(ended, fallen + standing + erased + shared + expired, why);
    }

    private async Task RestateAsync(DashboardDbContext context, List<Touched> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var targets in entries.GroupBy(e => e.Scope))
            await Ledger.RestateAsync(context, scope, LevelOf(undone.Verb), targets.Key, [.. targets.Select(t => t.Value)], now, cancellationToken);
    }

    private static SuppressionLevel LevelOf(AuditVerb verb) =>
        verb is AuditVerb.AddedPlatform or AuditVerb.DeletedPlatform or AuditVerb.ReactivatedAtPlatform ? SuppressionLevel.Platform : SuppressionLevel.Own;

    private static Touched Read(Row row) => new(row.GetInt64(0), (SuppressionScope)row.GetInt32(1), row.GetString(2));

    private static string Ids(List<Touched> entries) => JsonSerializer.Serialize(entries.Select(e => e.Entry));
}
