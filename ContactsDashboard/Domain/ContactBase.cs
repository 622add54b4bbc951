namespace ContactsDashboard.Domain;

/// <summary>How a contact came to be.</summary>
public enum CreationMethod { EmailThread = 0, Manual = 1, Import = 2, SubscriptionForm = 3, Order = 4, Api = 5, MobileApi = 6, Event = 7 }

/// <summary>What an additional field holds.</summary>
public enum FieldType { Text = 0, Number = 1, Date = 2, Boolean = 3, Select = 4 }

/// <summary>What a device token is for: an app's own push service, or a browser's.</summary>
public enum TokenKind { Mobile = 0, Push = 1 }

/// <summary>By which way a message was sent.</summary>
public enum MessageChannel { Email = 0, Sms = 1, Viber = 2, WhatsApp = 3, WebPush = 4, MobilePush = 5, InApp = 6, Widget = 7 }

/// <summary>What became of a message; the last thing heard of it.</summary>
public enum ActivityStatus { Sent = 0, Delivered = 1, Read = 2, Clicked = 3, Undelivered = 4, Unsubscribed = 5, Spam = 6, SoftBounced = 7 }

/// <summary>What moves when contacts become one.</summary>
public enum MergedKind { Order = 0, Activity = 1, Token = 2 }

/// <summary>Where a segment's contacts come from.</summary>
public enum SegmentKind { List = 0, Dynamic = 1, Category = 2 }

/// <summary>The filters on the left of All contacts and Deleted; one at a time.</summary>
public enum ContactRail
{
    None = 0,
    WithEmail = 1,
    EmailActive = 2,
    SpamReports = 3,
    Unsubscribed = 4,
    EmailBlacklisted = 5,
    NotConfirmed = 6,
    OverLimit = 7,
    WithPhone = 8,
    PhoneActive = 9,
    PhoneBlacklisted = 10,
}

/// <summary>What all contacts can be ordered by.</summary>
public enum AllContactsSort { Created = 0, Updated = 1, Rating = 2, Deleted = 3 }

/// <summary>Which contacts: the one description that list, count, bulk actions, export, segments and the API share.</summary>
public sealed record AllContactsQuery
{
    public const int MaxLimit = 100;

    /// <summary>Part of an e-mail address, phone number or name in any case, or an id.</summary>
    public string? Search { get; init; }

    /// <summary>The smart search as text.</summary>
    public string? Filter { get; init; }

    public ContactRail Rail { get; init; }

    /// <summary>Only the contacts of this segment, whatever it is called.</summary>
    public long? Segment { get; init; }

    /// <summary>The deleted contacts instead of those that are not.</summary>
    public bool Deleted { get; init; }

    public AllContactsSort Sort { get; init; } = AllContactsSort.Created;

    public bool Descending { get; init; } = true;

    public int Page { get; init; } = 1;

    public int Limit { get; init; } = 20;

    /// <summary>From a page's next or previous cursor; takes precedence over the page number.</summary>
    public string? Cursor { get; init; }

    /// <summary>The last page, reached from the end.</summary>
    public bool Last { get; init; }

    /// <summary>Whether anything but the rail narrows it.</summary>
    public bool IsSearched => !string.IsNullOrWhiteSpace(Search) || !string.IsNullOrWhiteSpace(Filter);
}
