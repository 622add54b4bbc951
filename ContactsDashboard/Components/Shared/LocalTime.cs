using System.Globalization;
using ContactsDashboard.Domain;

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
            ? Days.At(local, zone.GetUtcOffset(local)) : null;
}
