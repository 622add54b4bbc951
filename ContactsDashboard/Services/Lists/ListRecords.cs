using System.Text.Json;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Lists;

/// <summary>A field a list asks of its contacts; two lists may ask different things under one key.</summary>
/// <param name="Default">What a new contact gets who brings nothing.</param>
public sealed record ListField(string Key, string Label, FieldType Type, bool Required, JsonElement? Default, IReadOnlyList<string> Options);

/// <summary>How many contacts of a list have a status. What is not active is suppressed, whatever it is called.</summary>
public sealed record ListCounts(long Active, long Unsubscribed, long Bounced, long Complained, long Blocked)
{
    public static readonly ListCounts None = new(0, 0, 0, 0, 0);

    public long Suppressed => Unsubscribed + Bounced + Complained + Blocked;

    public long Total => Active + Suppressed;

    public long Of(ListStatus? status) => status switch
    {
        null => Total,
        ListStatus.Active => Active,
        ListStatus.Unsubscribed => Unsubscribed,
        ListStatus.Bounced => Bounced,
        ListStatus.Complained => Complained,
        _ => Blocked,
    };
}

/// <summary>A list as programs see it.</summary>
public sealed record ListRow(long Id, string Name, string? Description, IReadOnlyList<ListField> Fields, ListCounts Counts, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A page of lists, by name.</summary>
public sealed record ListsPage(IReadOnlyList<ListRow> Rows, long Total, long? Next);

/// <summary>What a list is to be; null leaves a value as it is.</summary>
/// <param name="ClearsDescription">The description is to be none.</param>
public sealed record ListEdit(string? Name, string? Description, IReadOnlyList<ListField>? Fields, bool ClearsDescription = false)
{
    public const int MaxName = 100;

    public const int MaxDescription = 500;
}

/// <summary>On what grounds somebody is in a list.</summary>
public sealed record ListConsent(ConsentType? Type, string? Source, DateTimeOffset? At, string? IpAddress);

/// <summary>A contact as a list sees it.</summary>
/// <param name="Values">Of the list's own fields, by key.</param>
/// <param name="UnsubscribedAt">Since when, where its status is that.</param>
public sealed record ListContactRow(long Id, string Email, string? FirstName, string? LastName, string? Phone, IReadOnlyDictionary<string, JsonElement> Values, string Source,
    ListStatus Status, ListConsent Consent, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset SubscribedAt, DateTimeOffset? UnsubscribedAt);

/// <summary>A page of a list's contacts, the latest made first.</summary>
public sealed record ListContactsPage(IReadOnlyList<ListContactRow> Rows, long Total, long? Next);

/// <summary>What a program says of a contact. Only what is named in <paramref name="Sent"/> was said; a null there clears.</summary>
/// <param name="Values">Of the list's fields, by key; a JSON null clears.</param>
public sealed record ListContactEdit(IReadOnlySet<string> Sent, string? Email, string? FirstName, string? LastName, string? Phone, IReadOnlyDictionary<string, JsonElement> Values,
    string? Source, ListConsent Consent)
{
    public bool Has(string name) => Sent.Contains(name);
}

/// <summary>Which contacts of a list.</summary>
public sealed record ListContactsQuery
{
    public const int MaxLimit = 100;

    public ListStatus? Status { get; init; }

    /// <summary>Part of an e-mail address, number or name.</summary>
    public string? Search { get; init; }

    public int Page { get; init; } = 1;

    public int Limit { get; init; } = 20;

    /// <summary>From a page's next; takes precedence over the page number.</summary>
    public long? Before { get; init; }
}

/// <summary>The expected failures around lists.</summary>
internal static class ListProblems
{
    public static readonly Problem NotFound = new("LIST_NOT_FOUND", "There is no such contact list.");

    public static readonly Problem NoContact = new("CONTACT_NOT_FOUND", "There is no such contact in this list.");

    public static Problem Exists(string name) => new("LIST_ALREADY_EXISTS", $"There is a list or segment named {name} already.") { Field = "name", Value = name };

    public static Problem ContactExists(long id, string email) => new("CONTACT_ALREADY_EXISTS", "A contact with this e-mail address is in the list already.")
        { Field = "email", Value = email, RelatedId = PublicId.Format(PublicId.Contact, id) };

    public static Problem Invalid(string field, string message, string? value = null) => new("VALIDATION_ERROR", message) { Field = field, Value = value };

    public static Problem InvalidValue(string key, string message) => new("INVALID_CUSTOM_FIELD", message) { Field = $"customFields.{key}" };
}
