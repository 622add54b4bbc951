namespace ContactsDashboard.Domain.Filters;

/// <summary>What a field holds, and with it the operators and values it takes.</summary>
public enum FilterKind
{
    /// <summary>A text that is compared as a whole.</summary>
    Text = 0,

    /// <summary>A text in which <c>:</c> looks for a part.</summary>
    Contains = 1,
    Domain = 2,
    Phone = 3,
    Number = 4,

    /// <summary>A moment.</summary>
    Date = 5,
    Choice = 6,

    /// <summary>The name of a segment or category.</summary>
    Name = 7,
    Id = 8,

    /// <summary>As the organisation defined it.</summary>
    Additional = 9,
}

/// <summary>A word a field may be compared with, and what people call it.</summary>
public sealed record FilterChoice(string Word, string Label);

/// <summary>Something a contact can be found by.</summary>
public sealed record FilterField(string Name, string Label, string Group, FilterKind Kind)
{
    /// <summary>A contact may lack it: <c>never</c> and <c>any</c> ask for that.</summary>
    public bool MayBeMissing { get; init; }

    public IReadOnlyList<FilterChoice> Choices { get; init; } = [];

    /// <summary>Of a moment only the organisation's day counts: how long ago is meant in whole days.</summary>
    public bool WholeDays { get; init; }

    /// <summary>Another name people give it.</summary>
    public string? Alias { get; init; }

    /// <summary>Of an additional field, once the organisation's own are known.</summary>
    public AdditionalField? Additional { get; init; }
}

/// <summary>An additional field as filters know it.</summary>
public sealed record AdditionalField(string Key, string Label, FieldType Type)
{
    public IReadOnlyList<string> Options { get; init; } = [];
}

/// <summary>The names only the organisation knows.</summary>
public sealed record FilterNames(IReadOnlyList<AdditionalField> Fields, IReadOnlyList<string> Segments, IReadOnlyList<string> Categories)
{
    public static readonly FilterNames None = new([], [], []);
}

/// <summary>Everything a filter can ask, by the name it is asked by.</summary>
public static class FilterFields
{
    public const string AdditionalPrefix = "field.";

    private const string Profile = "Profile";
    private const string Collected = "Collected";
    private const string Sending = "Standing";
    private const string Reading = "Reach";
    private const string Groups = "Segments";
    private const string Deletion = "Deleted";

    public static readonly IReadOnlyList<FilterField> All =
    [
        new("email", "E-mail", Profile, FilterKind.Contains) { MayBeMissing = true },
        new("domain", "Domain", Profile, FilterKind.Domain) { MayBeMissing = true },
        new("phone", "Phone", Profile, FilterKind.Phone) { MayBeMissing = true },
        new("name", "Full name", Profile, FilterKind.Contains) { MayBeMissing = true },
        new("first_name", "First name", Profile, FilterKind.Text) { MayBeMissing = true },
        new("surname", "Surname", Profile, FilterKind.Text) { MayBeMissing = true, Alias = "last_name" },
        new("id", "Contact id", Profile, FilterKind.Id),
        new("external_id", "External id", Profile, FilterKind.Text) { MayBeMissing = true },
        new("language", "Language", Profile, FilterKind.Text) { MayBeMissing = true },
        new("timezone", "Time zone", Profile, FilterKind.Text) { MayBeMissing = true, Alias = "time_zone" },
        new("country", "Country", Profile, FilterKind.Text) { MayBeMissing = true },
        new("region", "Region", Profile, FilterKind.Text) { MayBeMissing = true },
        new("city", "City", Profile, FilterKind.Text) { MayBeMissing = true },
        new("postal_code", "Postal code", Profile, FilterKind.Text) { MayBeMissing = true },
        new("street", "Street", Profile, FilterKind.Contains) { MayBeMissing = true },
        new("source", "Creation method", Collected, FilterKind.Choice) { Choices = Sources },
        new("created", "Created", Collected, FilterKind.Date),
        new("updated", "Updated", Collected, FilterKind.Date),
        new("last_active", "Last active", Collected, FilterKind.Date) { MayBeMissing = true },
        new("threads", "Threads", Collected, FilterKind.Number),
        new("rating", "E-mail rating", Collected, FilterKind.Number),
        new("consent", "Consent", Collected, FilterKind.Date) { MayBeMissing = true },
        new("has", "Has", Collected, FilterKind.Choice) { Choices = Belongings },
        new("status", "E-mail status", Sending, FilterKind.Choice) { Choices = Statuses },
        new("phone_status", "Phone status", Sending, FilterKind.Choice) { Choices = [new("active", "Active"), new("blacklisted", "Blacklisted")] },
        new("reach", "Reach by e-mail", Reading, FilterKind.Choice) { Choices = Reach },
        new("last_read", "Last read an e-mail", Reading, FilterKind.Date) { MayBeMissing = true, WholeDays = true },
        new("last_outcome", "Latest e-mail became", Reading, FilterKind.Choice) { MayBeMissing = true, Choices = Outcomes },
        new("phone_reach", "Reach by phone", Reading, FilterKind.Choice) { Choices = Reach },
        new("phone_last_read", "Last read by phone", Reading, FilterKind.Date) { MayBeMissing = true, WholeDays = true },
        new("phone_last_outcome", "Latest by phone became", Reading, FilterKind.Choice) { MayBeMissing = true, Choices = Outcomes },
        new("segment", "Segment", Groups, FilterKind.Name),
        new("category", "Category", Groups, FilterKind.Name),
        new("deleted", "Deleted", Deletion, FilterKind.Date) { MayBeMissing = true },
        new("deleted_by", "Deleted by", Deletion, FilterKind.Contains) { MayBeMissing = true },
        new("delete_reason", "Reason of deletion", Deletion, FilterKind.Contains) { MayBeMissing = true },
    ];

    /// <summary>What can stand inside <c>activity(…)</c>.</summary>
    public static readonly IReadOnlyList<FilterField> OfActivity =
    [
        new("channel", "Channel", "", FilterKind.Choice) { Choices = Channels },
        new("status", "Status", "", FilterKind.Choice) { Choices = Outcomes },
        new("message", "Message", "", FilterKind.Text),
        new("language", "Language", "", FilterKind.Text) { MayBeMissing = true },
        new("sent", "Sent", "", FilterKind.Date),
    ];

    /// <summary>What can stand inside <c>orders(…)</c>.</summary>
    public static readonly IReadOnlyList<FilterField> OfOrders = [new("ordered", "Ordered", "", FilterKind.Date)];

    /// <summary>What a tally comes to, by <see cref="TallyMeasure"/>.</summary>
    public static readonly IReadOnlyList<FilterField> Measures =
    [
        new("count", "Number of orders", "Orders", FilterKind.Number),
        new("sum", "Sum of orders", "Orders", FilterKind.Number),
        new("average", "Average order", "Orders", FilterKind.Number) { MayBeMissing = true },
        new("last", "Last order", "Orders", FilterKind.Date) { MayBeMissing = true },
    ];

    /// <summary>The slices of analytics, in the order of <see cref="Domain.Reach"/>.</summary>
    public static IReadOnlyList<FilterChoice> Reach => [new("active", "Active"), new("inactive", "Inactive"), new("lost", "Lost"), new("never_sent", "Never sent to")];

    private static FilterChoice[] Statuses =>
    [
        new("active", "Active"), new("blocked", "Blocked"), new("blacklisted", "Blacklisted"), new("spam", "Spam report"),
        new("unsubscribed", "Unsubscribed"), new("not_confirmed", "Not confirmed"), new("over_limit", "Over the limit"),
    ];

    private static FilterChoice[] Sources =>
    [
        new("email_thread", "Email thread"), new("manual", "Manual"), new("import", "Import"), new("subscription_form", "Subscription form"),
        new("order", "Order"), new("api", "API"), new("mobile_api", "Mobile API"), new("event", "Event"),
    ];

    private static FilterChoice[] Belongings =>
    [
        new("email", "An e-mail address"), new("phone", "A phone number"), new("name", "A name"), new("address", "A postal address"),
        new("order", "An order"), new("activity", "Activity"), new("mobile_token", "A mobile token"), new("push_token", "A push token"),
        new("category", "A subscription category"),
    ];

    private static FilterChoice[] Channels =>
    [
        new("email", "E-mail"), new("sms", "SMS"), new("viber", "Viber"), new("whatsapp", "WhatsApp"), new("web_push", "Web push"),
        new("mobile_push", "Mobile push"), new("in_app", "In-app"), new("widget", "Widget"),
    ];

    private static FilterChoice[] Outcomes =>
    [
        new("sent", "Sent"), new("delivered", "Delivered"), new("read", "Read"), new("clicked", "Clicked"), new("undelivered", "Undelivered"),
        new("unsubscribed", "Unsubscribed"), new("spam", "Spam"), new("soft_bounced", "Soft-bounced"),
    ];

    /// <summary>The field of this name or alias, additional ones included; null when there is none.</summary>
    public static FilterField? Find(string name, FilterNames? names = null) =>
        name.StartsWith(AdditionalPrefix, StringComparison.OrdinalIgnoreCase) ? Additional(name[AdditionalPrefix.Length..].ToLowerInvariant(), names)
        : Find(All, name);

    public static FilterField? Find(IReadOnlyList<FilterField> fields, string name) =>
        fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || name.Equals(f.Alias, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a choice of an enumeration's order stands for.</summary>
    internal static int IndexOf(this FilterField field, TextValue choice)
    {
        for (var i = 0; i < field.Choices.Count; i++)
        {
            if (field.Choices[i].Word == choice.Text)
                return i;
        }
        throw new ArgumentException($"{field.Name} has no such choice.", nameof(choice));
    }

    public static FilterField OfAdditional(AdditionalField field) => new(AdditionalPrefix + field.Key, field.Label, "Additional fields", FilterKind.Additional)
    {
        MayBeMissing = true,
        Additional = field,
    };

    // Without the organisation's own any key will do: what it is called is all a filter holds of it.
    private static FilterField? Additional(string key, FilterNames? names)
    {
        if (key.Length == 0 || !key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            return null;
        if (names is null)
            return new(AdditionalPrefix + key, key, "Additional fields", FilterKind.Additional) { MayBeMissing = true };
        return names.Fields.FirstOrDefault(f => f.Key == key) is { } known ? OfAdditional(known) : null;
    }
}
