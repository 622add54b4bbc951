using System.Globalization;

namespace ContactsDashboard.Components.Shared;

/// <summary>Instants in words. Table rows call it directly; elsewhere there is <see cref="Time"/>.</summary>
public static class RelativeTime
{
    /// <summary>"5 min ago", "in 3 days", and the date in the zone once it is more than a week away.</summary>
    public static string Text(DateTimeOffset? value, DateTimeOffset now, TimeZoneInfo? zone = null)
    {
        if (value is not { } at)
            return "unknown";
        var distance = (now - at).Duration();
        if (distance < TimeSpan.FromSeconds(45))
            return "just now";
        if (distance < TimeSpan.FromDays(7))
            return at > now ? $"in {Words(distance)}" : $"{Words(distance)} ago";
        var (local, today) = (In(zone, at), In(zone, now));
        return local.ToString(local.Year == today.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>The exact time in the zone, and in UTC.</summary>
    public static string? Exact(DateTimeOffset? value, TimeZoneInfo? zone = null)
    {
        if (value is not { } at)
            return null;
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
        var local = In(zone, at);
        return local.Offset == TimeSpan.Zero ? utc : local.ToString("d MMM yyyy, HH:mm:ss zzz", CultureInfo.InvariantCulture) + $" ({utc})";
    }

    /// <summary>The form a <c>datetime</c> attribute takes.</summary>
    public static string? Machine(DateTimeOffset? value) =>
        value?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static DateTimeOffset In(TimeZoneInfo? zone, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Utc);

    private static string Words(TimeSpan distance) => distance switch
    {
        { TotalMinutes: < 59.5 } => $"{Math.Max(1, Math.Round(distance.TotalMinutes))} min",
        { TotalHours: < 23.5 } => $"{Math.Round(distance.TotalHours)} h",
        { TotalDays: < 1.5 } => "1 day",
        _ => $"{Math.Round(distance.TotalDays)} days",
    };
}
