using System.Buffers;

namespace ContactsDashboard.Mail;

/// <summary>
/// Reads an address list as it is found in the wild (RFC 5322 sections 3.4 and 4.4, and much that is in neither): one pass, no
/// recursion, never refusing. Encoded words can only become names, never addresses.
/// </summary>
internal ref struct AddressParser
{
    private const int LongestLiteral = 64;
    private static readonly SearchValues<char> Specials = SearchValues.Create(" \t()<>,;:\"[=\\@");
    private static readonly SearchValues<char> AngleSpecials = SearchValues.Create(" \t(<>,;\"@");

    private readonly ReadOnlySpan<char> _list;
    private readonly MailboxBuilder _mailbox;
    private DelimiterFinder _delimiters;
    private ForwardFinder _wordEnds;
    private ForwardFinder _spaces;
    private int _position;

    private AddressParser(ReadOnlySpan<char> list, MailboxBuilder mailbox)
    {
        _list = list;
        _mailbox = mailbox;
        _delimiters = new(list);
        _wordEnds = new(list, "?=");
        _spaces = new(list, " ");
    }

    public static void Parse(ReadOnlySpan<char> list, MailboxBuilder mailbox)
    {
        var parser = new AddressParser(list, mailbox);
        while (parser._position < list.Length)
        {
            var text = parser.TakeUntil(Specials);
            if (!text.IsEmpty)
                mailbox.AddText(text);
            if (parser._position < list.Length)
                parser.TakeSpecial(list[parser._position]);
        }
        mailbox.EndList();
    }

    private ReadOnlySpan<char> TakeUntil(SearchValues<char> specials)
    {
        var rest = _list[_position..];
        var length = rest.IndexOfAny(specials);
        var text = length < 0 ? rest : rest[..length];
        _position += text.Length;
        return text;
    }

    private void TakeSpecial(char c)
    {
        if (c is '(' or '"' or '<' or '[' or '=')
        {
            TakeNested(c);
            return;
        }
        _position++;
        switch (c)
        {
            case ' ' or '\t': _mailbox.AddSpace(); break;
            case '@': _mailbox.AddAt(); break;
            case ',': _mailbox.EndMailbox(); break;
            case ';': _mailbox.EndList(); break;
            case ':': _mailbox.BeginGroup(); break;
        }
    }

    private void TakeNested(char c)
    {
        switch (c)
        {
            case '(': _mailbox.AddComment(TakeEnclosed(_delimiters.EndOfComment(_position))); break;
            case '"': _mailbox.AddQuoted(TakeEnclosed(_delimiters.EndOfQuote(_position))); break;
            case '<': TakeAngle(); break;
            case '[': TakeLiteral(); break;
            default: TakeEncodedWord(); break;
        }
    }

    /// <summary>What stands between two delimiters; nothing for a delimiter that stands alone.</summary>
    private ReadOnlySpan<char> TakeEnclosed(int end)
    {
        var start = _position + 1;
        _position = Math.Max(end, start);
        return end > start ? _list[start..(end - 1)] : [];
    }

    /// <summary>A host named by its address, which may have colons in it.</summary>
    private void TakeLiteral()
    {
        var rest = _list[_position..];
        var end = _mailbox.IsAtDomain ? rest[..Math.Min(rest.Length, LongestLiteral)].IndexOf(']') : 0;
        var literal = rest[..(Math.Max(end, 0) + 1)];
        _position += literal.Length;
        _mailbox.AddText(literal);
    }

    private void TakeEncodedWord()
    {
        if (_list[_position..].StartsWith("=?") && EncodedWord.TryRead(_list, _position, ref _wordEnds, out var word)
            && _spaces.Find(_position) >= word.End)
        {
            _mailbox.AddEncoded(_list[_position..word.End]);
            _position = word.End;
            return;
        }
        _mailbox.AddText(_list.Slice(_position++, 1));
    }

    private void TakeAngle()
    {
        _position++;
        _mailbox.BeginAngle();
        while (_position < _list.Length)
        {
            var text = TakeUntil(AngleSpecials);
            if (!text.IsEmpty)
                _mailbox.Angle.Append(text);
            if (_position < _list.Length && !TryTakeAngleSpecial(_list[_position]))
                return;
        }
    }

    /// <summary>False where the angle bracket ends, or should have.</summary>
    private bool TryTakeAngleSpecial(char c)
    {
        var angle = _mailbox.Angle;
        switch (c)
        {
            case '"': angle.AppendQuoted(TakeEnclosed(_delimiters.EndOfQuote(_position))); return true;
            case '(': TakeEnclosed(_delimiters.EndOfComment(_position)); return true;
            case '>': _position++; return false;
            case '<': return false;
            case ',' or ';' when !angle.IsRoute: return false;
        }
        _position++;
        if (c == '@')
            angle.AppendAt();
        else if (c is ' ' or '\t')
            angle.AppendSpace();
        else
            angle.Append(_list.Slice(_position - 1, 1));
        return true;
    }
}
