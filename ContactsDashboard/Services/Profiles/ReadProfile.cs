using System.Globalization;
using System.Text.RegularExpressions;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Profiles;

/// <summary>What was entered, checked and brought into the form it is kept in.</summary>
/// <param name="Entered">The same as the store gives it back.</param>
internal sealed partial record ReadProfile(ProfileEdit Entered, EmailAddress? Email, PhoneNumber? Phone, IReadOnlyDictionary<long, FieldContent> Fields)
{
    public const int MaxText = 200;

    /// <summary>The first thing that is wrong names its field: <c>VALIDATION_ERROR</c>, <c>INVALID_EMAIL</c> or <c>INVALID_CUSTOM_FIELD</c>.</summary>
    public static Result<ReadProfile> Read(ProfileEdit edit, string phoneCountry, ProfileContext known)
    {
        var entered = Trimmed(edit);
        // Addresses, numbers and additional fields have rules of their own: mail brings addresses that are longer.
        var texts = ProfileValues.Of(entered with { Email = null, Phone = null, Fields = ProfileEmpty, Categories = [] });
        if (texts.FirstOrDefault(v => v.Value.Length > MaxText || v.Value.Any(char.IsControl)) is { Key: { } name })
            return Invalid(name, $"At most {MaxText} characters, on one line.", null);
        var email = default(EmailAddress);
        if (entered.Email is not null && !EmailAddress.TryParse(entered.Email, out email))
            return new Problem("INVALID_EMAIL", "This is not an email address.") { Field = "email", Value = entered.Email };
        var phone = ReadPhone(entered.Phone, phoneCountry);
        if (!phone.IsOk)
            return phone.Problem!;
        if (email is null && phone.Value is null && entered.FirstName is null && entered.LastName is null)
            return Invalid("email", "Enter at least an email address, a phone number or a name.", null);
        if ((CheckZone(entered.TimeZone) ?? CheckLanguage(entered.Language) ?? CheckCountry(entered.Country) ?? CheckCategories(entered, known)) is { } problem)
            return problem;
        var fields = ReadFields(entered.Fields, known);
        if (!fields.IsOk)
            return fields.Problem!;
        var byKey = known.Fields.Values.Where(f => fields.Value.ContainsKey(f.Id)).ToDictionary(f => f.Key, f => fields.Value[f.Id].Text);
        return new ReadProfile(entered with { Email = email?.Value, Phone = phone.Value?.Value, Language = Cased(entered.Language), Fields = byKey }, email, phone.Value,
            fields.Value);
    }

    private static readonly Dictionary<string, string> ProfileEmpty = [];

    private static ProfileEdit Trimmed(ProfileEdit edit) => edit with
    {
        FirstName = Text(edit.FirstName), LastName = Text(edit.LastName), Email = Text(edit.Email), Phone = Text(edit.Phone),
        ExternalId = Text(edit.ExternalId), Language = Text(edit.Language),
        TimeZone = Text(edit.TimeZone), Street = Text(edit.Street), City = Text(edit.City), Region = Text(edit.Region), PostalCode = Text(edit.PostalCode),
        Country = Text(edit.Country)?.ToUpperInvariant(), Categories = [.. edit.Categories.Distinct()],
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Result<PhoneNumber?> ReadPhone(string? text, string country) =>
        text is null ? (PhoneNumber?)null
        : PhoneNumber.TryParse(text, country, out var number) ? (PhoneNumber?)number
        : Invalid("phone", "This is not a phone number. Write it with its country code, for example +44 20 7946 0000.", text);

    internal static Problem? CheckZone(string? zone) => zone is null || (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId) ? null
        : Invalid("timeZone", "Choose a time zone from the list, for example Europe/Vienna.", zone);

    internal static Problem? CheckLanguage(string? tag) => tag is null || (Tag().IsMatch(tag) && Languages.Contains(tag.Split('-')[0].ToLowerInvariant())) ? null
        : Invalid("language", "Write a language tag such as en, de-AT or zh-Hans.", tag);

    internal static Problem? CheckCountry(string? country) => country is null || CallingCodes.Of(country) is not null ? null
        : Invalid("country", "Choose a country from the list, or send its two letters.", country);

    private static Problem? CheckCategories(ProfileEdit edit, ProfileContext known) => edit.Categories.All(known.Categories.ContainsKey) ? null
        : Invalid("categories", "One of these subscription categories is no more. Choose again.", null);

    private static Result<Dictionary<long, FieldContent>> ReadFields(IReadOnlyDictionary<string, string> entered, ProfileContext known)
    {
        var contents = new Dictionary<long, FieldContent>();
        foreach (var (key, text) in entered)
        {
            if (!known.Fields.TryGetValue(key, out var field))
                return new Problem("INVALID_CUSTOM_FIELD", "There is no such additional field.") { Field = key };
            var content = FieldContent.Read(field.Type, field.Options, text);
            if (!content.IsOk)
                return content.Problem! with { Field = key };
            if (content.Value is { } value)
                contents[field.Id] = value;
        }
        return contents;
    }

    // Language lower, script in title case, region upper (RFC 5646 section 2.1.1).
    internal static string? Cased(string? tag) => tag is null ? null : string.Join('-', tag.Split('-').Select((part, i) =>
        i == 0 ? part.ToLowerInvariant()
        : part.Length == 4 && char.IsLetter(part[0]) ? char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant()
        : part.Length == 2 ? part.ToUpperInvariant() : part.ToLowerInvariant()));

    private static Problem Invalid(string field, string message, string? value) => new("VALIDATION_ERROR", message) { Field = field, Value = value };

    private static readonly HashSet<string> Languages =
        [.. CultureInfo.GetCultures(CultureTypes.NeutralCultures).SelectMany(c => new[] { c.TwoLetterISOLanguageName, c.ThreeLetterISOLanguageName }).Where(n => n.Length is 2 or 3)];

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*\z")]
    private static partial Regex Tag();
}
