namespace ContactsDashboard.Domain;

/// <summary>The header fields that make somebody a participant of a message (RFC 5322 section 3.6.2 and 3.6.3).</summary>
[Flags]
public enum ParticipantRoles
{
    None = 0,
    From = 1,
    To = 2,
    Cc = 4,
    Bcc = 8,

    /// <summary>
    /// So says a copy no mail server had passed on (RFC 5321 section 4.4: it has no Received field), as the sender keeps one. What was passed on, anybody may have written.
    /// </summary>
    Kept = 16,
}
