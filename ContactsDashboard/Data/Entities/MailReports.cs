using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Data.Entities;

/// <summary>What one report that came by mail says of one recipient. Nothing follows from it before it is matched with what was sent, or somebody accepts it.</summary>
internal sealed class StoredMailReport
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }

    /// <summary>The report's own message; with the recipient as the report names it, what makes copies one.</summary>
    public required byte[] Key { get; set; }

    /// <summary>As the report names it; empty where a complaint hides it.</summary>
    public required string Named { get; set; }

    /// <summary>Whom it is about: as named, or as the mail it answers says; empty while nobody knows.</summary>
    public required string Recipient { get; set; }

    /// <summary>Where a forward led to, where that is somebody else.</summary>
    public string? FinalRecipient { get; set; }
    public MailReportKind Kind { get; set; }
    public BounceClass Class { get; set; }
    public bool IsDelayed { get; set; }
    public string? Code { get; set; }
    public string? Text { get; set; }

    /// <summary>Of the mail that came back: subject, Message-ID (and as messages are keyed by it), date in UTC ticks or 0.</summary>
    public string Subject { get; set; } = "";
    public byte[]? MailKey { get; set; }
    public string? MailId { get; set; }
    public long SentTicks { get; set; }

    /// <summary>The return path that names the recipient (VERP).</summary>
    public byte[]? PathKey { get; set; }

    /// <summary>The message and its recipient as events are keyed by them.</summary>
    public byte[]? EventKey { get; set; }
    public DateTimeOffset ReportedAt { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
    public MailReportState State { get; set; }

    /// <summary>The sent message it answers, where mail knows it.</summary>
    public long? MessageId { get; set; }

    /// <summary>The entry of the ledger it made or joined.</summary>
    public long? SuppressionId { get; set; }

    /// <summary>The change by which somebody decided.</summary>
    public long? DecidedByAuditId { get; set; }
}

/// <summary>By which return path a stored message comes back, where that path names its recipient.</summary>
internal sealed class MailPath
{
    public long OrganizationId { get; set; }
    public required byte[] Key { get; set; }
    public long MessageId { get; set; }
}
