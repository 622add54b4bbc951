using ContactsDashboard.Domain;
using ContactsDashboard.Mail.Bounces;

namespace ContactsDashboard.Mail;

/// <summary>What one message says about who took part in which conversation, and when. The body is not kept.</summary>
public sealed record MailMessage
{
    /// <summary>The Message-ID without angle brackets, or null where the message has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>Identifies copies of one message: 16 bytes, a hash of the Message-ID, or of stable headers and the body where there is none.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Message-IDs named by In-Reply-To and References, without brackets, distinct, own id excluded, oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>When it was sent (SPEC: Date, else the topmost Received, else the mbox From line), or null when nothing usable says so.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Decoded, unfolded, control characters removed.</summary>
    public string Subject { get; init; } = "";

    /// <summary>One entry per address: the roles united, the best display name.</summary>
    public IReadOnlyList<MailParticipant> Participants { get; init; } = [];

    /// <summary>A mail server passed it on (it has a Received field): whoever it names, somebody else may have written it.</summary>
    public bool IsPassedOn { get; init; }

    /// <summary>What it reports of another message: a bounce or a complaint; null for all other mail.</summary>
    public MailReport? Report { get; init; }

    /// <summary>By which of its own paths a message that was sent may come back: hashes of the return path, where copies show one.</summary>
    public IReadOnlyList<byte[]> ReturnPaths { get; init; } = [];

    /// <summary>What was wrong and worked around, in words for the report.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Hashes a Message-ID as <see cref="Key"/> does, so that a reference finds its message.</summary>
    public static byte[] KeyOf(string messageId) => MessageKey.OfMessageId(messageId);
}

/// <summary>Somebody named in From, To, Cc or Bcc.</summary>
public sealed record MailParticipant(EmailAddress Address, string? Name, ParticipantRoles Roles);

/// <summary>One message out of a source, or the reason why it could not be read.</summary>
/// <param name="Source">The file's path as given, or the name of the upload.</param>
/// <param name="Offset">Byte offset of the message in the (decompressed) file.</param>
/// <param name="NextOffset">Where the next message begins; reading may be resumed there.</param>
public sealed record MailItem(string Source, long Offset, long NextOffset, MailMessage? Message, MailRejection? Rejection);

/// <summary>Why a message was not read.</summary>
/// <param name="Code">A stable word for programs: <c>empty</c>, <c>not_mail</c>, <c>headers_too_large</c>, <c>unreadable</c>.</param>
/// <param name="Reason">A sentence for people, without personal data.</param>
public sealed record MailRejection(string Code, string Reason);
