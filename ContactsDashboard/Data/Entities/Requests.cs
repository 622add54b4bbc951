using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Entities;

/// <summary>Something Support is asked to do for contacts.</summary>
internal sealed class SupportRequest
{
    public long Id { get; set; }

    /// <summary>The organisation that asks.</summary>
    public long OrganizationId { get; set; }
    public RequestKind Kind { get; set; }
    public RequestChannels Channels { get; set; }
    public RequestState State { get; set; }

    /// <summary>About platform entries: the platform's Support decides.</summary>
    public bool AtPlatform { get; set; }
    public long? SegmentId { get; set; }

    /// <summary>How many addresses it is about.</summary>
    public long Count { get; set; }
    public required string Reason { get; set; }

    /// <summary>Whoever asks confirmed that the addresses and numbers exist.</summary>
    public bool ExistsConfirmed { get; set; }
    public long? UserId { get; set; }
    public required string AskedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Counts the previews: an approval is of the latest one only.</summary>
    public long Preview { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? DecidedBy { get; set; }
    public long? JobId { get; set; }
}

/// <summary>One address of a request, as it was when it was filed, and what became of it.</summary>
internal sealed class RequestItem
{
    public long RequestId { get; set; }
    public long AddressId { get; set; }
    public long? ContactId { get; set; }
    public BulkOutcome Outcome { get; set; }

    /// <summary>The entries the latest preview showed, each with its newest claim: nothing else is lifted.</summary>
    public string? Shown { get; set; }
}

/// <summary>A word on a request, from either side.</summary>
internal sealed class RequestComment
{
    public long Id { get; set; }
    public long RequestId { get; set; }
    public DateTimeOffset At { get; set; }
    public long? UserId { get; set; }
    public required string By { get; set; }
    public bool FromPlatform { get; set; }
    public required string Text { get; set; }
}

/// <summary>Something a member should know; it refers to what it is about and copies nothing of it.</summary>
internal sealed class Notification
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long UserId { get; set; }
    public NotificationKind Kind { get; set; }
    public long? RequestId { get; set; }

    /// <summary>The import or export it is about.</summary>
    public long? JobId { get; set; }
    public DateTimeOffset At { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
}

/// <summary>An address the platform's Support would not blacklist, and in how many organisations it had bounced by then.</summary>
internal sealed class DeclinedProposal
{
    public required string Value { get; set; }
    public long Organizations { get; set; }
    public DateTimeOffset At { get; set; }
}
