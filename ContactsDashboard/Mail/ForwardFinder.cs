namespace ContactsDashboard.Mail;

/// <summary>
/// Finds the next occurrence behind a position that only ever grows, looking at every character once: what keeps parsing linear
/// when each of a million openings asks where it ends.
/// </summary>
internal ref struct ForwardFinder(ReadOnlySpan<char> text, ReadOnlySpan<char> sought)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ReadOnlySpan<char> _sought = sought;
    private int _found = -1;

    /// <summary>The first position at or after <paramref name="from"/>, or the text's length where there is none.</summary>
    public int Find(int from)
    {
        if (_found >= from)
            return _found;
        var index = from >= _text.Length ? -1 : _text[from..].IndexOf(_sought);
        return _found = index < 0 ? _text.Length : from + index;
    }
}
