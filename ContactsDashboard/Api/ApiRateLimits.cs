using System.Collections.Concurrent;
using System.Globalization;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Api;

/// <summary>How many requests each key has left in this minute; bulk doors for senders have a count of their own.</summary>
internal sealed class ApiRateLimits(TimeProvider time)
{
    public const int SendersPerMinute = 6_000;

    private readonly ConcurrentDictionary<(long Key, bool Sender), Window> _windows = new();
    private readonly ConcurrentDictionary<(long Key, bool Sender), Window> _deliveries = new();

    /// <summary>Takes one request and tells the client where it stands; false when none is left.</summary>
    public bool TryTake(HttpContext http, ApiKeyActor key)
    {
        var isSender = http.GetEndpoint()?.Metadata.GetMetadata<ForSenders>() is not null;
        return TryTake(http, _windows, (key.KeyId, isSender), isSender ? Math.Max(SendersPerMinute, key.RequestsPerMinute) : key.RequestsPerMinute);
    }

    /// <summary>The same for a provider's delivery to an event source.</summary>
    public bool TryTakeDelivery(HttpContext http, long source) => TryTake(http, _deliveries, (source, true), SendersPerMinute);

    private bool TryTake(HttpContext http, ConcurrentDictionary<(long Key, bool Sender), Window> windows, (long, bool) whose, int limit)
    {
        var now = time.GetUtcNow();
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        var used = windows.AddOrUpdate(whose, _ => new(minute, 1), (_, w) => w.Minute == minute
            ? w with { Used = w.Used + 1 } : new(minute, 1)).Used;
        http.Response.Headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-RateLimit-Remaining"] = Math.Max(0, limit - used).ToString(CultureInfo.InvariantCulture);
        if (used <= limit)
            return true;
        http.Response.Headers.RetryAfter = (60 - now.Second).ToString(CultureInfo.InvariantCulture);
        return false;
    }

    private sealed record Window(long Minute, long Used);
}

/// <summary>Marks routes made for mail senders, whose rate is counted by itself.</summary>
internal sealed class ForSenders;
