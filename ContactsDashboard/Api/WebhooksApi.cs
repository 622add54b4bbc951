using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Events.Webhooks;

namespace ContactsDashboard.Api;

/// <summary>What providers deliver. The address names the source, whatever the provider signs says that it is the provider.</summary>
internal static class WebhooksApi
{
    private const int MaxBytes = 10 << 20;

    private static readonly Problem TooLarge = new("PAYLOAD_TOO_LARGE", $"A delivery has at most {MaxBytes:N0} bytes.");

    public static async Task<IResult> ReceiveAsync(HttpContext http, string provider, string token, ProviderWebhookService webhooks, ApiRateLimits limits, CancellationToken cancellationToken)
    {
        if (!EventProviders.BySlug.TryGetValue(provider, out var known))
            return Envelope.Fail(http, new("NOT_FOUND", $"There is no such provider. Known are: {string.Join(", ", EventProviders.BySlug.Keys)}."));
        var source = await webhooks.FindAsync(known, token, cancellationToken);
        if (!source.IsOk)
            return Envelope.Fail(http, source.Problem!);
        if (!limits.TryTakeDelivery(http, source.Value.Id))
            return Envelope.Fail(http, new("RATE_LIMIT_EXCEEDED", "Too many deliveries in this minute. Retry-After says when to go on."));
        if (await ReadAsync(http, cancellationToken) is not { } body)
            return Envelope.Fail(http, TooLarge);
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var answer = await webhooks.ReceiveAsync(source.Value, new(headers, body), cancellationToken);
        return answer.IsOk ? Envelope.Ok(http, answer.Value) : Envelope.Fail(http, answer.Problem!);
    }

    private static async Task<byte[]?> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (ApiBody.TooLarge(http, MaxBytes) is not null)
            return null;
        using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, MaxBytes));
        var buffer = new byte[16 << 10];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBytes)
                return null;
        }
        return body.ToArray();
    }
}

/// <summary>Marks the route providers deliver to.</summary>
internal sealed class ForProviders;
