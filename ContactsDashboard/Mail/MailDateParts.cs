namespace ContactsDashboard.Mail;

/// <summary>What was found in a date so far.</summary>
internal struct MailDateParts
{
    private (int Value, int Digits, char Separator) _first, _second, _third;
    private int _count;

    public int Month { get; set; }

    public int Hour { get; set; }

    public int Minute { get; set; }

    public int Second { get; set; }

    public bool HasTime { get; set; }

    /// <summary>A numeric offset, or a named zone's, in minutes.</summary>
    public int? ZoneMinutes { get; set; }

    public bool IsWrong { get; set; }

    /// <summary>Takes a number of the date itself; <paramref name="separator"/> is the character right behind it.</summary>
    public void Add(int value, int digits, char separator)
    {
        switch (_count++)
        {
            case 0: _first = (value, digits, separator); break;
            case 1: _second = (value, digits, separator); break;
            case 2: _third = (value, digits, separator); break;
        }
    }

    public readonly bool TryBuild(out DateTimeOffset date)
    {
        date = default;
        if (IsWrong || _count < 2 || !TryGetDay(out var year, out var month, out var day))
            return false;
        if (year is < 1971 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        if (Hour > 23 || Minute > 59 || Second > 60)
            return false;
        var local = new DateTime(year, month, day, Hour, Minute, Math.Min(Second, 59), DateTimeKind.Unspecified);
        var zone = TimeSpan.FromMinutes(ZoneMinutes ?? 0);
        // Zones beyond those that exist still name an instant, but DateTimeOffset cannot hold them.
        date = zone.Duration() <= TimeSpan.FromHours(14) ? new(local, zone) : new(local - zone, TimeSpan.Zero);
        return true;
    }

    private readonly bool TryGetDay(out int year, out int month, out int day)
    {
        if (Month > 0)
        {
            month = Month;
            // "22 Aug 2002", "Aug 22 2002" and "2002 Aug 22"
            var (left, right) = _first.Digits > 2 || _first.Value > 31 ? (_second, _first) : (_first, _second);
            (day, year) = (left.Value, FullYear(right.Value, right.Digits));
            return true;
        }
        (year, month, day) = _first switch
        {
            { Digits: 4 } => (_first.Value, _second.Value, _third.Value), // ISO 8601
            { Separator: '.' } => (FullYear(_third.Value, _third.Digits), _second.Value, _first.Value),
            { Value: > 12, Separator: '/' } => (FullYear(_third.Value, _third.Digits), _second.Value, _first.Value),
            { Separator: '/' } when _second.Value > 12 => (FullYear(_third.Value, _third.Digits), _first.Value, _second.Value),
            _ => default, // 01/02/03 may be any of six days
        };
        return _count > 2 && year > 0;
    }

    /// <summary>RFC 5322 section 4.3.</summary>
    private static int FullYear(int value, int digits) => digits switch
    {
        <= 2 => value < 50 ? value + 2000 : value + 1900,
        3 => value + 1900,
        _ => value,
    };
}
