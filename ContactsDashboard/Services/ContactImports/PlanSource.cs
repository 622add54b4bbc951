using System.Runtime.CompilerServices;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Some rows of a file, decided by the base as it was at one moment.</summary>
/// <param name="Version">The organisation's at that moment.</param>
internal sealed record PlanChunk(List<RowPlan> Rows, long Records, long Bytes, long Version);

/// <summary>Decides what becomes of a file's rows, chunk by chunk, on a connection of its own and without the write lock.</summary>
internal static class PlanSource
{
    private const int ReadAhead = 4;

    public static async IAsyncEnumerable<PlanChunk> PlanAsync(IDbContextFactory<DashboardDbContext> contexts, OrganizationId organization, ImportCommand command, ImportPlan plan,
        long done, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = new Ahead<RowChunk>(ReadAhead, stop => RowSource.ReadAsync(command, plan, done, size, stop), cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var cache = await SmallCache.TakeAsync(context, cancellationToken);
        using var planner = new RowPlanner((SqliteConnection)context.Database.GetDbConnection(), plan, organization, command.ReadAt!.Value, command.LedgerTop);
        while (await source.NextAsync(cancellationToken) is { } chunk)
            yield return await DecideAsync(context, organization, planner, chunk, cancellationToken);
    }

    // The moment is over before anybody works on it: who reads for long keeps the log of the store from being emptied.
    private static async Task<PlanChunk> DecideAsync(DashboardDbContext context, OrganizationId organization, RowPlanner planner, RowChunk chunk, CancellationToken cancellationToken)
    {
        await using var moment = await context.Database.BeginReadAsync(cancellationToken);
        var version = await ChangeSql.VersionAsync(context, organization, cancellationToken);
        return new(planner.PlanAll(chunk.Rows), chunk.Records, chunk.Bytes, version);
    }
}
