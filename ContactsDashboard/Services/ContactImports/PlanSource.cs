using System.Runtime.CompilerServices;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Some rows of a file, decided by the base as it was at one moment.</summary>
/// <param name="Version">The organisation's at that moment.</param>
internal sealed record PlanChunk(List<RowPlan> Rows, long Records, long Bytes, long Version);

/// <summary>Decides what becomes of a file's rows, chunk by chunk and in their order, on connections of its own and without the write lock.</summary>
internal static class PlanSource
{
    private const int ReadAhead = 4;

    /// <param name="planners">How many chunks are decided at once.</param>
    public static async IAsyncEnumerable<PlanChunk> PlanAsync(IDbContextFactory<DashboardDbContext> contexts, OrganizationId organization, ImportCommand command, ImportPlan plan,
        long done, int size, int planners, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = new Ahead<RowChunk>(ReadAhead, stop => RowSource.ReadAsync(command, plan, done, size, stop), cancellationToken);
        var (free, deciding) = (new Queue<ChunkPlanner>(), new Queue<(ChunkPlanner Planner, Task<PlanChunk> Chunk)>());
        try
        {
            while (free.Count < planners)
                free.Enqueue(await ChunkPlanner.OpenAsync(contexts, organization, command, plan, cancellationToken));
            await StartAsync();
            while (deciding.Count > 0)
            {
                var chunk = await deciding.Peek().Chunk;
                free.Enqueue(deciding.Dequeue().Planner);
                await StartAsync();
                yield return chunk;
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(deciding.Select(d => d.Chunk))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var planner in free.Concat(deciding.Select(d => d.Planner)))
                await planner.DisposeAsync();
        }

        async Task StartAsync()
        {
            while (free.TryPeek(out var planner) && await source.NextAsync(cancellationToken) is { } chunk)
            {
                free.Dequeue();
                deciding.Enqueue((planner, Task.Run(() => planner.PlanAsync(chunk, cancellationToken), cancellationToken)));
            }
        }
    }
}
