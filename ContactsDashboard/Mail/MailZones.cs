namespace ContactsDashboard.Mail;

/// <summary>Offsets of the zone names found in mail.</summary>
internal static class MailZones
{
    /// <summary>
    /// Minutes east of Greenwich. The names of RFC 5322 section 4.3 and those that mean one thing only; any other, single
    /// letters included, says nothing and is taken as UTC, as that section asks.
    /// </summary>
    public static int MinutesOf(ReadOnlySpan<char> name)
    {
        if (name.Length is < 3 or > 5)
            return 0;
        foreach (var (zone, minutes) in Zones)
        {
            if (name.Equals(zone, StringComparison.OrdinalIgnoreCase))
                return minutes;
        }
        return 0;
    }

    private static readonly (string Name, int Minutes)[] Zones =
    [
        ("GMT", 0), ("UTC", 0), ("EST", -300), ("EDT", -240), ("CST", -360), ("CDT", -300), ("MST", -420), ("MDT", -360),
        ("PST", -480), ("PDT", -420), ("CET", 60), ("CEST", 120), ("MET", 60), ("MEST", 120), ("MEZ", 60), ("MESZ", 120),
        ("WET", 0), ("WEST", 60), ("EET", 120), ("EEST", 180), ("MSK", 180), ("MSD", 240), ("JST", 540), ("KST", 540),
        ("HKT", 480), ("SGT", 480), ("AEST", 600), ("AEDT", 660), ("ACST", 570), ("ACDT", 630), ("AWST", 480),
        ("NZST", 720), ("NZDT", 780), ("HST", -600), ("AKST", -540), ("AKDT", -480), ("NST", -210), ("NDT", -150),
        ("BRT", -180), ("ART", -180), ("SAST", 120),
    ];
}
