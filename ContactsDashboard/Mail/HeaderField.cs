using System.Text;

namespace ContactsDashboard.Mail;

/// <summary>The header fields this product reads; the order of those in a message key is part of the key.</summary>
internal enum HeaderName : byte
{
    Other,
    Date,
    From,
    Sender,
    ReplyTo,
    To,
    Cc,
    Bcc,
    Subject,
    InReplyTo,
    References,
    MessageId,
    Received,
    ReturnPath,
    MimeVersion,
    ContentType,
    DeliveredTo,
    ContentLength,
    FailedRecipients,
}

/// <summary>One header field: where its value, without the name and with its folds, lies in the message.</summary>
internal readonly record struct HeaderField(HeaderName Name, int Start, int End);

/// <summary>Knows the spelling of header names.</summary>
internal static class HeaderNames
{
    public static HeaderName Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Is(name, "to"u8) ? HeaderName.To : Is(name, "cc"u8) ? HeaderName.Cc : HeaderName.Other,
        3 => Is(name, "bcc"u8) ? HeaderName.Bcc : HeaderName.Other,
        4 => Is(name, "from"u8) ? HeaderName.From : Is(name, "date"u8) ? HeaderName.Date : HeaderName.Other,
        6 => Is(name, "sender"u8) ? HeaderName.Sender : HeaderName.Other,
        7 => Is(name, "subject"u8) ? HeaderName.Subject : HeaderName.Other,
        8 => Is(name, "received"u8) ? HeaderName.Received : Is(name, "reply-to"u8) ? HeaderName.ReplyTo : HeaderName.Other,
        10 => Is(name, "message-id"u8) ? HeaderName.MessageId : Is(name, "references"u8) ? HeaderName.References : HeaderName.Other,
        11 => Is(name, "in-reply-to"u8) ? HeaderName.InReplyTo : Is(name, "return-path"u8) ? HeaderName.ReturnPath : HeaderName.Other,
        12 => FindLong(name),
        14 => Is(name, "content-length"u8) ? HeaderName.ContentLength : HeaderName.Other,
        19 => Is(name, "x-failed-recipients"u8) ? HeaderName.FailedRecipients : HeaderName.Other,
        _ => HeaderName.Other,
    };

    private static HeaderName FindLong(ReadOnlySpan<byte> name) =>
        Is(name, "mime-version"u8) ? HeaderName.MimeVersion
        : Is(name, "content-type"u8) ? HeaderName.ContentType
        : Is(name, "delivered-to"u8) ? HeaderName.DeliveredTo
        : HeaderName.Other;

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) => Ascii.EqualsIgnoreCase(name, known);
}
