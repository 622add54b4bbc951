namespace ContactsDashboard.Domain;

/// <summary>Where days begin and end in a time zone.</summary>
public static class Days
{
    /// <summary>The first instant of a day there; where the clock is put back over midnight, the earlier of the two.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return At(midnight, zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight));
    }

    /// <summary>The first instant after a day there.</summary>
    public static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone) =>
        day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(day.AddDays(1), zone);

    /// <summary>A wall-clock time as an instant; of the first and the last hours of all time, no other zone's clock has a name.</summary>
    public static DateTimeOffset At(DateTime local, TimeSpan offset)
    {
        var ticks = Math.Clamp(local.Ticks - offset.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks);
        return new(ticks, TimeSpan.Zero);
    }
}
