using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Api;

/// <summary>The owner's consent.</summary>
internal sealed record ConsentBody(
    [property: Required, Description("true: the information was obtained with the owner's consent.")] bool? Confirmed,
    [property: DataType(DataType.DateTime), Description("When it was given; left out: now.")] string? At)
{
    public Result<ConsentGiven> Read() =>
        At is null ? new ConsentGiven(Confirmed == true)
        : ProfileBody.ReadInstant(At) is { } at ? new ConsentGiven(Confirmed == true, at)
        : new Problem("VALIDATION_ERROR", "consent.at must be an instant such as 2026-11-21T19:12:00Z.") { Field = "consent.at", Value = At };
}

/// <summary>A new contact; at least an email address, a phone number or a name.</summary>
internal sealed record ProfileBody(
    string? FirstName, string? LastName, string? Email,
    [property: Description("With its country code, or as dialled in the organisation's country.")] string? Phone,
    [property: Description("What another system knows the contact by; unique in the organisation.")] string? ExternalId,
    [property: Description("A language tag: en, de-AT.")] string? Language,
    [property: Description("An IANA time zone: Europe/Vienna.")] string? TimeZone,
    string? Street, string? City, string? Region, string? PostalCode,
    [property: Description("Its two letters: AT.")] string? Country,
    [property: Description("Ids of subscription categories, seg_….")] IReadOnlyList<string?>? Categories,
    [property: Description("Values of additional fields by key: text, number, true or false, or a date as 2026-11-21.")] JsonElement? Fields,
    [property: Required] ConsentBody? Consent)
{
    public Result<ProfileEdit> Read()
    {
        var categories = ReadCategories(Categories);
        if (!categories.IsOk)
            return categories.Problem!;
        var fields = ReadFields(Fields);
        if (!fields.IsOk)
            return fields.Problem!;
        return new ProfileEdit
        {
            FirstName = FirstName, LastName = LastName, Email = Email, Phone = Phone, ExternalId = ExternalId, Language = Language, TimeZone = TimeZone, Street = Street, City = City,
            Region = Region, PostalCode = PostalCode, Country = Country, Categories = categories.Value,
            Fields = fields.Value.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => f.Value!),
        };
    }

    public static DateTimeOffset? ReadInstant(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    public static Result<List<long>> ReadCategories(IReadOnlyList<string?>? texts)
    {
        var ids = new List<long>();
        foreach (var text in texts ?? [])
        {
            if (!PublicId.TryParse(PublicId.Segment, text, out var id))
                return new Problem("VALIDATION_ERROR", "A category is named by its id, seg_….") { Field = "categories", Value = text };
            ids.Add(id);
        }
        return ids;
    }

    /// <summary>Values by key; null where the sender wants none.</summary>
    public static Result<Dictionary<string, string?>> ReadFields(JsonElement? sent)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (sent is not { ValueKind: not JsonValueKind.Null } fields)
            return values;
        if (fields.ValueKind != JsonValueKind.Object)
            return new Problem("VALIDATION_ERROR", "fields must be an object.") { Field = "fields" };
        var names = ApiBody.Names(fields);
        if (!names.IsOk)
            return names.Problem!;
        foreach (var name in names.Value)
        {
            var value = ReadValue(fields.GetProperty(name));
            if (!value.IsOk)
                return value.Problem! with { Field = name };
            values[name] = value.Value;
        }
        return values;
    }

    private static Result<string?> ReadValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return (string?)null;
            case JsonValueKind.True or JsonValueKind.False:
                return value.ValueKind == JsonValueKind.True ? "true" : "false";
            case JsonValueKind.Number when value.TryGetDecimal(out var number):
                return number.ToString(CultureInfo.InvariantCulture);
            case JsonValueKind.String:
                try { return value.GetString(); }
                catch (InvalidOperationException) { return Invalid; } // half a character is no text
            default:
                return Invalid;
        }
    }

    private static readonly Problem Invalid = new("INVALID_CUSTOM_FIELD", "A field's value is a text, a number, true, false or null.");
}

/// <summary>What to change of a contact: a value left out stays, null clears it.</summary>
internal sealed record ProfilePatch(
    string? FirstName, string? LastName, string? Email, string? Phone, string? ExternalId, string? Language, string? TimeZone, string? Street, string? City,
    string? Region, string? PostalCode, string? Country,
    [property: Description("All subscription categories from now on; null: none.")] IReadOnlyList<string?>? Categories,
    [property: Description("Values of additional fields by key; a key left out stays, null clears it.")] JsonElement? Fields,
    [property: DataType(DataType.DateTime), Description("The contact's updatedAt as it was read; a change since is a conflict.")] string? UpdatedAt)
{
    private static readonly string[] Names = ["firstName", "lastName", "email", "phone", "externalId", "language", "timeZone", "street", "city", "region", "postalCode",
        "country", "categories", "fields", "updatedAt"];

    /// <summary>Which values were sent matters, not only what they hold.</summary>
    public static Result<(Func<ProfileEdit, ProfileEdit> Change, DateTimeOffset? ShownAt)> Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return new Problem("VALIDATION_ERROR", "Send a JSON object.");
        var names = ApiBody.Names(body);
        if (!names.IsOk)
            return names.Problem!;
        if (names.Value.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
            return new Problem("VALIDATION_ERROR", $"{unknown} cannot be changed. What can: {string.Join(", ", Names)}.") { Field = unknown };
        var patch = ApiBody.Read(body, ApiJson.Api.ProfilePatch);
        if (!patch.IsOk)
            return patch.Problem!;
        var categories = ProfileBody.ReadCategories(patch.Value.Categories);
        var fields = ProfileBody.ReadFields(patch.Value.Fields);
        if ((categories.Problem ?? fields.Problem) is { } problem)
            return problem;
        var shownAt = patch.Value.UpdatedAt is { } text ? ProfileBody.ReadInstant(text) : null;
        if (patch.Value.UpdatedAt is not null && shownAt is null)
            return new Problem("VALIDATION_ERROR", "updatedAt must be an instant such as 2026-11-21T19:12:00Z.") { Field = "updatedAt", Value = patch.Value.UpdatedAt };
        return (current => patch.Value.Apply(current, names.Value, categories.Value, fields.Value), shownAt);
    }

    private ProfileEdit Apply(ProfileEdit current, HashSet<string> sent, List<long> categories, Dictionary<string, string?> fields)
    {
        string? Of(string name, string? value, string? now) => sent.Contains(name) ? value : now;
        return new()
        {
            FirstName = Of("firstName", FirstName, current.FirstName), LastName = Of("lastName", LastName, current.LastName),
            Email = Of("email", Email, current.Email), Phone = Of("phone", Phone, current.Phone),
            ExternalId = Of("externalId", ExternalId, current.ExternalId), Language = Of("language", Language, current.Language),
            TimeZone = Of("timeZone", TimeZone, current.TimeZone), Street = Of("street", Street, current.Street), City = Of("city", City, current.City),
            Region = Of("region", Region, current.Region), PostalCode = Of("postalCode", PostalCode, current.PostalCode),
            Country = Of("country", Country, current.Country), Categories = sent.Contains("categories") ? categories : current.Categories,
            Fields = current.Fields.Where(f => !fields.ContainsKey(f.Key)).Concat(fields.Where(f => f.Value is not null)
                .Select(f => KeyValuePair.Create(f.Key, f.Value!))).ToDictionary(),
        };
    }
}
