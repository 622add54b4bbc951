using System.Runtime.CompilerServices;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>A page of entries, newest first.</summary>
public sealed record SuppressionsPage(IReadOnlyList<LedgerEntry> Rows, long Total, long? NextBefore);

/// <summary>How many entries in force have each reason.</summary>
public sealed record SuppressionCounts(IReadOnlyDictionary<SuppressionReason, long> ByReason)
{
    public long Total => ByReason.Values.Sum();

    public long Of(SuppressionReason reason) => ByReason.GetValueOrDefault(reason);
}

/// <summary>All entries that match, to be read once.</summary>
public sealed record SuppressionExport(long Total, IAsyncEnumerable<LedgerEntry> Rows);

/// <summary>The suppression list: pages, counts, and the whole of it for files.</summary>
public sealed class SuppressionListService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    private const int ExportChunk = 5_000;

    /// <summary>Entries in force, own and platform, newest first.</summary>
    public async Task<Result<SuppressionsPage>> ListAsync(OrganizationId organization, SuppressionsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (query.Limit is < 1 or > SuppressionsQuery.MaxLimit || query.Page < 1)
            return new Problem("INVALID_PARAMETER", "page must be at least 1 and limit between 1 and 100.") { Field = query.Page < 1 ? "page" : "limit" };
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var (total, list) = (SuppressionListSql.Count(organization, query, now), SuppressionListSql.Rows(organization, query, now));
        var count = await context.ScalarAsync(total.Text, cancellationToken, total.Parameters);
        var rows = await context.QueryAsync(list.Text, row => LedgerReader.Read(row).For(allowed.Value), cancellationToken, list.Parameters);
        rows = await LedgerReader.WithAllExceptionsAsync(context, rows, cancellationToken);
        return new SuppressionsPage(rows.Take(query.Limit).ToList(), count, rows.Count > query.Limit ? rows[query.Limit - 1].Id : null);
    }

    /// <summary>How many match, by reason; the query's own reason is left out of account.</summary>
    public async Task<Result<SuppressionCounts>> CountAsync(OrganizationId organization, SuppressionsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var counts = SuppressionListSql.CountByReason(organization, query with { Reason = null }, time.GetUtcNow());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.QueryAsync(counts.Text, row => (Reason: (SuppressionReason)row.GetInt32(0), Count: row.GetInt64(1)), cancellationToken, counts.Parameters);
        return new SuppressionCounts(rows.ToDictionary(r => r.Reason, r => r.Count));
    }

    /// <summary>Every entry that matches, newest first, read in steps so that memory stays flat; the export is put on record before its first row.</summary>
    public async Task<Result<SuppressionExport>> ExportAsync(OrganizationId organization, SuppressionsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions | Permissions.Export, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var total = SuppressionListSql.Count(organization, query, time.GetUtcNow());
        var written = await writer.WriteAsync<long>(organization, async context =>
        {
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.Exported, time.GetUtcNow(), cancellationToken, details: new { what = "suppressions" });
            audit.Count = await context.ScalarAsync(total.Text, cancellationToken, total.Parameters);
            await context.SaveChangesAsync(cancellationToken);
            return audit.Count;
        }, cancellationToken);
        return new SuppressionExport(written.Value, AllAsync(allowed.Value, query, time.GetUtcNow(), cancellationToken));
    }

    private async IAsyncEnumerable<LedgerEntry> AllAsync(OrganizationScope scope, SuppressionsQuery query, DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        for (var before = long.MaxValue; ;)
        {
            var step = SuppressionListSql.Rows(scope.Id, query with { Before = before, Limit = ExportChunk }, now);
            var rows = await context.QueryAsync(step.Text, row => LedgerReader.Read(row).For(scope), cancellationToken, step.Parameters);
            rows = await LedgerReader.WithAllExceptionsAsync(context, rows, cancellationToken);
            foreach (var row in rows.Take(ExportChunk))
                yield return row;
            if (rows.Count <= ExportChunk)
                yield break;
            before = rows[ExportChunk - 1].Id;
        }
    }
}
