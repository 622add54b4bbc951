namespace ContactsDashboard.Domain.Delivery;

/// <summary>What a mail system, or a mailbox provider, reports of a message that was sent.</summary>
public enum MailReportKind
{
    /// <summary>It did not arrive, or not yet (RFC 3464, or in words).</summary>
    Bounce = 0,

    /// <summary>Its recipient called it spam (RFC 5965).</summary>
    Complaint = 1,
}
