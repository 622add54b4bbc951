using System.Globalization;
using System.Text;

namespace ContactsDashboard.Domain.Delivery;

/// <summary>Why a message did not arrive, in the words of the machine that says so.</summary>
/// <param name="Status">RFC 3463, or null where nobody stated one.</param>
/// <param name="Reply">The SMTP reply code (RFC 5321 section 4.2), or null.</param>
/// <param name="Text">As it came, for people; may hold addresses.</param>
/// <param name="IsDelayed">The report says that delivery is still being tried (RFC 3464 section 2.3.3, <c>delayed</c>).</param>
public sealed record Diagnostic(EnhancedStatus? Status, int? Reply, string Text, bool IsDelayed = false)
{
    private const int LongestRead = 1500;

    /// <summary>Takes codes out of a reply's text where they are not stated beside it, as in <c>smtp; 550-5.1.1 no such user</c>.</summary>
    /// <param name="text">The reply; several lines may repeat the code.</param>
    /// <param name="status">As stated; a vague one (<c>5.0.0</c>) gives way to what the text says.</param>
    public static Diagnostic Parse(string? text, string? status = null, int? reply = null, bool isDelayed = false)
    {
        text ??= "";
        var read = text.AsSpan(0, Math.Min(text.Length, LongestRead));
        EnhancedStatus? stated = EnhancedStatus.TryParse(status, out var parsed) ? parsed : null;
        if (stated is null or { IsVague: true } && FindStatus(read) is { } said && (stated is null || said.Class == stated.Value.Class))
            stated = said;
        return new(stated, reply ?? FindReply(status) ?? FindReply(read), text, isDelayed);
    }

    /// <summary>Something in it says that the failure need not last; what it says besides counts for less.</summary>
    internal bool IsTransient => IsDelayed || Status is { Class: 4 } || Reply is >= 400 and < 500;

    /// <summary>
    /// One line, in lower case, without what could mislead: the codes repeated on each line, e-mail addresses and the names of hosts that answered, whose own names say
    /// nothing about the failure.
    /// </summary>
    internal string Plain()
    {
        var plain = new StringBuilder(Math.Min(Text.Length, LongestRead));
        var isHost = false;
        foreach (var range in Text.AsSpan(0, Math.Min(Text.Length, LongestRead)).SplitAny(" \t\r\n"))
        {
            var word = Text.AsSpan(range);
            if (word.IsEmpty)
                continue;
            if (!(isHost && word.ContainsAny('.', '[')) && !IsCode(word))
                plain.Append(' ').Append(word.Contains('@') && !word.Contains("://", StringComparison.Ordinal) ? BehindAddress(word) : word);
            isHost = word.Equals("host", StringComparison.OrdinalIgnoreCase);
        }
        return plain.ToString().TrimStart().ToLowerInvariant();
    }

    /// <summary>What a program put right behind the address, as in <c>(ann@example.com:blocked)</c>.</summary>
    private static ReadOnlySpan<char> BehindAddress(ReadOnlySpan<char> word)
    {
        var rest = word[word.IndexOf('@')..];
        var colon = rest.IndexOf(':');
        return colon < 0 ? "<>" : rest[colon..];
    }

    private static bool IsCode(ReadOnlySpan<char> word) => char.IsAsciiDigit(word[0])
        && (EnhancedStatus.TryReadPrefix(word, out _, out var length) ? length == word.Length : word.Length >= 4 && word[3] == '-' && FindReply(word[..3]) is not null);

    private static EnhancedStatus? FindStatus(ReadOnlySpan<char> text)
    {
        for (var i = 0; i + 4 < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) && (i == 0 || !(char.IsAsciiLetterOrDigit(text[i - 1]) || text[i - 1] is '.' or '['))
                && EnhancedStatus.TryReadPrefix(text[i..], out var status, out _) && status.Class != 2)
                return status;
        }
        return null;
    }

    /// <summary>The first number of three digits that can be a refusal: at the beginning, or where somebody's answer is quoted.</summary>
    private static int? FindReply(ReadOnlySpan<char> text)
    {
        for (var i = 0; i + 3 <= text.Length; i++)
        {
            if (text[i] is not ('4' or '5') || !char.IsAsciiDigit(text[i + 1]) || text[i + 1] > '5' || !char.IsAsciiDigit(text[i + 2]))
                continue;
            var before = text[..i].TrimEnd(" \t\r\n<\"'#");
            var begins = before.IsEmpty || before[^1] is ':' or ';' or '(' or '=' || (i > 0 && text[i - 1] == '\n');
            var ends = i + 3 == text.Length || text[i + 3] is ' ' or '-' or '\r' or '\n' or '\t' or ';' or ',' or ')' or '>' or '#';
            if (begins && ends)
                return int.Parse(text.Slice(i, 3), CultureInfo.InvariantCulture);
        }
        return null;
    }
}
