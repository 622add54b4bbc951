using System.Globalization;

namespace ContactsDashboard.Domain;

/// <summary>A value of an additional field as it is stored: as text, and as what comparisons need.</summary>
/// <param name="Key">Texts and choices, folded; null for other types.</param>
/// <param name="Number">Numbers as they are, dates as days since 0001-01-01, booleans as 0 or 1; null for texts.</param>
public sealed record FieldContent(string Text, string? Key, double? Number)
{
    public const int MaxText = 1_000;

    /// <summary>Reads what was entered; null when that is nothing, <c>INVALID_CUSTOM_FIELD</c> when it is not of the field's type.</summary>
    public static Result<FieldContent?> Read(FieldType type, IReadOnlyCollection<string> options, string? entered)
    {
        var text = entered?.Trim() ?? "";
        if (text.Length == 0)
            return (FieldContent?)null;
        return type switch
        {
            FieldType.Number => ReadNumber(text),
            FieldType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? new FieldContent(text, null, date.DayNumber)
                : Invalid("Write the date as year, month and day: 2026-11-21.", text),
            FieldType.Boolean => text.ToLowerInvariant() switch
            {
                "true" or "yes" => new FieldContent("true", null, 1),
                "false" or "no" => new FieldContent("false", null, 0),
                _ => Invalid("This field is either true or false.", text),
            },
            FieldType.Select => options.FirstOrDefault(o => TextKey.Fold(o) == TextKey.Fold(text)) is { } option
                ? new FieldContent(option, TextKey.Fold(option), null)
                : Invalid($"Choose one of: {string.Join(", ", options)}.", text),
            _ => text.Length > MaxText ? Invalid($"A text may have at most {MaxText:N0} characters.", null) : new FieldContent(text, TextKey.Fold(text), null),
        };
    }

    private static Result<FieldContent?> ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new FieldContent(text, null, number)
            : Invalid("Write a number, with a point before decimals: 12.5.", text);

    private static Problem Invalid(string message, string? value) => new("INVALID_CUSTOM_FIELD", message) { Value = value };
}
