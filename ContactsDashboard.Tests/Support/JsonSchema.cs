using System.Globalization;
using System.Text.Json;

namespace ContactsDashboard.Tests.Support;

/// <summary>As much of JSON Schema as the API's document uses; a keyword it does not know is an error of the test.</summary>
public sealed class JsonSchema(JsonElement document)
{
    private static readonly HashSet<string> Notes = ["description", "example", "default", "title"];

    /// <summary>Everything that is wrong with a value, each with its place.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value) => [.. Problems(schema, value, "$")];

    private IEnumerable<string> Problems(JsonElement schema, JsonElement value, string at) => schema.EnumerateObject().SelectMany(rule => rule.Name switch
    {
        "$ref" => Problems(Resolve(rule.Value.GetString()!), value, at),
        "type" => OneProblem(!TypesOf(rule.Value).Any(type => IsOf(type, value)), $"{at} is {value.ValueKind}, not {rule.Value}"),
        "enum" => OneProblem(!rule.Value.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)), $"{at} is {value}, not one of {rule.Value}"),
        "oneOf" => OneProblem(rule.Value.EnumerateArray().Count(option => !Problems(option, value, at).Any()) != 1, $"{at} is not one of its alternatives"),
        "required" when value.ValueKind == JsonValueKind.Object =>
            rule.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}.{name} is missing"),
        "properties" when value.ValueKind == JsonValueKind.Object => rule.Value.EnumerateObject()
            .SelectMany(property => value.TryGetProperty(property.Name, out var found) ? Problems(property.Value, found, $"{at}.{property.Name}") : []),
        "additionalProperties" when value.ValueKind == JsonValueKind.Object => rule.Value.ValueKind == JsonValueKind.False
            ? value.EnumerateObject().Where(p => !schema.GetProperty("properties").TryGetProperty(p.Name, out _)).Select(p => $"{at}.{p.Name} is not in the document")
            : throw new NotSupportedException("additionalProperties as a schema"),
        "items" when value.ValueKind == JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Problems(rule.Value, item, $"{at}[{i}]")),
        "format" => OneProblem(value.ValueKind == JsonValueKind.String && rule.Value.GetString() == "date-time" && !value.TryGetDateTimeOffset(out _), $"{at} is no instant"),
        "maxLength" => OneProblem(value.ValueKind == JsonValueKind.String && value.GetString()!.Length > rule.Value.GetInt32(), $"{at} is too long"),
        "minLength" => OneProblem(value.ValueKind == JsonValueKind.String && value.GetString()!.Length < rule.Value.GetInt32(), $"{at} is too short"),
        "maxItems" => OneProblem(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > rule.Value.GetInt32(), $"{at} has too many"),
        "minItems" => OneProblem(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() < rule.Value.GetInt32(), $"{at} has too few"),
        "required" or "properties" or "additionalProperties" or "items" => [],
        _ when Notes.Contains(rule.Name) => [],
        _ => throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"The keyword {rule.Name} at {at}.")),
    });

    private JsonElement Resolve(string reference) => reference.TrimStart('#', '/').Split('/').Aggregate(document, (place, step) => place.GetProperty(step));

    private static IEnumerable<string> TypesOf(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new NotSupportedException(type),
    };

    private static IEnumerable<string> OneProblem(bool isWrong, string problem) => isWrong ? [problem] : [];
}
