namespace ContactsDashboard.Data.Sqlite;

/// <summary>Requests that programs named.</summary>
internal static class IdempotencySql
{
    /// <summary>
    /// Takes a name that is free, too old (<c>@expired</c>), or left at work by a server that was killed; a row says that it was. The unique key decides
    /// between two who ask at once.
    /// </summary>
    public const string Take = """
        INSERT INTO IdempotentRequests (ApiKeyId, Key, Server, Status, CreatedAt) VALUES (@apiKey, @key, @server, 0, @now)
        ON CONFLICT (ApiKeyId, Key) DO UPDATE SET Hash = NULL, Body = NULL, Location = NULL, Status = 0, Server = excluded.Server, CreatedAt = excluded.CreatedAt
            WHERE CreatedAt <= @expired OR (Hash IS NULL AND Server <> excluded.Server)
        RETURNING 1
        """;

    /// <summary>Some of those older than <c>@expired</c>.</summary>
    public const string DeleteSome = """
        DELETE FROM IdempotentRequests WHERE rowid IN (SELECT rowid FROM IdempotentRequests WHERE CreatedAt <= @expired LIMIT @limit)
        """;
}
