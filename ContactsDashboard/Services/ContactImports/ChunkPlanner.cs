using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Decides chunks of rows one after the other, on a connection of its own.</summary>
internal sealed class ChunkPlanner : IAsyncDisposable
{
    private readonly OrganizationId _organization;
    private readonly DashboardDbContext _context;
    private readonly SmallCache _cache;
    private readonly RowPlanner _planner;

    private ChunkPlanner(OrganizationId organization, DashboardDbContext context, SmallCache cache, RowPlanner planner) =>
        (_organization, _context, _cache, _planner) = (organization, context, cache, planner);

    public static async Task<ChunkPlanner> OpenAsync(IDbContextFactory<DashboardDbContext> contexts, OrganizationId organization, ImportCommand command, ImportPlan plan,
        CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken);
        var cache = await SmallCache.TakeAsync(context, cancellationToken, maps: false);
        return new(organization, context, cache, new((SqliteConnection)context.Database.GetDbConnection(), plan, organization, command.ReadAt!.Value, command.LedgerTop));
    }

    // The moment is over before anybody works on it: who reads for long keeps the log of the store from being emptied.
    public async Task<PlanChunk> PlanAsync(RowChunk chunk, CancellationToken cancellationToken)
    {
        await using var moment = await _context.Database.BeginReadAsync(cancellationToken);
        var version = await ChangeSql.VersionAsync(_context, _organization, cancellationToken);
        return new(_planner.PlanAll(chunk.Rows), chunk.Records, chunk.Bytes, version);
    }

    public async ValueTask DisposeAsync()
    {
        _planner.Dispose();
        await _cache.DisposeAsync();
        await _context.DisposeAsync();
    }
}
