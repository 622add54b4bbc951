using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Lists;

/// <summary>What a list asks, and whether what is answered is of the type asked for.</summary>
internal static partial class ListFields
{
    public const int MaxFields = 100;
    private const int MaxLabel = 100;
    private const int MaxOptions = 200;
    private const int MaxOption = 100;

    public static string? ToJson(IReadOnlyList<ListField> fields) => fields.Count == 0 ? null : JsonSerializer.Serialize(fields, JsonSerializerOptions.Web);

    public static IReadOnlyList<ListField> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<ListField>>(json, JsonSerializerOptions.Web)!;

    /// <summary>The first thing wrong names its field, as <c>customFields[1].key</c>.</summary>
    public static Result<IReadOnlyList<ListField>> Check(IReadOnlyList<ListField> fields)
    {
        if (fields.Count > MaxFields)
            return ListProblems.Invalid("customFields", $"A list has at most {MaxFields} custom fields.");
        var checkedFields = new List<ListField>();
        foreach (var (field, i) in fields.Select((f, i) => (f, i)))
        {
            Problem Wrong(string name, string message) => ListProblems.Invalid($"customFields[{i}].{name}", message);
            var label = field.Label.Trim() is { Length: > 0 } given ? given : field.Key;
            var options = field.Options.Select(o => o.Trim()).ToList();
            if (!Key().IsMatch(field.Key))
                return Wrong("key", "A key begins with a letter and has up to 64 letters, digits, underscores and hyphens.");
            if (checkedFields.Exists(f => f.Key == field.Key))
                return Wrong("key", $"Two fields have the key {field.Key}.");
            if (label.Length > MaxLabel || label.Any(char.IsControl))
                return Wrong("label", $"A label has at most {MaxLabel} characters.");
            if (field.Type == FieldType.Select ? options.Count is 0 or > MaxOptions || options.Distinct().Count() < options.Count : options.Count > 0)
                return Wrong("options", $"A select has 1 to {MaxOptions} different options; other types have none.");
            if (options.Exists(o => o.Length is 0 or > MaxOption || o.Any(char.IsControl)))
                return Wrong("options", $"An option has 1 to {MaxOption} characters.");
            var sound = field with { Label = label, Options = options, Default = field.Default is { ValueKind: not JsonValueKind.Null } value ? value : null };
            if (sound.Default is { } preset && WhyNot(sound, preset) is { } why)
                return Wrong("defaultValue", why);
            checkedFields.Add(sound);
        }
        return checkedFields;
    }

    /// <summary>The values after a change: what was sent replaces, a null clears, and what is required is there.</summary>
    public static Result<Dictionary<string, JsonElement>> Merge(IReadOnlyList<ListField> fields, IReadOnlyDictionary<string, JsonElement> now, IReadOnlyDictionary<string, JsonElement> sent,
        bool isNew)
    {
        var values = Known(fields, now);
        foreach (var (key, value) in sent)
        {
            if (fields.FirstOrDefault(f => f.Key == key) is not { } field)
                return ListProblems.InvalidValue(key, $"The list has no custom field {key}.");
            if (value.ValueKind == JsonValueKind.Null)
                values.Remove(key);
            else if (WhyNot(field, value) is { } why)
                return ListProblems.InvalidValue(key, why);
            else
                values[key] = value.Clone();
        }
        foreach (var field in fields.Where(f => !values.ContainsKey(f.Key)))
        {
            if (field.Default is { } preset && (isNew || field.Required))
                values[field.Key] = preset;
            else if (field.Required && (isNew || sent.ContainsKey(field.Key)))
                return ListProblems.InvalidValue(field.Key, $"{field.Label} is required.");
        }
        return values;
    }

    /// <summary>Those of the values that are still asked for, in the type asked for.</summary>
    public static Dictionary<string, JsonElement> Known(IReadOnlyList<ListField> fields, IReadOnlyDictionary<string, JsonElement> values) => values
        .Where(v => fields.FirstOrDefault(f => f.Key == v.Key) is { } field && WhyNot(field, v.Value) is null).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);

    public static string? ValuesToJson(IReadOnlyDictionary<string, JsonElement> values) => values.Count == 0 ? null : JsonSerializer.Serialize(values, JsonSerializerOptions.Web);

    public static IReadOnlyDictionary<string, JsonElement> ReadValues(string? json) =>
        json is null ? new Dictionary<string, JsonElement>() : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json, JsonSerializerOptions.Web)!;

    /// <summary>A value in words, for people.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static string? WhyNot(ListField field, JsonElement value) => field.Type switch
    {
        FieldType.Number => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? null : $"{field.Label} is a number.",
        FieldType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"{field.Label} is true or false.",
        FieldType.Date => TextOf(value) is { } date && IsDate(date) ? null : $"{field.Label} is a date such as 2026-11-21.",
        FieldType.Select => TextOf(value) is { } option && field.Options.Contains(option) ? null : $"{field.Label} is one of: {string.Join(", ", field.Options)}.",
        _ => TextOf(value) is not { } text ? $"{field.Label} is a text."
            : text.Length > FieldContent.MaxText ? $"{field.Label} has at most {FieldContent.MaxText:N0} characters." : null,
    };

    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try { return value.GetString(); }
        catch (InvalidOperationException) { return null; } // half a character is no text
    }

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        || (text.Length > 10 && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex Key();
}
