using System.Buffers;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>Tells by the header which messages may be reports, so that the bodies of all others need not be looked at.</summary>
internal static class ReportSigns
{
    private static readonly SearchValues<string> Subjects = SearchValues.Create(
    [
        "undeliver", "non-deliver", "nondeliver", "non deliver", "returned mail", "returned to sender", "returning message", "returned message", "mail returned", "delivery fail",
        "delivery failure", "failure delivery", "failed delivery", "failed mail", "mail failed", "mail failure", "message failed", "failure notice", "delivery status", "delivery notification",
        "delivery problem", "delivery error", "delivery report", "delivery delayed", "delayed mail", "mail delayed", "mail delivery", "message delivery", "delivery warning",
        "delivery has failed", "delivery incomplete", "not delivered", "not been delivered", "not be delivered", "unable to deliver", "could not deliver", "cannot deliver", "mail system error",
        "processing error", "unknown user", "user unknown", "no such user", "user not", "bounced mail", "bounced message", "bounce message", "rejected mail", "message rejected", "mail rejected",
        "complaint about message from", "abuse report", "feedback report", "spam report", "unzustellbar", "nicht zugestellt", "zustellung fehlgeschlagen", "zustellfehler",
        "konnte nicht zugestellt", "zustellungs", "non remis", "échec de la remise", "échec de livraison", "non distribu", "remise impossible", "échec de la distribution", "non recens",
        "no entregado", "no se ha podido entregar", "error de entrega", "devuelto", "não entregue", "nao entregue", "devolvid", "falha na entrega", "mancata consegna", "impossibile recapitare",
        "non recapitabile", "nie dostarczono", "niedostarczalna", "onbestelbaar", "niet bezorgd", "недоставлен", "не доставлен", "возврат почты", "退信", "投递失败", "无法送达", "配信できません",
        "送信できません", "warning: message", "mail could not",
    ], StringComparison.OrdinalIgnoreCase);

    /// <summary>What people put before a subject when they answer, forward, or write to a list.</summary>
    private static readonly string[] Written = ["re:", "aw:", "fw:", "fwd:", "sv:", "wg:", "tr:", "["];

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
        var subject = message.Subject.AsSpan();
        foreach (var prefix in Written)
        {
            if (subject.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return subject.ContainsAny(Subjects);
    }

    private static bool Contains(ReadOnlySpan<byte> value, SearchValues<string> words, Span<char> text)
    {
        var length = System.Text.Encoding.Latin1.GetChars(value[..Math.Min(value.Length, text.Length)], text);
        return text[..length].ContainsAny(words);
    }
}
