using System.Text;

namespace ContactsDashboard.Mail;

/// <summary>
/// Text that may hold addresses, put together from its pieces: white space around dots and @ is left out (RFC 5322 section 4.4),
/// and what was quoted cannot be taken for syntax any more.
/// </summary>
internal sealed class AddressText
{
    // Header text has no control characters when it comes here, so that these can stand for what must not be misread.
    private const char QuotedSpace = '\u0001';
    private const char QuotedAt = '\u0002';
    private const char Encoded = '\u0003';
    private const int KeptCapacity = 64 * 1024;

    private readonly StringBuilder _text = new();
    private bool _hasPendingSpace;

    public bool IsEmpty => _text.Length == 0;

    public bool HasAt { get; private set; }

    public bool IsAtDomain => _text.Length > 0 && _text[^1] == '@';

    /// <summary>A source route: <c>@relay,@relay:user@host</c>.</summary>
    public bool IsRoute { get; private set; }

    public void Clear()
    {
        _text.Clear();
        if (_text.Capacity > KeptCapacity)
            _text.Capacity = 256;
        (_hasPendingSpace, HasAt, IsRoute) = (false, false, false);
    }

    public void AppendSpace() => _hasPendingSpace = true;

    public void Append(ReadOnlySpan<char> text)
    {
        var isGlued = _text.Length == 0 || text[0] == '.' || _text[^1] == '@' || (_text[^1] == '.' && HasAt);
        if (_hasPendingSpace && !isGlued)
            _text.Append(' ');
        _hasPendingSpace = false;
        _text.Append(text);
    }

    public void AppendAt()
    {
        _hasPendingSpace = false;
        IsRoute |= IsEmpty;
        if (!IsAtDomain) // doubled
            _text.Append('@');
        HasAt = true;
    }

    public void AppendEncoded() => Append([Encoded]);

    public void AppendQuoted(ReadOnlySpan<char> content)
    {
        if (content.IsEmpty)
            return;
        Append("\"");
        var start = _text.Length;
        _text.Append(content).Append('"');
        _text.Replace(' ', QuotedSpace, start, content.Length).Replace('@', QuotedAt, start, content.Length);
    }

    /// <summary>The pieces, with one space between each and the next.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>The text up to the first space behind an @: what follows an address is not part of it.</summary>
    public string UpToSpace()
    {
        var text = _text.ToString();
        var at = text.IndexOf('@', IsRoute ? Math.Max(text.IndexOf(':', StringComparison.Ordinal), 0) : 0);
        var space = at < 0 ? -1 : text.IndexOf(' ', at);
        return space < 0 ? text : text[..space];
    }

    /// <summary>A word as it was written, or null where part of it was encoded and so cannot be an address.</summary>
    public static string? Restore(ReadOnlySpan<char> word) => word.Contains(Encoded)
        ? null
        : word.ToString().Replace(QuotedSpace, ' ').Replace(QuotedAt, '@');
}
