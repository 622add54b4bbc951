using System.Buffers;
using System.Text;

namespace ContactsDashboard.Mail;

/// <summary>
/// Reads Message-ID, In-Reply-To and References (RFC 5322 sections 3.6.4 and 4.5.4), from values that still have their
/// folds.
/// </summary>
internal static class MessageIds
{
    private static readonly SearchValues<char> Spaces = SearchValues.Create(" \t\r\n");
    private static readonly SearchValues<char> SpacesAndComments = SearchValues.Create(" \t\r\n(");

    /// <summary>The first id of a Message-ID field; without brackets the whole value.</summary>
    public static string? First(string value)
    {
        value = Decode(value);
        var ids = new List<string>(1);
        AddBracketed(value, ids, longest: 1);
        if (ids.Count > 0)
            return ids[0];
        value = value.Trim();
        return value.Length == 0 || value.AsSpan().ContainsAny('<', '>') ? null : value;
    }

    public static void AddReferences(string value, List<string> ids) => AddBracketed(Decode(value), ids, int.MaxValue);

    /// <summary>Old programs wrote sentences here; a bare id counts only where it is all there is.</summary>
    public static void AddInReplyTo(string value, List<string> ids)
    {
        value = Decode(value).Trim();
        if (value.Contains('<', StringComparison.Ordinal))
            AddBracketed(value, ids, int.MaxValue);
        else if (value.Contains('@', StringComparison.Ordinal) && !value.Any(char.IsWhiteSpace))
            ids.Add(value);
    }

    private static void AddBracketed(ReadOnlySpan<char> value, List<string> ids, int longest)
    {
        var delimiters = new DelimiterFinder(value);
        for (var i = 0; i < value.Length && ids.Count < longest;)
        {
            var next = value[i..].IndexOfAny('<', '(', '"');
            if (next < 0)
                return;
            i += next;
            if (value[i] == '<')
                i = TakeId(value, i + 1, ids);
            else
                i = Math.Max(i + 1, value[i] == '(' ? delimiters.EndOfComment(i) : delimiters.EndOfQuote(i));
        }
    }

    /// <summary>An id that nobody closed counts where it looks like one.</summary>
    private static int TakeId(ReadOnlySpan<char> value, int start, List<string> ids)
    {
        var length = value[start..].IndexOfAny('<', '>');
        var text = (length < 0 ? value[start..] : value.Slice(start, length)).Trim();
        var isClosed = length >= 0 && value[start + length] == '>';
        if ((isClosed || (text.Contains('@') && !text.ContainsAny(Spaces))) && WithoutSpaces(text) is { Length: > 0 } id)
            ids.Add(id);
        return start + (length < 0 ? value.Length - start : isClosed ? length + 1 : length);
    }

    /// <summary>Some programs encode even this field, against RFC 2047 section 5.</summary>
    private static string Decode(string value) =>
        value.StartsWith("=?", StringComparison.Ordinal) && !value.Contains('<', StringComparison.Ordinal)
            ? EncodedWords.Decode(value)
            : value;

    /// <summary>
    /// An id broken over lines, or spaced around its dots and @ (RFC 5322 section 4.5.4), is put together again; one with any
    /// other space in it is none, and null.
    /// </summary>
    private static string? WithoutSpaces(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(Spaces))
            return text.ToString();
        var id = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            var length = text.IndexOfAny(SpacesAndComments);
            id.Append(length < 0 ? text : text[..length]);
            text = length < 0 ? [] : text[length..];
            var rest = SkipSpaces(text);
            var isAllowed = rest.IsEmpty || text[..^rest.Length].Contains('\n')
                || rest[0] is '@' or '.' || (id.Length > 0 && id[^1] is '@' or '.');
            if (!isAllowed)
                return null;
            text = rest;
        }
        return id.ToString();
    }

    private static ReadOnlySpan<char> SkipSpaces(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && SpacesAndComments.Contains(text[0]))
        {
            var end = text[0] == '(' ? text.IndexOf(')') : 0;
            text = text[(Math.Max(end, 0) + 1)..];
        }
        return text;
    }
}
