using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Webhooks;

/// <summary>An endpoint as Admins see it; its secret is never shown again.</summary>
/// <param name="Waiting">Events it is still to be told of.</param>
public sealed record WebhookRow(long Id, string Url, string? Description, WebhookEvents Events, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, bool GaveUp,
    DateTimeOffset? FailingSince, long Waiting);

/// <summary>One event for one endpoint, and how telling it went.</summary>
public sealed record DeliveryRow(long Id, WebhookEvents Kind, DateTimeOffset CreatedAt, DeliveryState State, int Attempts, DateTimeOffset? TriedAt,
    DateTimeOffset? NextAt, int? Status, string? Answer);

/// <summary>What an endpoint is to be.</summary>
public sealed record WebhookEdit(string Url, string? Description, WebhookEvents Events);

/// <summary>An endpoint just made or changed over, with its secret, this once.</summary>
public sealed record WebhookSecret(long Id, string Secret);
