using System.Globalization;
using System.Text.Json;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>Reads what may be missing, or of another type than the provider's documentation says.</summary>
internal static class Json
{
    /// <summary>What is there at the end of the path, or nothing.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return default;
        }
        return element;
    }

    /// <summary>A text, or a number or boolean as text.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) is var value && value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    } is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public static bool Is(this JsonElement element, params ReadOnlySpan<string> path) => element.Text(path) is "true" or "1" or "True";

    /// <summary>The elements of an array; a single object counts as an array of one.</summary>
    public static IEnumerable<JsonElement> Each(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray(),
        JsonValueKind.Object => [element],
        _ => [],
    };

    /// <summary>ISO 8601, or seconds or milliseconds since 1970 as a number or text.</summary>
    public static DateTimeOffset? Instant(this JsonElement element, params ReadOnlySpan<string> path)
    {
        if (element.Text(path) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            var milliseconds = number < 100_000_000_000 ? number * 1_000 : number;
            return milliseconds is >= 0 and < 10_000_000_000_000 ? DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond)) : null;
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
    }
}
