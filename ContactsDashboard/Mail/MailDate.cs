namespace ContactsDashboard.Mail;

/// <summary>Reads the date formats of real mail: RFC 5322 with its obsolete forms, asctime, ISO 8601, and mixtures of them.</summary>
internal static class MailDate
{
    private const int LongestDate = 512;

    /// <summary>An instant between 1971 and 2200; without a zone it is taken as UTC (RFC 5322 section 4.3).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        Span<char> plain = stackalloc char[LongestDate];
        var scanner = new MailDateScanner(plain[..CopyPlain(text, plain)]);
        return scanner.Read().TryBuild(out date);
    }

    /// <summary>Without comments, and without the space that obsolete syntax allows around the colons of a time.</summary>
    private static int CopyPlain(ReadOnlySpan<char> text, Span<char> plain)
    {
        var (length, depth) = (0, 0);
        for (var i = 0; i < text.Length && length < plain.Length; i++)
        {
            var c = char.IsWhiteSpace(text[i]) || text[i] is '(' or ')' ? ' ' : text[i];
            depth = Math.Max(0, depth + (text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0));
            if (depth > 0 || (c == ' ' && length > 0 && plain[length - 1] is ' ' or ':'))
                continue;
            if (c == ':' && length > 0 && plain[length - 1] == ' ')
                length--;
            plain[length++] = c;
        }
        return length;
    }

    /// <summary>1 to 12 for an English month name or its abbreviation, else 0.</summary>
    public static int MonthOf(ReadOnlySpan<char> word)
    {
        if (word.Length is < 3 or > 9)
            return 0;
        for (var month = 0; month < Months.Length; month++)
        {
            if (Months[month].AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return month + 1;
        }
        return 0;
    }

    public static bool IsWeekday(ReadOnlySpan<char> word)
    {
        if (word.Length < 3)
            return false;
        foreach (var day in Weekdays)
        {
            if (day.AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
}
