using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Data.Entities;

/// <summary>An event as it was told, once; what follows from it is derived.</summary>
internal sealed class StoredEvent
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }

    /// <summary>A hash of what tells it apart from all others: see <c>EventKeys</c>.</summary>
    public required byte[] Key { get; set; }
    public DeliveryEventKind Kind { get; set; }
    public MessageChannel Channel { get; set; }

    /// <summary>A normalised address or number.</summary>
    public required string Recipient { get; set; }

    /// <summary>The message and its recipient; the key of their activity.</summary>
    public byte[]? MessageKey { get; set; }

    /// <summary>The Message-ID as messages are keyed by it.</summary>
    public byte[]? MailKey { get; set; }
    public DateTimeOffset OccurredAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
    public EventProvider Provider { get; set; }

    /// <summary>The event source it came by, where it was one.</summary>
    public long? SourceId { get; set; }
    public string? Code { get; set; }
    public string? Text { get; set; }

    /// <summary>The entry of the ledger it made or joined.</summary>
    public long? SuppressionId { get; set; }
}

/// <summary>A place events come from: a provider's webhook, by an address of its own.</summary>
internal sealed class EventSource
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public EventProvider Provider { get; set; }
    public required string Name { get; set; }

    /// <summary>SHA-256 of the secret in its address, which has 256 bits of entropy.</summary>
    public required byte[] TokenHash { get; set; }

    /// <summary>The one before, still good until then, so that nothing is lost while the provider is told the new address.</summary>
    public byte[]? OldTokenHash { get; set; }
    public DateTimeOffset? OldTokenUntil { get; set; }

    /// <summary>What signatures are checked with, protected by the keys of the data directory.</summary>
    public string? Key { get; set; }

    /// <summary>Amazon SNS: the only topic that is listened to.</summary>
    public string? Topic { get; set; }

    /// <summary>Amazon SNS: where a person confirms that the topic may send here.</summary>
    public string? ConfirmUrl { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
    public DateTimeOffset? LastDeliveryAt { get; set; }
    public DateTimeOffset? LastRefusalAt { get; set; }
    public long Deliveries { get; set; }
    public long Events { get; set; }
    public long Refusals { get; set; }
}

/// <summary>One of the last deliveries to an event source. What was refused is not kept, only that it was, and why.</summary>
internal sealed class EventDelivery
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long SourceId { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>Why it was refused; null when it was taken.</summary>
    public string? Code { get; set; }
    public string? Reason { get; set; }

    /// <summary>How often the same refusal came in a row.</summary>
    public int Times { get; set; } = 1;
    public int Stored { get; set; }
    public int Duplicates { get; set; }
    public int Ignored { get; set; }
    public int Invalid { get; set; }
    public int Erased { get; set; }
    public int Suppressed { get; set; }
}

/// <summary>A one-time value a provider signed, and what came with it: signatures that do not cover the whole body are good for one body only.</summary>
internal sealed class UsedSignature
{
    public long SourceId { get; set; }
    public required byte[] Hash { get; set; }
    public required byte[] BodyHash { get; set; }
    public DateTimeOffset At { get; set; }
}
