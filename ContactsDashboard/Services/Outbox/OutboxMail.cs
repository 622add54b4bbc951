using System.Globalization;
using System.Text;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Outbox;

/// <summary>A message the product writes to somebody, as plain text.</summary>
/// <param name="FromName">In whose name: the organisation's, for example.</param>
public sealed record OutboxMail(EmailAddress To, string FromName, string Subject, string Text)
{
    private const int LongestLine = 76;

    // A line with encoded words has at most 76 characters (RFC 2047 section 2): 9 for the header's name, 12 around the text; four of base64 hold three bytes.
    private const int BytesInAWord = 39;

    /// <summary>The address as it goes on the envelope: the spelling that was given, the domain in ASCII.</summary>
    public string Recipient => $"{To.Display[..To.Display.LastIndexOf('@')]}@{To.Domain.Value}";

    /// <summary>The message as RFC 5322 has it, UTF-8 throughout.</summary>
    public byte[] ToBytes(string from, string messageId, DateTimeOffset now)
    {
        var message = new StringBuilder();
        void Header(string name, string value) => message.Append(name).Append(": ").Append(value).Append("\r\n");
        Header("Date", now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Header("From", $"{Phrase(FromName)} <{from}>");
        Header("To", $"<{Recipient}>");
        Header("Subject", IsPlain(Subject) ? Subject : Encoded(Subject));
        Header("Message-ID", $"<{messageId}>");
        Header("MIME-Version", "1.0");
        Header("Content-Type", "text/plain; charset=utf-8");
        Header("Content-Transfer-Encoding", "quoted-printable");
        Header("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's out-of-office answers it
        message.Append("\r\n");
        foreach (var line in Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            AppendQuotedPrintable(message, line);
        return Encoding.UTF8.GetBytes(message.ToString());
    }

    private static string Phrase(string name) => !IsPlain(name) ? Encoded(name)
        : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool IsPlain(string text) => text.Length <= 200 && text.All(c => c is >= ' ' and <= '~') && !text.Contains("=?", StringComparison.Ordinal);

    private static string Encoded(string text)
    {
        var (words, bytes) = (new List<string>(), new List<byte>());
        void End()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String(bytes.ToArray())}?=");
            bytes.Clear();
        }
        Span<byte> buffer = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(buffer);
            if (bytes.Count + length > BytesInAWord)
                End();
            bytes.AddRange(buffer[..length]);
        }
        End();
        return string.Join("\r\n ", words);
    }

    // RFC 2045 section 6.7.
    private static void AppendQuotedPrintable(StringBuilder message, string line)
    {
        var (bytes, length) = (Encoding.UTF8.GetBytes(line), 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            var isLast = i == bytes.Length - 1;
            var isLiteral = (bytes[i] is >= (byte)'!' and <= (byte)'~' && bytes[i] != '=') || (bytes[i] is (byte)' ' or (byte)'\t' && !isLast);
            var width = isLiteral ? 1 : 3;
            if (length + width > LongestLine - (isLast ? 0 : 1))
            {
                message.Append("=\r\n");
                length = 0;
            }
            if (isLiteral)
                message.Append((char)bytes[i]);
            else
                message.Append('=').Append(bytes[i].ToString("X2", CultureInfo.InvariantCulture));
            length += width;
        }
        message.Append("\r\n");
    }
}
