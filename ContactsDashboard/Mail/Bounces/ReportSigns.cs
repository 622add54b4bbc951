using System.Buffers;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>Tells by the header which messages may be reports, so that the bodies of all others need not be looked at.</summary>
internal static class ReportSigns
{
    private static readonly SearchValues<string> Subjects = SearchValues.Create(
    [
        "undeliver", "non-deliver", "nondeliver", "returned", "deliver", "delevery", "failure", "failed", "bounce", "rejected", "unable to", "mail system", "mail error",
        "processing error", "not delivered", "unknown user", "user unknown", "no such user", "postmaster notif", "complaint about", "abuse report", "feedback report",
        "spam report", "unzustellbar", "zustell", "nicht zugestellt", "non remis", "échec", "distribu", "remise", "no entregado", "entrega", "devuelt", "não entregue",
        "devolvid", "impossibile", "recapit", "consegna", "nie dostarczono", "niedostarcz", "onbestelbaar", "bezorg", "недостав", "не доставлен", "возврат", "退信", "投递", "无法送达",
        "配信", "送信でき", "warning: message", "mail warning", "non recens", "problem",
    ], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Senders = SearchValues.Create(
        ["mailer-daemon", "mailer_daemon", "maildaemon", "mail-daemon", "mailerdaemon", "postmaster", "mailmaster", "bounce", "mdaemon", "mail.daemon", "delivery", "smtpd", "feedback", "complaint",
            "fbl", "antispam", "staff@hotmail.com", "exchange"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Types = SearchValues.Create(["multipart/report", "delivery-status", "feedback-report"], StringComparison.OrdinalIgnoreCase);

    public static bool Has(MailMessage message, ReadOnlySpan<byte> data, List<HeaderField> fields)
    {
        Span<char> text = stackalloc char[512];
        foreach (var field in fields)
        {
            var value = data[field.Start..field.End];
            var isReport = field.Name switch
            {
                HeaderName.ContentType => Contains(value, Types, text),
                HeaderName.From => Contains(value, Senders, text),
                HeaderName.ReturnPath => value.Trim(" \t\r\n"u8).SequenceEqual("<>"u8),
                HeaderName.FailedRecipients => true,
                _ => false,
            };
            if (isReport)
                return true;
        }
        return message.Subject.AsSpan().ContainsAny(Subjects);
    }

    private static bool Contains(ReadOnlySpan<byte> value, SearchValues<string> words, Span<char> text)
    {
        var length = System.Text.Encoding.Latin1.GetChars(value[..Math.Min(value.Length, text.Length)], text);
        return text[..length].ContainsAny(words);
    }
}
