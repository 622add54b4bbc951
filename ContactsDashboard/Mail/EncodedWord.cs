namespace ContactsDashboard.Mail;

/// <summary>One RFC 2047 encoded-word, <c>=?charset?encoding?text?=</c>: where its parts stand and where it ends.</summary>
internal readonly record struct EncodedWord(Range Charset, bool IsBase64, Range Content, int End)
{
    private const int LongestCharset = 64;

    /// <summary>Reads the word that begins with "=?" at <paramref name="start"/>.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int start, ref ForwardFinder terminators, out EncodedWord word)
    {
        word = default;
        var head = text[(start + 2)..];
        var charsetLength = head[..Math.Min(head.Length, LongestCharset)].IndexOf('?');
        if (charsetLength <= 0 || charsetLength + 2 >= head.Length || head[charsetLength + 2] != '?')
            return false;
        var isBase64 = head[charsetLength + 1] is 'B' or 'b';
        if (!isBase64 && head[charsetLength + 1] is not ('Q' or 'q'))
            return false;
        var contentStart = start + 2 + charsetLength + 3;
        var end = terminators.Find(contentStart);
        var charset = head[..charsetLength];
        if (end == text.Length || charset.ContainsAny(" \t<>\"") || Charsets.IsUtf7(charset))
            return false;
        var language = charset.IndexOf('*'); // RFC 2231 section 5
        var charsetEnd = start + 2 + (language < 0 ? charsetLength : language);
        word = new((start + 2)..charsetEnd, isBase64, contentStart..end, end + 2);
        return true;
    }
}
