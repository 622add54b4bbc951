using System.Globalization;

namespace ContactsDashboard.Components.Shared;

/// <summary>Instants as a field of type <c>datetime-local</c> holds them: wall-clock time of one zone, to the minute.</summary>
public static class LocalTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    public static string Text(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString(Format, CultureInfo.InvariantCulture) : "";

    /// <summary>The instant; null for an empty field, and for what is no time.</summary>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, [Format, Format + "':'ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? At(local, zone.GetUtcOffset(local)) : null;

    /// <summary>The first instant of a day there; where the clock is put back over midnight, the earlier of the two.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return At(midnight, zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight));
    }

    /// <summary>The first instant after a day there.</summary>
    public static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone) =>
        day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(day.AddDays(1), zone);

    // Of the first and the last hours of all time, no other zone's clock has a name.
    private static DateTimeOffset At(DateTime local, TimeSpan offset)
    {
        var ticks = Math.Clamp(local.Ticks - offset.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks);
        return new(ticks, TimeSpan.Zero);
    }
}
