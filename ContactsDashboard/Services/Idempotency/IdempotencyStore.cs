using ContactsDashboard.Data;
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

    /// <summary>Takes the name, or says who has it.</summary>
    public async Task<NamedRequest> TakeAsync(long apiKeyId, string key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var taken = await writer.WriteUnseenAsync(context => context.QueryAsync(IdempotencySql.Take, row => row.GetInt32(0), cancellationToken,
            ("@apiKey", apiKeyId), ("@key", key), ("@server", _server), ("@now", now.UtcTicks), ("@expired", (now - Kept).UtcTicks)), cancellationToken);
        if (taken.Count > 0)
            return new(true, null);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await context.IdempotentRequests.AsNoTracking().SingleOrDefaultAsync(r => r.ApiKeyId == apiKeyId && r.Key == key, cancellationToken);
        return new(false, known?.Hash is { } hash ? new(hash, known.Status, known.Location, known.Body ?? []) : null);
    }

    /// <summary>Keeps the answer to a request taken before.</summary>
    public Task KeepAsync(long apiKeyId, string key, KeptAnswer answer, CancellationToken cancellationToken) =>
        writer.WriteUnseenAsync(context => context.IdempotentRequests.Where(r => r.ApiKeyId == apiKeyId && r.Key == key && r.Hash == null && r.Server == _server)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.Hash, answer.Hash).SetProperty(x => x.Status, answer.Status)
                .SetProperty(x => x.Location, answer.Location).SetProperty(x => x.Body, answer.Body), cancellationToken), cancellationToken);

    /// <summary>Gives the name back: the request failed here, or was given up.</summary>
    public Task FreeAsync(long apiKeyId, string key, CancellationToken cancellationToken) =>
        writer.WriteUnseenAsync(context => context.IdempotentRequests.Where(r => r.ApiKeyId == apiKeyId && r.Key == key && r.Hash == null && r.Server == _server)
            .ExecuteDeleteAsync(cancellationToken), cancellationToken);

    /// <summary>Deletes what is older than a day, in steps short enough not to hold up others.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var expired = (time.GetUtcNow() - Kept).UtcTicks;
        while (await writer.WriteUnseenAsync(context => context.ExecuteAsync(IdempotencySql.DeleteSome, cancellationToken,
            ("@expired", expired), ("@limit", DeletedAtOnce)), cancellationToken) == DeletedAtOnce)
            continue;
    }
}
