using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Lists;

namespace ContactsDashboard.Api;

/// <summary>A field of a list as it is answered.</summary>
internal sealed record ListFieldShown(string Key, string Label, FieldType Type, bool Required, JsonElement? DefaultValue, IReadOnlyList<string> Options);

/// <summary>A list as it is answered.</summary>
internal sealed record ListShown(
    [property: Description("lst_…")] string Id,
    string Name, string? Description, IReadOnlyList<ListFieldShown> CustomFields,
    [property: Description("The same as totalContacts.")] long ContactCount,
    long TotalContacts,
    [property: Description("May be written to.")] long ActiveContacts,
    [property: Description("May not, for whatever reason.")] long SuppressedContacts,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static ListShown Of(ListRow row) => new(PublicId.Format(PublicId.List, row.Id), row.Name, row.Description,
        [.. row.Fields.Select(f => new ListFieldShown(f.Key, f.Label, f.Type, f.Required, f.Default, f.Options))],
        row.Counts.Total, row.Counts.Total, row.Counts.Active, row.Counts.Suppressed, row.CreatedAt, row.UpdatedAt);
}

/// <summary>A page of lists.</summary>
internal sealed record ListsData(IReadOnlyList<ListShown> Lists, Pagination Pagination);

/// <summary>What a list's contacts amount to.</summary>
internal sealed record ListStatsData(
    [property: Description("activeContacts and suppressedContacts together.")] long TotalContacts,
    long ActiveContacts,
    [property: Description("All who are not active, the next three included.")] long SuppressedContacts,
    long UnsubscribedContacts, long BouncedContacts, long ComplainedContacts)
{
    public static ListStatsData Of(ListCounts counts) =>
        new(counts.Total, counts.Active, counts.Suppressed, counts.Unsubscribed, counts.Bounced, counts.Complained);
}

/// <summary>A contact of a list as it is answered.</summary>
internal sealed record ListContactShown(
    [property: Description("cnt_…")] string Id,
    string Email, string? FirstName, string? LastName, string? PhoneNumber,
    [property: Description("Values of the list's fields by key.")] JsonElement CustomFields,
    [property: Description("The strictest thing the ledger says of the address.")] ShownListStatus Status,
    string Source,
    [property: AllowedValues("explicit", "implicit", "legitimate_interest", null)] string? ConsentType, string? ConsentSource, DateTimeOffset? ConsentTimestamp, string? ConsentIpAddress,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset SubscribedAt,
    [property: Description("Null for who did not unsubscribe.")] DateTimeOffset? UnsubscribedAt)
{
    public static ListContactShown Of(ListContactRow row) => new(PublicId.Format(PublicId.Contact, row.Id), row.Email, row.FirstName, row.LastName, row.Phone,
        JsonSerializer.SerializeToElement(row.Values), (ShownListStatus)row.Status, row.Source,
        row.Consent.Type is { } type ? ApiJson.NameOf(type) : null, row.Consent.Source, row.Consent.At, row.Consent.IpAddress,
        row.CreatedAt, row.UpdatedAt, row.SubscribedAt, row.UnsubscribedAt);
}

/// <summary>The statuses programs see: a contact they do not see has none.</summary>
internal enum ShownListStatus
{
    Active = ListStatus.Active, Unsubscribed = ListStatus.Unsubscribed, Bounced = ListStatus.Bounced, Complained = ListStatus.Complained, Suppressed = ListStatus.Suppressed,
}

/// <summary>A page of a list's contacts.</summary>
internal sealed record ListContactsData(IReadOnlyList<ListContactShown> Contacts, Pagination Pagination);
