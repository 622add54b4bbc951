using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Api;

/// <summary>Reads query parameters strictly: a typo is answered, not ignored. The first problem is kept.</summary>
internal sealed class ApiParameters(HttpRequest request)
{
    public Problem? Problem { get; private set; }

    public string? Text(string name) => request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public int Number(string name, int otherwise, int min, int max)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        return Refuse<int>(name, text, $"{name} must be a whole number from {min} to {max}.");
    }

    public T? Choice<T>(string name, params (string Text, T Value)[] choices) where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        foreach (var (choice, value) in choices)
        {
            if (choice.Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        return Refuse<T?>(name, text, $"{name} must be one of: {string.Join(", ", choices.Select(c => c.Text))}.");
    }

    /// <summary>The names of an enumeration as the API writes them.</summary>
    public T? Choice<T>(string name) where T : struct, Enum =>
        Choice(name, [.. Enum.GetValues<T>().Select(v => (JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()), v))]);

    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : Refuse<DateTimeOffset?>(name, text, $"{name} must be an instant such as 2026-11-21T19:12:00Z.");
    }

    /// <summary>Where a list goes on, as its last page said.</summary>
    public long? Id(string name, string prefix)
    {
        if (Text(name) is not { } text)
            return null;
        return PublicId.TryParse(prefix, text, out var id) ? id : Refuse<long?>(name, text, "This cursor was not made for this list.");
    }

    private T? Refuse<T>(string name, string value, string message)
    {
        Problem ??= new("INVALID_PARAMETER", message) { Field = name, Value = value };
        return default;
    }
}
