using System.Globalization;
using System.Text.Json;

namespace ContactsDashboard.Services.Profiles;

/// <summary>A version of a profile as it is kept: what was entered where that changed, and its deletion.</summary>
internal sealed record ProfileVersion(ProfileEdit? Entered, Deletion? Deleted = null)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static ProfileVersion? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<ProfileVersion>(json, JsonSerializerOptions.Web);
}

/// <summary>What came of bringing a change into a profile that changed meanwhile.</summary>
/// <param name="Conflicts">Names of values that both sides changed.</param>
internal sealed record MergedProfile(ProfileEdit Entered, IReadOnlyList<string> Applied, IReadOnlyList<string> Conflicts);

/// <summary>A profile value by value, so that two of them can be compared and brought together.</summary>
internal static class ProfileValues
{
    private const string Field = "field:";
    private const string Category = "category:";

    private static readonly (string Name, string Label, Func<ProfileEdit, string?> Get)[] Entered =
    [
        ("firstName", "name", e => e.FirstName), ("lastName", "surname", e => e.LastName), ("email", "email", e => e.Email), ("phone", "phone", e => e.Phone),
        ("externalId", "external id", e => e.ExternalId),
        ("language", "language", e => e.Language), ("timeZone", "time zone", e => e.TimeZone), ("street", "street", e => e.Street), ("city", "city", e => e.City),
        ("region", "region", e => e.Region), ("postalCode", "postal code", e => e.PostalCode), ("country", "country", e => e.Country),
    ];

    /// <summary>The names of what is not an additional field or category.</summary>
    public static IEnumerable<string> Names => Entered.Select(e => e.Name);

    public static Dictionary<string, string> Of(ProfileEdit? edit)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (edit is null)
            return values;
        foreach (var (name, _, get) in Entered)
        {
            if (get(edit) is { Length: > 0 } text)
                values[name] = text;
        }
        foreach (var (key, text) in edit.Fields)
            values[Field + key] = text;
        foreach (var id in edit.Categories)
            values[Category + id.ToString(CultureInfo.InvariantCulture)] = "yes";
        return values;
    }

    public static ProfileEdit ToEdit(IReadOnlyDictionary<string, string> values) => new()
    {
        FirstName = values.GetValueOrDefault("firstName"), LastName = values.GetValueOrDefault("lastName"), Email = values.GetValueOrDefault("email"),
        Phone = values.GetValueOrDefault("phone"),
        ExternalId = values.GetValueOrDefault("externalId"), Language = values.GetValueOrDefault("language"), TimeZone = values.GetValueOrDefault("timeZone"),
        Street = values.GetValueOrDefault("street"), City = values.GetValueOrDefault("city"), Region = values.GetValueOrDefault("region"),
        PostalCode = values.GetValueOrDefault("postalCode"), Country = values.GetValueOrDefault("country"),
        Fields = values.Where(v => v.Key.StartsWith(Field, StringComparison.Ordinal)).ToDictionary(v => v.Key[Field.Length..], v => v.Value),
        Categories = [.. values.Keys.Where(k => k.StartsWith(Category, StringComparison.Ordinal)).Select(IdOf)],
    };

    /// <summary>The names of the values that differ.</summary>
    public static IReadOnlyList<string> Differing(ProfileEdit? before, ProfileEdit? after)
    {
        var (was, now) = (Of(before), Of(after));
        return [.. was.Keys.Union(now.Keys).Where(name => was.GetValueOrDefault(name) != now.GetValueOrDefault(name))];
    }

    /// <summary>Makes in <paramref name="current"/> the change from <paramref name="from"/> to <paramref name="to"/>, where nobody else changed the value.</summary>
    public static MergedProfile Merge(ProfileEdit? from, ProfileEdit? to, ProfileEdit current)
    {
        var (was, wanted, now) = (Of(from), Of(to), Of(current));
        var (applied, conflicts) = (new List<string>(), new List<string>());
        foreach (var name in Differing(from, to))
        {
            if (now.GetValueOrDefault(name) == wanted.GetValueOrDefault(name))
                continue;
            if (now.GetValueOrDefault(name) != was.GetValueOrDefault(name))
            {
                conflicts.Add(name);
                continue;
            }
            applied.Add(name);
            if (wanted.TryGetValue(name, out var text))
                now[name] = text;
            else
                now.Remove(name);
        }
        return new(ToEdit(now), applied, conflicts);
    }

    /// <summary>The same with additional fields and categories left out that are no more.</summary>
    public static ProfileEdit Known(ProfileEdit edit, ProfileContext known) => edit with
    {
        Fields = edit.Fields.Where(f => known.Fields.ContainsKey(f.Key)).ToDictionary(),
        Categories = [.. edit.Categories.Where(known.Categories.ContainsKey)],
    };

    public static IReadOnlyList<ValueChange> Changes(ProfileEdit? before, ProfileEdit? after, ProfileContext known)
    {
        var (was, now) = (Of(before), Of(after));
        return [.. Differing(before, after).Select(name => new ValueChange(name, LabelOf(name, known), was.GetValueOrDefault(name), now.GetValueOrDefault(name)))];
    }

    /// <summary>What people call a value; additional fields and categories that are no more have no name of their own.</summary>
    public static string LabelOf(string name, ProfileContext known) =>
        name.StartsWith(Field, StringComparison.Ordinal) ? known.Fields.TryGetValue(name[Field.Length..], out var field) ? field.Label : name[Field.Length..]
        : name.StartsWith(Category, StringComparison.Ordinal) ? known.Categories.GetValueOrDefault(IdOf(name), "a category since deleted")
        : Array.Find(Entered, e => e.Name == name).Label;

    private static long IdOf(string name) => long.Parse(name[Category.Length..], CultureInfo.InvariantCulture);
}
