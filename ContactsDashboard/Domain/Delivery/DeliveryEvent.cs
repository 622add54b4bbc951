namespace ContactsDashboard.Domain.Delivery;

/// <summary>What a mail system says happened to a message on its way to one recipient.</summary>
public enum DeliveryEventKind
{
    Sent = 0,
    Delivered = 1,
    Read = 2,
    Clicked = 3,

    /// <summary>An attempt failed and is made again: no outcome yet.</summary>
    Deferred = 4,

    /// <summary>Given up for a reason that may pass; the recipient may be reached another time.</summary>
    SoftBounced = 5,

    /// <summary>The recipient cannot be reached.</summary>
    HardBounced = 6,

    /// <summary>Refused by the sender's or the message's own fault. Says nothing about the recipient.</summary>
    Rejected = 7,
    Complained = 8,
    Unsubscribed = 9,
}

/// <summary>Who tells of events.</summary>
public enum EventProvider { Api = 0, BounceMail = 1, Ses = 2, SendGrid = 3, Postmark = 4, Mailgun = 5, Mailjet = 6, Brevo = 7, SparkPost = 8, Resend = 9 }

/// <summary>One event, about one recipient. Names a message by its id, else by its name; may name none.</summary>
public sealed record DeliveryEvent
{
    /// <summary>What a message is called as long as no event names it.</summary>
    public const string Unnamed = "Unnamed message";

    public required DeliveryEventKind Kind { get; init; }

    public MessageChannel Channel { get; init; } = MessageChannel.Email;

    /// <summary>The recipient; exactly one of the two is given, and e-mail always has the first.</summary>
    public EmailAddress? Email { get; init; }

    public PhoneNumber? Phone { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the message was sent, where the event says so.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Whatever the sender calls the message; the same in all its events.</summary>
    public string? MessageId { get; init; }

    /// <summary>Its Message-ID field, where that is another.</summary>
    public string? MailId { get; init; }

    public string? MessageName { get; init; }

    public string? Language { get; init; }

    /// <summary>An enhanced status code, else an SMTP reply code.</summary>
    public string? Code { get; init; }

    /// <summary>The raw diagnostic.</summary>
    public string? Text { get; init; }

    /// <summary>What tells the event apart from all others of its provider; what it says, when left out.</summary>
    public string? EventId { get; init; }

    /// <summary>The recipient as the store knows it.</summary>
    public string Recipient => Email?.Value ?? Phone!.Value.Value;
}
