using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>A provider's webhook, and how it does.</summary>
/// <param name="HasKey">Whether something to check signatures with was entered.</param>
/// <param name="OldTokenUntil">The address before the last change is good until then.</param>
/// <param name="Topic">Amazon SNS: the accepted topic.</param>
/// <param name="Asking">Amazon SNS: the topic that asks to be confirmed, and where a person does so.</param>
public sealed record EventSourceRow(long Id, EventProvider Provider, string Name, bool HasKey, DateTimeOffset? OldTokenUntil, string? Topic, SnsRequest? Asking, DateTimeOffset CreatedAt,
    DateTimeOffset? LastDeliveryAt, DateTimeOffset? LastRefusalAt, long Deliveries, long Events, long Refusals)
{
    /// <summary>What protected its key is gone, as after a restore without the data directory's keys: it has to be entered again.</summary>
    public bool IsKeyLost { get; init; }

    /// <summary>Nothing can be taken from it before somebody enters the key, or accepts the topic.</summary>
    public bool IsWaiting => Provider == EventProvider.Ses ? Topic is null : IsKeyLost || (Provider.NeedsKey() && !HasKey);

    /// <summary>The last that came was refused.</summary>
    public bool IsRefused => LastRefusalAt is { } refused && (LastDeliveryAt is null || refused > LastDeliveryAt);
}

/// <summary>A topic that asks to be confirmed.</summary>
public sealed record SnsRequest(string Topic, string ConfirmUrl);

/// <summary>A source just made, or given a new address; the only time its text exists.</summary>
/// <param name="Path">Of its address, from the root.</param>
public sealed record NewEventSource(long Id, string Path, long AuditId);

/// <summary>One of the last deliveries.</summary>
/// <param name="Code">Why it was refused; null when it was taken.</param>
/// <param name="Times">How often the same refusal came in a row.</param>
public sealed record EventDeliveryRow(long Id, DateTimeOffset At, string? Code, string? Reason, int Times, WebhookAnswer Answer);
