using System.Collections.Concurrent;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Events;

/// <summary>
/// The one way in for events, whoever tells them. Calls that come while another is being written wait for one transaction together: each has its answer
/// when its own events are durable.
/// </summary>
public sealed class EventIntake(StoreWriter writer, TimeProvider time)
{
    /// <summary>So many events are written in one go: nobody who blocks an address meanwhile waits for more.</summary>
    private const int Most = 250;

    private readonly ConcurrentDictionary<long, Queue> _queues = new();

    /// <summary>
    /// Stores events once; what became of each, in the order given, when all are durable. Many go in several transactions, the last with what is to be
    /// written <paramref name="along"/>: told again after a failure between them, the rest follows.
    /// </summary>
    internal async Task<IReadOnlyList<EventResult>> StoreAsync(OrganizationScope scope, EventOrigin origin, IReadOnlyList<DeliveryEvent> events,
        Func<DashboardDbContext, IReadOnlyList<EventResult>, Task>? along = null)
    {
        var results = new List<EventResult>(events.Count);
        var rest = events.ToList();
        for (; rest.Count > Most; rest.RemoveRange(0, Most))
            results.AddRange(await StoreSomeAsync(scope, origin, rest.GetRange(0, Most), null));
        results.AddRange(await StoreSomeAsync(scope, origin, rest, along is null ? null : (context, last) => along(context, [.. results, .. last])));
        return results;
    }

    private async Task<IReadOnlyList<EventResult>> StoreSomeAsync(OrganizationScope scope, EventOrigin origin, IReadOnlyList<DeliveryEvent> events,
        Func<DashboardDbContext, IReadOnlyList<EventResult>, Task>? along)
    {
        var queue = _queues.GetOrAdd(scope.Id.Value, _ => new());
        var waiting = new Waiting(new(scope, origin, events), along);
        queue.Calls.Enqueue(waiting);
        await queue.Turn.WaitAsync();
        try
        {
            // Whoever had the turn before may have written it along.
            while (!waiting.Answer.Task.IsCompleted)
                await WriteAsync(scope.Id, queue.Take(Most));
        }
        finally
        {
            queue.Turn.Release();
        }
        return await waiting.Answer.Task;
    }

    /// <summary>The same inside the caller's transaction.</summary>
    internal static async Task<IReadOnlyList<EventResult>> StoreAsync(DashboardDbContext context, OrganizationScope scope, EventOrigin origin, IReadOnlyList<DeliveryEvent> events,
        DateTimeOffset now, CancellationToken cancellationToken) =>
        (await EventBatch.StoreAsync(context, scope.Id, [new(scope, origin, events)], now, cancellationToken))[0];

    // Nobody's hanging up takes back what others wait for.
    private async Task WriteAsync(OrganizationId organization, List<Waiting> calls)
    {
        try
        {
            var results = (await writer.WriteAsync<List<IReadOnlyList<EventResult>>>(organization, async context =>
            {
                var stored = await EventBatch.StoreAsync(context, organization, calls.ConvertAll(c => c.Call), time.GetUtcNow(), CancellationToken.None);
                for (var i = 0; i < calls.Count; i++)
                    await (calls[i].Along?.Invoke(context, stored[i]) ?? Task.CompletedTask);
                return stored;
            }, CancellationToken.None)).Value;
            for (var i = 0; i < calls.Count; i++)
                calls[i].Answer.SetResult(results[i]);
        }
#pragma warning disable CA1031 // each of those who wait learns of it as if it had been alone
        catch (Exception e)
        {
            calls.ForEach(c => c.Answer.SetException(e));
        }
#pragma warning restore CA1031
    }

    private sealed record Waiting(EventCall Call, Func<DashboardDbContext, IReadOnlyList<EventResult>, Task>? Along)
    {
        public TaskCompletionSource<IReadOnlyList<EventResult>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Queue
    {
        public ConcurrentQueue<Waiting> Calls { get; } = new();

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public List<Waiting> Take(int events)
        {
            var taken = new List<Waiting>();
            for (var count = 0; count < events && Calls.TryDequeue(out var next); count += next.Call.Events.Count)
                taken.Add(next);
            return taken;
        }
    }
}
