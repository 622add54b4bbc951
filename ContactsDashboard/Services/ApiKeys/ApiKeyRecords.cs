namespace ContactsDashboard.Services.ApiKeys;

/// <summary>A key just made; the only time its text exists.</summary>
public sealed record NewApiKey(long Id, string Text);

/// <summary>A key as its organisation's Admins see it.</summary>
/// <param name="Prefix">Its first characters, by which people recognise it.</param>
/// <param name="LastUsedAt">To the minute; null when it was never used.</param>
public sealed record ApiKeyRow(long Id, string Name, string Prefix, IReadOnlyList<string> Scopes, int RequestsPerMinute, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt)
{
    public bool IsRevoked => RevokedAt is not null;

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}
