namespace ContactsDashboard.Domain;

/// <summary>What outgoing webhooks tell of; an endpoint chooses.</summary>
[Flags]
public enum WebhookEvents
{
    /// <summary>A test somebody asked for.</summary>
    None = 0,

    /// <summary><c>contact.suppressed</c>: an entry of the ledger came into force.</summary>
    Suppressed = 1,

    /// <summary><c>contact.released</c>: what an entry stopped may be written to again.</summary>
    Released = 2,
}

/// <summary>What became of telling an endpoint of one event.</summary>
public enum DeliveryState
{
    Waiting = 0,
    Delivered = 1,

    /// <summary>Given up after the last attempt.</summary>
    Failed = 2,

    /// <summary>There is nothing to tell any more: the person was erased, or the entry is gone.</summary>
    Dropped = 3,
}
