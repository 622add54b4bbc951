using System.Buffers;
using System.Text;

namespace ContactsDashboard.Mail;

/// <summary>Tells the line that begins a message in an mbox, "From sender date", from text that happens to begin with "From ".</summary>
internal static class MboxSeparator
{
    /// <summary>Longer lines are text: the sender is at most an address, the date a few words.</summary>
    public const int LongestLine = 1024;

    private const int MostWords = 10; // of a sender, and of a date
    private static readonly SearchValues<char> TimeCharacters = SearchValues.Create("0123456789:.");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private static ReadOnlySpan<byte> Start => "From "u8;

    /// <summary>"From :" is the header field in its obsolete spelling.</summary>
    public static bool BeginsMailbox(ReadOnlySpan<byte> data) =>
        data.StartsWith(Start) && !data[Start.Length..].TrimStart(" \t"u8).StartsWith(":"u8);

    /// <summary>Reads a line that begins with "From "; the date is null where it is one of those that writers make up.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out DateTimeOffset? date)
    {
        date = null;
        if (line.Length > LongestLine || !BeginsMailbox(line))
            return false;
        Span<char> buffer = stackalloc char[LongestLine];
        ReadOnlySpan<char> text = buffer[..Encoding.Latin1.GetChars(line[Start.Length..], buffer)];
        var rest = text;
        for (var words = 0; words <= MostWords && !(rest = rest.TrimStart()).IsEmpty; words++)
        {
            if (IsSender(text[..^rest.Length].TrimEnd()) && IsDate(rest) && MailDate.TryParse(rest, out var parsed))
            {
                date = IsMadeUp(text, rest) ? null : parsed;
                return true;
            }
            rest = SkipWord(rest);
        }
        return false;
    }

    /// <summary>Nothing, one word, or an address with spaces in it.</summary>
    private static bool IsSender(ReadOnlySpan<char> text) => text.IndexOfAny(' ', '\t') < 0 || text.Contains('@');

    /// <summary>
    /// Month, day, time and year in any order, with nothing else but a weekday and a zone; "remote from host" may follow.
    /// </summary>
    private static bool IsDate(ReadOnlySpan<char> text)
    {
        var (hasMonth, hasDay, hasTime, hasYear) = (false, false, false, false);
        for (var words = 0; !(text = text.TrimStart()).IsEmpty; words++)
        {
            var rest = SkipWord(text);
            var word = text[..^rest.Length].TrimEnd(',');
            if (words > MostWords || word.IsEmpty)
                return false;
            if (MailDate.MonthOf(word) > 0)
                hasMonth = true;
            else if (word.Length <= 2 && IsNumber(word))
                hasDay = true;
            else if (word.Length == 4 && IsNumber(word))
                hasYear = true;
            else if (IsTime(word))
                hasTime = true;
            else if (hasTime && word.SequenceEqual("remote"))
                break;
            else if (!MailDate.IsWeekday(word) && !(hasTime && IsZone(word)))
                return false;
            text = rest;
        }
        return hasMonth && hasDay && hasTime && hasYear;
    }

    private static bool IsNumber(ReadOnlySpan<char> word) => !word.IsEmpty && word.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsTime(ReadOnlySpan<char> word) =>
        word.Length is >= 4 and <= 12 && char.IsAsciiDigit(word[0]) && word.Contains(':') && word.IndexOfAnyExcept(TimeCharacters) < 0;

    private static bool IsZone(ReadOnlySpan<char> word) => word[0] is '+' or '-'
        ? word.Length is >= 3 and <= 6 && word[1..].IndexOfAnyExcept(TimeCharacters) < 0
        : word.Length <= 6 && word.IndexOfAnyExceptInRange('A', 'Z') < 0;

    /// <summary>The line of git format-patch carries a commit and always the same date.</summary>
    private static bool IsMadeUp(ReadOnlySpan<char> text, ReadOnlySpan<char> date) =>
        date.TrimEnd().SequenceEqual("Mon Sep 17 00:00:00 2001") && text.IndexOfAnyExcept(HexDigits) >= 40;

    private static ReadOnlySpan<char> SkipWord(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(" \t\r\n");
        return end < 0 ? [] : text[end..];
    }
}
