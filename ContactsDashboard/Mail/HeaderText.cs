using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContactsDashboard.Mail;

/// <summary>Header values as text: unfolded, decoded, and safe to show.</summary>
internal static class HeaderText
{
    private const int LongestName = 200;
    private const int LongestSubject = 2000;
    private const int LongestCharacter = 80; // an encoded word for each
    private static readonly SearchValues<char> Punctuation = SearchValues.Create("'\",.;-() ");
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(value => (byte)value).Where(value => value is not ((byte)'\t' or 27)), 127]);

    /// <summary>The raw value without folds and control characters; encoded words stay encoded.</summary>
    public static string Unfold(ReadOnlySpan<byte> value, Encoding? fallback)
    {
        value = value.Trim(" \t\r\n"u8);
        if (value.IndexOfAny(Controls) < 0)
            return Charsets.DecodeUnknown(value, fallback);
        var unfolded = ArrayPool<byte>.Shared.Rent(value.Length);
        try
        {
            var length = 0;
            while (!value.IsEmpty)
            {
                var end = value.IndexOfAny(Controls);
                var part = end < 0 ? value : value[..end];
                part.CopyTo(unfolded.AsSpan(length));
                length += part.Length;
                value = end < 0 ? [] : value[(end + 1)..];
            }
            return Charsets.DecodeUnknown(unfolded.AsSpan(0, length), fallback);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unfolded);
        }
    }

    /// <summary>The raw value with its folds, for fields in which it matters where a line was broken.</summary>
    public static string Folded(ReadOnlySpan<byte> value) => Charsets.DecodeUnknown(value.Trim(" \t\r\n\0"u8), null);

    public static string Subject(string raw) => Clean(Decode(raw, LongestSubject), LongestSubject, joinsSpaces: false);

    /// <summary>A display name for people: decoded, without the quotes around it, nothing in it that could disguise it.</summary>
    public static string? DisplayName(ReadOnlySpan<char> phrase)
    {
        if (phrase.IsWhiteSpace())
            return null;
        var name = Clean(Decode(phrase, LongestName), LongestName, joinsSpaces: true);
        while (name.Length > 1 && name[0] == name[^1] && name[0] is '"' or '\'')
            name = name[1..^1].Trim();
        name = name.Trim('"').Trim();
        return name.AsSpan().ContainsAnyExcept(Punctuation) ? name : null;
    }

    private static string Decode(ReadOnlySpan<char> raw, int longest) =>
        EncodedWords.Decode(raw[..Math.Min(raw.Length, longest * LongestCharacter)].ToString());

    /// <summary>Without control and direction-override characters, any white space as a space, cut between characters.</summary>
    private static string Clean(string text, int longest, bool joinsSpaces)
    {
        if (text.Length <= longest && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0)
            return text;
        var clean = new StringBuilder(Math.Min(text.Length, longest));
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > longest)
                break;
            if (Rune.IsWhiteSpace(rune))
            {
                if (clean.Length > 0 && !(joinsSpaces && clean[^1] == ' '))
                    clean.Append(' ');
            }
            else if (!IsDisguise(rune))
                clean.Append(units[..rune.EncodeToUtf16(units)]);
        }
        return clean.ToString().TrimEnd();
    }

    /// <summary>Joiners inside words and emoji are format characters too, and stay.</summary>
    private static bool IsDisguise(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Surrogate => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D or (>= 0xE0020 and <= 0xE007F)),
        _ => false,
    };
}
