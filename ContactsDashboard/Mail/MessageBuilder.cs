using System.Buffers;
using System.Globalization;
using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail.Bounces;

namespace ContactsDashboard.Mail;

/// <summary>Makes a message of its header fields. One builder serves one source: it remembers addresses from message to message.</summary>
internal sealed class MessageBuilder
{
    private static readonly SearchValues<char> TokenEnds = SearchValues.Create("\"'; \t\r\n");
    private readonly ParticipantList _participants = new();
    private readonly MailboxBuilder _mailboxes;
    private readonly List<string> _notes = [];
    private Encoding? _charset;

    public MessageBuilder() => _mailboxes = new(_participants);

    /// <summary>Null where no known field has a value. The key is still missing where the message has no id.</summary>
    public MailMessage? Build(ReadOnlySpan<byte> data, HeaderScanner header, DateTimeOffset? separatorDate)
    {
        if (!HasValue(data, header.Fields))
            return null;
        _notes.Clear();
        _charset = FindCharset(data, header.Fields);
        if (header.HasJunk)
            _notes.Add("The header has lines that are no header fields; they were passed over.");
        var id = FindId(data, header.Fields);
        return new()
        {
            MessageId = id,
            Key = id is null ? [] : MessageKey.OfMessageId(id),
            References = FindReferences(data, header.Fields, id),
            SentAt = FindDate(data, header.Fields, separatorDate),
            Subject = FindSubject(data, header.Fields),
            Participants = FindParticipants(data, header.Fields),
            IsPassedOn = header.Fields.Exists(f => f.Name == HeaderName.Received),
            ReturnPaths = FindReturnPaths(data, header.Fields),
            Notes = _notes.Count == 0 ? [] : _notes.ToArray(),
        };
    }

    private static bool HasValue(ReadOnlySpan<byte> data, List<HeaderField> fields)
    {
        foreach (var field in fields)
        {
            if (field.Name != HeaderName.ContentLength && !ValueOf(data, field).Trim(" \t\r\n\0"u8).IsEmpty)
                return true;
        }
        return false;
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> data, HeaderField field) => data[field.Start..field.End];

    private string TextOf(ReadOnlySpan<byte> data, HeaderField field) => HeaderText.Unfold(ValueOf(data, field), _charset);

    /// <summary>What programs that put raw 8-bit text into headers use there is what they use in the body.</summary>
    private static Encoding? FindCharset(ReadOnlySpan<byte> data, List<HeaderField> fields)
    {
        foreach (var field in fields)
        {
            if (field.Name != HeaderName.ContentType)
                continue;
            var type = Encoding.Latin1.GetString(ValueOf(data, field)[..Math.Min(field.End - field.Start, 1000)]);
            var start = type.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
            if (start < 0)
                return null;
            var name = type.AsSpan(start + "charset=".Length).TrimStart("\"' ");
            var end = name.IndexOfAny(TokenEnds);
            return Charsets.Find(end < 0 ? name : name[..end]) is { } found and not UTF8Encoding ? found : null;
        }
        return null;
    }

    private static string? FindId(ReadOnlySpan<byte> data, List<HeaderField> fields)
    {
        foreach (var field in fields)
        {
            if (field.Name == HeaderName.MessageId && MessageIds.First(HeaderText.Folded(ValueOf(data, field))) is { } id)
                return id;
        }
        return null;
    }

    private static List<string> FindReferences(ReadOnlySpan<byte> data, List<HeaderField> fields, string? ownId)
    {
        var ids = new List<string>();
        foreach (var field in fields)
        {
            if (field.Name == HeaderName.References)
                MessageIds.AddReferences(HeaderText.Folded(ValueOf(data, field)), ids);
        }
        foreach (var field in fields)
        {
            if (field.Name == HeaderName.InReplyTo)
                MessageIds.AddInReplyTo(HeaderText.Folded(ValueOf(data, field)), ids);
        }
        if (ids.Count == 0 || (ids.Count == 1 && ids[0] != ownId))
            return ids;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (ownId is not null)
            seen.Add(ownId);
        ids.RemoveAll(id => !seen.Add(id));
        return ids;
    }

    private string FindSubject(ReadOnlySpan<byte> data, List<HeaderField> fields)
    {
        foreach (var field in fields)
        {
            if (field.Name == HeaderName.Subject && HeaderText.Subject(TextOf(data, field)) is { Length: > 0 } subject)
                return subject;
        }
        return "";
    }

    /// <summary>A copy taken on its way shows by which address it comes back; that a list or a forward added is no matter.</summary>
    private static List<byte[]> FindReturnPaths(ReadOnlySpan<byte> data, List<HeaderField> fields)
    {
        List<byte[]>? paths = null;
        foreach (var field in fields)
        {
            if (field.Name is not (HeaderName.ReturnPath or HeaderName.Sender) || !ValueOf(data, field).Contains((byte)'='))
                continue;
            if (ReportAddress.TryRead(HeaderText.Unfold(ValueOf(data, field), null), out var path) && (paths ??= []).Count < 4)
                paths.Add(MessageKey.OfPath(path));
        }
        return paths ?? [];
    }

    /// <summary>
    /// The sender's clock is believed unless it is more than a day ahead of the first machine of ours that saw the message.
    /// </summary>
    private DateTimeOffset? FindDate(ReadOnlySpan<byte> data, List<HeaderField> fields, DateTimeOffset? separatorDate)
    {
        DateTimeOffset? sent = null;
        DateTimeOffset? received = null;
        var hasDate = false;
        foreach (var field in fields)
        {
            if (field.Name == HeaderName.Date && sent is null)
            {
                hasDate = true;
                sent = MailDate.TryParse(TextOf(data, field), out var date) ? date : null;
            }
            else if (field.Name == HeaderName.Received && received is null)
                received = FindReceived(ValueOf(data, field));
        }
        received ??= separatorDate;
        if (hasDate && sent is null)
            _notes.Add("The date could not be read.");
        if (sent is null || received is null || sent - received <= TimeSpan.FromDays(1))
            return sent ?? received;
        _notes.Add("The date lies after the reception, which was taken instead.");
        return received;
    }

    /// <summary>The date of a Received field stands behind its last semicolon; one in a comment may come after that.</summary>
    private static DateTimeOffset? FindReceived(ReadOnlySpan<byte> value)
    {
        Span<char> text = stackalloc char[256];
        for (var tries = 0; tries < 3; tries++)
        {
            var semicolon = value.LastIndexOf((byte)';');
            if (semicolon < 0)
                break;
            var tail = value[(semicolon + 1)..];
            var length = Encoding.Latin1.GetChars(tail[..Math.Min(tail.Length, text.Length)], text);
            if (MailDate.TryParse(text[..length], out var date))
                return date;
            value = value[..semicolon];
        }
        return null;
    }

    private IReadOnlyList<MailParticipant> FindParticipants(ReadOnlySpan<byte> data, List<HeaderField> fields)
    {
        AddParticipants(data, fields, HeaderName.From, ParticipantRoles.From);
        AddParticipants(data, fields, HeaderName.To, ParticipantRoles.To);
        AddParticipants(data, fields, HeaderName.Cc, ParticipantRoles.Cc);
        AddParticipants(data, fields, HeaderName.Bcc, ParticipantRoles.Bcc);
        if (_participants.Dropped > 0)
            _notes.Add($"{_participants.Dropped.ToString(CultureInfo.InvariantCulture)} entries of the address lists were no addresses.");
        return _participants.TakeAll();
    }

    private void AddParticipants(ReadOnlySpan<byte> data, List<HeaderField> fields, HeaderName name, ParticipantRoles role)
    {
        _participants.Role = role;
        foreach (var field in fields)
        {
            if (field.Name == name)
                AddressParser.Parse(TextOf(data, field), _mailboxes);
        }
    }
}
