using System.Collections.Concurrent;
using ContactsDashboard.Data;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ApiKeys;

/// <summary>When each key was last used. Requests only note it here; it is stored once a minute, for all keys together.</summary>
public sealed class ApiKeyUses(StoreWriter writer, TimeProvider time, ILogger<ApiKeyUses> log) : BackgroundService
{
    private readonly ConcurrentDictionary<long, DateTimeOffset> _unstored = new();

    public void Note(long keyId) => _unstored[keyId] = time.GetUtcNow();

    public DateTimeOffset? NotedFor(long keyId) => _unstored.TryGetValue(keyId, out var at) ? at : null;

    /// <summary>Stores what was noted since the last time.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        var uses = _unstored.ToArray();
        if (uses.Length == 0)
            return;
        await writer.WriteUnseenAsync(async context =>
        {
            foreach (var (key, at) in uses)
                await context.ApiKeys.Where(k => k.Id == key && (k.LastUsedAt == null || k.LastUsedAt < at))
                    .ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAt, at), cancellationToken);
            return uses.Length;
        }, cancellationToken);
        // What was noted again in the meantime stays for the next time.
        foreach (var use in uses)
            _unstored.TryRemove(use);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await BackgroundRound.TryAsync(StoreAsync, log, stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await BackgroundRound.TryAsync(StoreAsync, log, cancellationToken);
    }
}
