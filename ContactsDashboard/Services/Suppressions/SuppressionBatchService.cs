using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Many entries in one action, each with its own result: what is wrong with one never stops the others.</summary>
public sealed class SuppressionBatchService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxEntries = 10_000;

    private const int Chunk = 500;

    /// <summary>What <see cref="AddAsync"/> would do now with each; changes nothing.</summary>
    public async Task<Result<AdditionReport>> PreviewAsync(OrganizationId organization, IReadOnlyList<SuppressionEdit> edits, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(organization, edits, cancellationToken);
        if (!read.IsOk)
            return read.Problem!;
        var (scope, level, additions, results) = read.Value;
        var digests = await DigestsAsync(scope, additions, cancellationToken);
        // The same steps in a transaction that is given up say exactly what would happen; it writes nothing, so nobody waits for it long.
        foreach (var chunk in Chunks(additions))
        {
            var preview = new Problem("PREVIEW", "");
            var rolledBack = await writer.WriteAsync<bool>(organization, async context =>
            {
                await AddChunkAsync(context, scope, level, chunk, digests, null, results, cancellationToken);
                return preview;
            }, cancellationToken);
            if (rolledBack.Problem != preview)
                return rolledBack.Problem!;
        }
        return new AdditionReport(results, null);
    }

    /// <summary>
    /// Adds up to 10,000 entries of one level, on record as one action that can be undone as one. An entry that lasts as long as one that stands
    /// already (of the same scope and value, whatever its reason) is reported as such and adds nothing.
    /// </summary>
    public async Task<Result<AdditionReport>> AddAsync(OrganizationId organization, IReadOnlyList<SuppressionEdit> edits, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(organization, edits, cancellationToken);
        if (!read.IsOk)
            return read.Problem!;
        var (scope, level, additions, results) = read.Value;
        var digests = await DigestsAsync(scope, additions, cancellationToken);
        var auditId = (long?)null;
        var changed = 0;
        foreach (var chunk in Chunks(additions))
        {
            var written = await writer.WriteAsync<int>(organization, async context =>
            {
                var verb = level == SuppressionLevel.Platform ? AuditVerb.AddedPlatform : AuditVerb.AddedMany;
                var audit = auditId is { } known
                    ? await context.Audit.SingleAsync(a => a.Id == known, cancellationToken)
                    : await AuditLog.WriteAsync(context, scope, verb, time.GetUtcNow(), cancellationToken);
                var count = await AddChunkAsync(context, scope, level, chunk, digests, audit, results, cancellationToken);
                // An action that changes nothing leaves no record.
                if (count == 0)
                    return new Problem("NOTHING", "");
                audit.Count = changed + count;
                await context.SaveChangesAsync(cancellationToken);
                auditId = audit.Id;
                return count;
            }, cancellationToken);
            changed += written.IsOk ? written.Value : 0;
        }
        return new AdditionReport(results, auditId is { } id ? new(id, changed) : null);
    }

    // What names the same value stays in one chunk, in the order it was given, so that a preview sees what came before.
    private static IEnumerable<List<(int Index, LedgerAddition Addition)>> Chunks(List<(int Index, LedgerAddition Addition)> additions)
    {
        var chunk = new List<(int, LedgerAddition)>();
        foreach (var same in additions.GroupBy(a => (a.Addition.Scope, a.Addition.Value)))
        {
            chunk.AddRange(same);
            if (chunk.Count < Chunk)
                continue;
            yield return chunk;
            chunk = [];
        }
        if (chunk.Count > 0)
            yield return chunk;
    }

    private async Task<int> AddChunkAsync(DashboardDbContext context, OrganizationScope scope, SuppressionLevel level, List<(int Index, LedgerAddition Addition)> chunk,
        DigestIndex digests, Data.Entities.AuditEntry? audit, AdditionResult[] results, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var changed = new List<LedgerAddition>();
        var isPreview = audit is null;
        audit ??= await AuditLog.WriteAsync(context, scope, AuditVerb.AddedMany, now, cancellationToken);
        using (var ledger = Ledger.Open(context, scope, level, Ledger.SourceOf(scope, level), audit, now))
        {
            var resolved = await digests.ResolveAsync(context, chunk.ConvertAll(c => c.Addition), cancellationToken);
            foreach (var (index, addition) in chunk.Select((c, i) => (c.Index, resolved[i])))
            {
                var standing = ledger.Standing(addition.Scope, addition.Value);
                var lasting = Ledger.LastingAsLong(standing, addition.ExpiresAt);
                var joined = standing.Exists(e => e.Reason == addition.Reason);
                var id = lasting?.Id ?? ledger.Add(addition, standing);
                var outcome = lasting is not null ? AdditionOutcome.AlreadySuppressed : joined ? AdditionOutcome.Joined : AdditionOutcome.Added;
                results[index] = new(index, outcome, isPreview && outcome == AdditionOutcome.Added ? null : id, null) { Scope = addition.Scope, Value = addition.Value };
                if (lasting is null)
                    changed.Add(addition);
            }
        }
        foreach (var targets in isPreview ? [] : changed.GroupBy(a => a.Scope))
            await Ledger.RestateAsync(context, scope, level, targets.Key, [.. targets.Select(t => t.Value)], now, cancellationToken);
        return changed.Count;
    }

    private async Task<Result<Batch>> ReadAsync(OrganizationId organization, IReadOnlyList<SuppressionEdit> edits, CancellationToken cancellationToken)
    {
        var level = edits.Count > 0 ? edits[0].Level : SuppressionLevel.Own;
        var allowed = await access.RequireAsync(organization, SuppressionService.NeededToAdd(level), cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (edits.Count is 0 or > MaxEntries)
            return new Problem("VALIDATION_ERROR", $"Send 1 to {MaxEntries:N0} entries.") { Field = "suppressions" };
        if (edits.Any(e => e.Level != level))
            throw new ArgumentException("A batch belongs to one level.", nameof(edits));
        var (now, additions, results) = (time.GetUtcNow(), new List<(int, LedgerAddition)>(), new AdditionResult[edits.Count]);
        for (var i = 0; i < edits.Count; i++)
        {
            var read = SuppressionEdits.Read(edits[i], allowed.Value.PhoneCountry, now);
            var problem = read.Problem ?? (SuppressionService.MayNotExempt(allowed.Value, read.Value, Ledger.SourceOf(allowed.Value, level)) ? SuppressionProblems.Guarded with { Field = "exceptions" } : null);
            results[i] = new(i, AdditionOutcome.Invalid, null, problem) { Scope = edits[i].Scope, Value = edits[i].Value };
            if (problem is null)
                additions.Add((i, read.Value));
        }
        return new Batch(allowed.Value, level, additions, results);
    }

    private async Task<DigestIndex> DigestsAsync(OrganizationScope scope, List<(int Index, LedgerAddition Addition)> additions, CancellationToken cancellationToken)
    {
        var digests = new DigestIndex(scope.Id);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (additions.Exists(a => a.Addition.IsDigest))
            await digests.FillAsync(context, cancellationToken);
        return digests;
    }

    private sealed record Batch(OrganizationScope Scope, SuppressionLevel Level, List<(int Index, LedgerAddition Addition)> Additions, AdditionResult[] Results);
}
