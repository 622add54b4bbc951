using System.Collections.Concurrent;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Idempotency;

/// <summary>An answer as it was given, to be given again.</summary>
/// <param name="Hash">SHA-256 of the request it answered.</param>
public sealed record KeptAnswer(byte[] Hash, int Status, string? Location, byte[] Body);

/// <summary>How a named request stands: ours to answer, answered before, or at work elsewhere.</summary>
public sealed record NamedRequest(bool IsOurs, KeptAnswer? Answer);

/// <summary>Remembers for a day what was answered to requests that programs gave a name, so that a repetition changes nothing.</summary>
public sealed class IdempotencyStore(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public const int MaxKey = 256;

    private const int DeletedAtOnce = 200;

    /// <summary>This run of the server: what another one left at work is free again.</summary>
    private readonly Guid _server = Guid.NewGuid();

    /// <summary>Names that could not be given back because the store failed: as free as those of a killed server.</summary>
    private readonly ConcurrentDictionary<(long ApiKey, string Name), bool> _left = new();

    /// <summary>Takes the name, or says who has it.</summary>
    public async Task<NamedRequest> TakeAsync(long apiKeyId, string key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wasLeft = _left.TryRemove((apiKeyId, key), out _);
        (string, object?)[] parameters = [("@apiKey", apiKeyId), ("@key", key), ("@server", _server), ("@left", wasLeft),
            ("@now", now.UtcTicks), ("@expired", (now - Kept).UtcTicks)];
        try
        {
            var taken = await writer.WriteUnseenAsync(context =>
                context.QueryAsync(IdempotencySql.Take, row => row.GetInt32(0), cancellationToken, parameters), cancellationToken);
            if (taken.Count > 0)
                return new(true, null);
        }
        catch when (wasLeft)
        {
            _left.TryAdd((apiKeyId, key), default);
            throw;
        }
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await context.IdempotentRequests.AsNoTracking().SingleOrDefaultAsync(r =>
            r.ApiKeyId == apiKeyId && r.Key == key, cancellationToken);
        return new(false, known?.Hash is { } hash ? new(hash, known.Status, known.Location, known.Body ?? []) : null);
    }

    /// <summary>Keeps the answer to a request taken before.</summary>
    public Task KeepAsync(long apiKeyId, string key, KeptAnswer answer, CancellationToken cancellationToken) =>
        writer.WriteUnseenAsync(context => AtWork(context, apiKeyId, key).ExecuteUpdateAsync(r => r
            .SetProperty(x => x.Hash, answer.Hash).SetProperty(x => x.Status, answer.Status).SetProperty(x => x.Location, answer.Location)
            .SetProperty(x => x.Body, answer.Body), cancellationToken), cancellationToken);

    /// <summary>Gives the name back: the request failed here, or was given up.</summary>
    public async Task FreeAsync(long apiKeyId, string key, CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteUnseenAsync(context => AtWork(context, apiKeyId, key).ExecuteDeleteAsync(cancellationToken), cancellationToken);
        }
        catch
        {
            _left.TryAdd((apiKeyId, key), default);
            throw;
        }
    }

    /// <summary>Deletes what is older than a day, in steps short enough not to hold up others.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var expired = (time.GetUtcNow() - Kept).UtcTicks;
        while (await writer.WriteUnseenAsync(context => context.ExecuteAsync(IdempotencySql.DeleteSome, cancellationToken,
            ("@expired", expired), ("@limit", DeletedAtOnce)), cancellationToken) == DeletedAtOnce)
            continue;
    }

    private IQueryable<IdempotentRequest> AtWork(DashboardDbContext context, long apiKeyId, string key) =>
        context.IdempotentRequests.Where(r => r.ApiKeyId == apiKeyId && r.Key == key && r.Hash == null && r.Server == _server);
}
