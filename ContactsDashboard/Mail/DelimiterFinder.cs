namespace ContactsDashboard.Mail;

/// <summary>
/// Finds where comments and quoted strings end. What is never closed is no comment and no quote; once that has been seen,
/// the rest is read more simply, so that a million openings cost no more than one.
/// </summary>
internal ref struct DelimiterFinder(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private ForwardFinder _closings = new(text, ")");
    private bool _hasOpenComment;
    private bool _hasOpenQuote;

    /// <summary>The position behind the comment that begins at <paramref name="start"/>, or 0.</summary>
    public int EndOfComment(int start)
    {
        if (_hasOpenComment)
        {
            var end = _closings.Find(start);
            return end == _text.Length ? 0 : end + 1;
        }
        var depth = 0;
        for (var i = start; i < _text.Length; i++)
        {
            var next = _text[i..].IndexOfAny('(', ')', '\\');
            if (next < 0)
                break;
            i += next;
            if (_text[i] == '\\')
                i++;
            else if (_text[i] == '(')
                depth++;
            else if (--depth == 0)
                return i + 1;
        }
        _hasOpenComment = true;
        return EndOfComment(start);
    }

    /// <summary>The position behind the quoted string that begins at <paramref name="start"/>, or 0.</summary>
    public int EndOfQuote(int start)
    {
        for (var i = start + 1; i < _text.Length && !_hasOpenQuote; i++)
        {
            var next = _text[i..].IndexOfAny('"', '\\');
            if (next < 0)
                break;
            i += next;
            if (_text[i] == '"')
                return i + 1;
            i++;
        }
        _hasOpenQuote = true;
        return 0;
    }
}
