using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Lists;

namespace ContactsDashboard.Api;

/// <summary>A field a list asks of its contacts.</summary>
internal sealed record ListFieldBody(
    [property: Required, MaxLength(64), Description("How programs name it.")] string? Key,
    [property: MaxLength(100), Description("How people name it; left out: the key.")] string? Label,
    [property: Required, AllowedValues("text", "number", "date", "boolean", "select")] string? Type,
    [property: Description("Whether a new contact must have it.")] bool? Required,
    [property: Description("What a new contact gets without it.")] JsonElement? DefaultValue,
    [property: Description("The choices of a select.")] IReadOnlyList<string?>? Options)
{
    public Result<ListField> Read(int at)
    {
        if (Key is null)
            return new Problem("VALIDATION_ERROR", "A custom field needs a key.") { Field = $"customFields[{at}].key" };
        FieldType? type = Type switch
        {
            "text" => FieldType.Text, "number" => FieldType.Number, "date" => FieldType.Date, "boolean" => FieldType.Boolean, "select" => FieldType.Select, _ => null,
        };
        if (type is null)
            return new Problem("VALIDATION_ERROR", "type is text, number, date, boolean or select.") { Field = $"customFields[{at}].type", Value = Type };
        return new ListField(Key, Label ?? "", type.Value, Required == true, DefaultValue, [.. (Options ?? []).Select(o => o ?? "")]);
    }
}

/// <summary>A list. When it is changed, what is left out stays; custom fields are replaced as a whole.</summary>
internal sealed record ListBody(
    [property: MaxLength(ListEdit.MaxName), Description("Required for a new list.")] string? Name,
    [property: MaxLength(ListEdit.MaxDescription)] string? Description,
    [property: Description("What the list asks of its contacts.")] IReadOnlyList<ListFieldBody?>? CustomFields)
{
    /// <param name="sent">The names in the body: a description that is null clears, one that is left out stays.</param>
    public Result<ListEdit> Read(IReadOnlySet<string> sent)
    {
        if (sent.Contains("name") && Name is null)
            return new Problem("VALIDATION_ERROR", "A list needs a name.") { Field = "name" };
        var fields = new List<ListField>();
        foreach (var (body, i) in (CustomFields ?? []).Select((f, i) => (f, i)))
        {
            var field = body?.Read(i) ?? new Problem("VALIDATION_ERROR", "A custom field is an object.") { Field = $"customFields[{i}]" };
            if (!field.IsOk)
                return field.Problem!;
            fields.Add(field.Value);
        }
        return new ListEdit(Name, Description, sent.Contains("customFields") ? fields : null, sent.Contains("description") && Description is null);
    }
}

/// <summary>A contact of a list. When it is changed, what is left out stays; custom fields are merged and null clears one.</summary>
internal sealed record ListContactBody(
    [property: Description("Required for a new contact; cannot be changed.")] string? Email,
    string? FirstName, string? LastName,
    [property: Description("With its country code, or as dialled in the organisation's country.")] string? PhoneNumber,
    [property: Description("Values of the list's fields by key, each of the field's type.")] JsonElement? CustomFields,
    [property: Description("Where the contact comes from: api, import, form …")] string? Source,
    [property: AllowedValues("explicit", "implicit", "legitimate_interest", null)] string? ConsentType,
    [property: Description("Where the consent was given.")] string? ConsentSource,
    [property: DataType(DataType.DateTime)] string? ConsentTimestamp,
    [property: Description("From where on the network.")] string? ConsentIpAddress)
{
    public Result<ListContactEdit> Read(IReadOnlySet<string> sent)
    {
        var values = ReadValues(CustomFields);
        if (!values.IsOk)
            return values.Problem!;
        ConsentType? type = ConsentType switch
        {
            "explicit" => Domain.ConsentType.Explicit, "implicit" => Domain.ConsentType.Implicit, "legitimate_interest" => Domain.ConsentType.LegitimateInterest, _ => null,
        };
        if (ConsentType is not null && type is null)
            return new Problem("VALIDATION_ERROR", "consentType is explicit, implicit or legitimate_interest.") { Field = "consentType", Value = ConsentType };
        var at = ConsentTimestamp is null ? null : ProfileBody.ReadInstant(ConsentTimestamp);
        if (ConsentTimestamp is not null && at is null)
            return new Problem("VALIDATION_ERROR", "consentTimestamp must be an instant such as 2026-11-21T19:12:00Z.") { Field = "consentTimestamp", Value = ConsentTimestamp };
        return new ListContactEdit(sent, Email, FirstName, LastName, PhoneNumber, values.Value, Source, new(type, ConsentSource, at, ConsentIpAddress));
    }

    private static Result<Dictionary<string, JsonElement>> ReadValues(JsonElement? sent)
    {
        if (sent is not { ValueKind: not JsonValueKind.Null } values)
            return new Dictionary<string, JsonElement>();
        if (values.ValueKind != JsonValueKind.Object)
            return new Problem("VALIDATION_ERROR", "customFields must be an object.") { Field = "customFields" };
        var names = ApiBody.Names(values);
        return names.IsOk ? names.Value.ToDictionary(n => n, n => values.GetProperty(n), StringComparer.Ordinal) : names.Problem!;
    }
}

/// <summary>Why a contact is not to be written to.</summary>
internal sealed record SuppressBody([property: Required, AllowedValues("manual", "unsubscribed", "bounced", "complained", "spam_trap")] string? Reason)
{
    public Result<SuppressionReason> Read() =>
        Reason is not null && Enum.GetValues<SuppressionReason>().FirstOrDefault(r => ApiJson.NameOf(r) == Reason, (SuppressionReason)(-1)) is >= 0 and var reason
            ? reason : new Problem("VALIDATION_ERROR", "reason is manual, unsubscribed, bounced, complained or spam_trap.") { Field = "reason", Value = Reason };
}
