using System.Buffers;
using System.Buffers.Text;

namespace ContactsDashboard.Mail;

/// <summary>
/// Finds the header fields at the top of a message and where its body begins, going on where it stopped when more bytes
/// come.
/// </summary>
internal sealed class HeaderScanner
{
    /// <summary>RFC 5322 section 2.2: printable ASCII except the colon.</summary>
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create([.. Enumerable.Range(33, 94).Select(value => (byte)value).Where(value => value != ':')]);

    private readonly List<HeaderField> _fields = [];
    private int _position;
    private int _junkStart;
    private bool _isInKnownField;
    private bool _isBehindKnownField; // with one odd line between

    /// <summary>The fields that are read here, in order of appearance.</summary>
    public List<HeaderField> Fields => _fields;

    public int BodyStart { get; private set; }

    /// <summary>Lines that are neither a field nor the continuation of one.</summary>
    public bool HasJunk { get; private set; }

    public void Reset(int position)
    {
        _fields.Clear();
        if (_fields.Capacity > 4096)
            _fields.Capacity = 256;
        (_position, _junkStart, _isInKnownField, _isBehindKnownField, HasJunk) = (position, -1, false, false, false);
    }

    /// <summary>True when the end of the header block was found: an empty line, the end, or text that cannot be a header.</summary>
    public bool Scan(ReadOnlySpan<byte> data, bool isComplete)
    {
        while (_position < data.Length)
        {
            var length = data[_position..].IndexOf((byte)'\n');
            if (length < 0 && !isComplete)
                return false;
            length = length < 0 ? data.Length - _position : length + 1;
            if (TakeLine(data, data.Slice(_position, length)))
                return true;
            _position += length;
        }
        BodyStart = _position;
        return isComplete;
    }

    /// <summary>How long the body claims to be, or 0; mailboxes of the mboxcl kind set their messages apart by it.</summary>
    public int ContentLengthIn(ReadOnlySpan<byte> data)
    {
        foreach (var field in _fields)
        {
            if (field.Name == HeaderName.ContentLength
                && Utf8Parser.TryParse(data[field.Start..field.End].TrimStart(" \t"u8), out int length, out _))
                return Math.Max(length, 0);
        }
        return 0;
    }

    private bool TakeLine(ReadOnlySpan<byte> data, ReadOnlySpan<byte> line)
    {
        var text = line.TrimEnd("\r\n"u8);
        if (text.IsEmpty)
        {
            BodyStart = _position + line.Length;
            return true;
        }
        if (text[0] is (byte)' ' or (byte)'\t')
        {
            // An odd line inside a folded field is most likely a fold that lost its indent.
            _isInKnownField |= _isBehindKnownField;
            _isBehindKnownField = false;
            if (_isInKnownField)
                _fields[^1] = _fields[^1] with { End = _position + text.Length };
            return false;
        }
        return !TryTakeField(text) && TakeJunk(text);
    }

    private bool TryTakeField(ReadOnlySpan<byte> text)
    {
        var nameLength = text.IndexOfAnyExcept(NameBytes);
        if (nameLength <= 0)
            return false;
        var colon = nameLength;
        while (colon < text.Length && text[colon] is (byte)' ' or (byte)'\t') // obsolete syntax allows space before the colon
            colon++;
        if (colon == text.Length || text[colon] != ':')
            return false;
        var name = HeaderNames.Find(text[..nameLength]);
        (_isInKnownField, _isBehindKnownField) = (name != HeaderName.Other, false);
        if (_isInKnownField)
            _fields.Add(new(name, _position + colon + 1, _position + text.Length));
        _junkStart = -1;
        return true;
    }

    /// <summary>One odd line between header fields is passed over; two in a row are a body that nobody set apart.</summary>
    private bool TakeJunk(ReadOnlySpan<byte> text)
    {
        (_isInKnownField, _isBehindKnownField) = (false, _isInKnownField);
        if (text.StartsWith("From "u8) || text.StartsWith(">From "u8))
            return false;
        HasJunk = true;
        if (_junkStart >= 0)
        {
            BodyStart = _junkStart;
            return true;
        }
        _junkStart = _position;
        return false;
    }
}
