using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Live;

/// <summary>Tells open pages and waiting lanes that an organisation's data changed, whoever changed it: this process at once, another within half a second.</summary>
public sealed class ChangeFeed(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time, ILogger<ChangeFeed> log) : BackgroundService
{
    private const int FewListeners = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan LongestTurns = TimeSpan.FromSeconds(1.6);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _versions = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _nudge = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Action<OrganizationId>? _changed;
    private int _listeners;
    private uint _turn;

    /// <summary>Raised with the organisation that changed; handlers return at once.</summary>
    public event Action<OrganizationId>? Changed
    {
        add
        {
            lock (_gate)
                (_changed, _listeners) = (_changed + value, _listeners + 1);
        }
        remove
        {
            lock (_gate)
                (_changed, _listeners) = (_changed - value, _listeners - 1);
        }
    }

    /// <summary>Counts the changes seen so far.</summary>
    public long Beat { get; private set; }

    /// <summary>
    /// How much later than it would like a listener should look at what changed. Hundreds of pages that read at the same moment, at every change, would keep
    /// whoever clicks waiting: they take turns, and each waits longer the more there are, but never two seconds.
    /// </summary>
    public TimeSpan NextTurn()
    {
        var listeners = Volatile.Read(ref _listeners);
        if (listeners <= FewListeners)
            return TimeSpan.Zero;
        var turns = TimeSpan.FromTicks(Math.Min(Turn.Ticks * (listeners - FewListeners), LongestTurns.Ticks));
        return turns / 2 * (1 + Interlocked.Increment(ref _turn) % listeners / (double)listeners);
    }

    /// <summary>Completes when something changed after <paramref name="seen"/>.</summary>
    public Task NextAsync(long seen, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Beat > seen ? Task.CompletedTask : _next.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        writer.Committed += Nudge;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await BackgroundRound.TryAsync(WatchAsync, log, stoppingToken))
                    await Task.Delay(Interval, time, stoppingToken);
            }
        }
        finally
        {
            writer.Committed -= Nudge;
        }
    }

    // One connection of its own for as long as it lives: data_version is relative to the connection that asks.
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        for (var seen = -1L; ;)
        {
            var nudge = _nudge.Task;
            var version = await ChangeSql.DataVersionAsync(context, cancellationToken);
            if (version != seen)
                Announce(await ChangeSql.VersionsAsync(context, cancellationToken));
            seen = version;
            await Task.WhenAny(nudge, Task.Delay(Interval, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (nudge.IsCompleted)
                _nudge = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Nudge() => _nudge.TrySetResult();

    private void Announce(List<(long Organization, long Version)> versions)
    {
        var changed = versions.Where(v => _versions.GetValueOrDefault(v.Organization) != v.Version).ToList();
        foreach (var (organization, version) in changed)
            _versions[organization] = version;
        TaskCompletionSource next;
        lock (_gate)
        {
            Beat++;
            next = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        next.SetResult();
        foreach (var (organization, _) in changed)
            _changed?.Invoke(new(organization));
    }
}
