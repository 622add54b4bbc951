using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Entities;

/// <summary>A program that is told of changes of the ledger.</summary>
internal sealed class WebhookEndpoint
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }

    /// <summary>Always https, except to this machine where the host allows that.</summary>
    public required string Url { get; set; }
    public string? Description { get; set; }
    public WebhookEvents Events { get; set; }

    /// <summary>What signs, protected by data protection: a hash could not sign.</summary>
    public required string Secret { get; set; }

    /// <summary>The one before, which signs too until then, so that a receiver changes over without losing anything.</summary>
    public string? FormerSecret { get; set; }
    public DateTimeOffset? FormerUntil { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>It was the product that disabled it, after failing for long.</summary>
    public bool GaveUp { get; set; }
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>After a failure nothing is sent before this.</summary>
    public DateTimeOffset? RestsUntil { get; set; }
}

/// <summary>
/// That an endpoint is to be told of an event, and how that went. Triggers write it in the transaction of the change; it holds nothing personal: what is told is
/// read from the ledger when it is sent.
/// </summary>
internal sealed class WebhookDelivery
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long EndpointId { get; set; }
    public WebhookEvents Kind { get; set; }
    public long? SuppressionId { get; set; }

    /// <summary>The exempt address it is about, where it is not the whole entry.</summary>
    public long? ExceptionId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DeliveryState State { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset NextAt { get; set; }
    public DateTimeOffset? TriedAt { get; set; }

    /// <summary>The HTTP status of the last attempt; null when there was no answer.</summary>
    public int? Status { get; set; }

    /// <summary>The beginning of the last answer, or why there was none.</summary>
    public string? Answer { get; set; }
}
