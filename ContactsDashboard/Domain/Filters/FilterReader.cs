using System.Globalization;

namespace ContactsDashboard.Domain.Filters;

/// <summary>Values of a filter as text, read one by one.</summary>
public static class FilterReader
{
    /// <summary>The letters of <see cref="AgeUnit"/>, in its order.</summary>
    public const string AgeUnits = "hdwmy";

    /// <summary>A number as programs write it: <c>12.5</c>.</summary>
    public static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) <= FilterRules.MaxNumber ? number : null;

    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A period back from now: <c>90d</c>.</summary>
    public static AgeValue? Age(string text) =>
        text.Length > 1 && AgeUnits.IndexOf(char.ToLowerInvariant(text[^1]), StringComparison.Ordinal) is >= 0 and var unit
        && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= FilterRules.MaxAge
            ? new(count, (AgeUnit)unit) : null;

    /// <summary>A boolean as people put it.</summary>
    public static bool? Truth(string text) => TextKey.Fold(text) switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        _ => null,
    };
}
