using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Profiles;

/// <summary>What people and programs enter about a contact; what is empty is not entered.</summary>
public sealed record ProfileEdit
{
    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    /// <summary>E.164, or a national number of the organisation's country.</summary>
    public string? Phone { get; init; }

    /// <summary>What another system knows the contact by; unique in the organisation.</summary>
    public string? ExternalId { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>IANA.</summary>
    public string? TimeZone { get; init; }

    public string? Street { get; init; }

    public string? City { get; init; }

    public string? Region { get; init; }

    public string? PostalCode { get; init; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>Ids of subscription categories.</summary>
    public IReadOnlyCollection<long> Categories { get; init; } = [];

    /// <summary>Values of additional fields, by key.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();
}

/// <summary>Somebody's word that the owner of the data agreed.</summary>
/// <param name="At">When the owner agreed, where that is known; else now.</param>
public sealed record ConsentGiven(bool Confirmed, DateTimeOffset? At = null);

/// <summary>A contact that was created or changed.</summary>
/// <param name="AuditId">The change that can be undone; null when nothing was different.</param>
/// <param name="EmailBlockedBy">Entries of the ledger that covered the address from its first second.</param>
public sealed record ProfileChange(long ContactId, long? AuditId, IReadOnlyList<LedgerEntry> EmailBlockedBy, IReadOnlyList<LedgerEntry> PhoneBlockedBy);

/// <summary>A contact that has the same address.</summary>
public sealed record KnownContact(long Id, string Name, bool IsDeleted);

/// <summary>What is known already about an address before it is entered once more.</summary>
/// <param name="Contacts">The oldest of them.</param>
public sealed record KnownAddress(long Total, IReadOnlyList<KnownContact> Contacts, IReadOnlyList<LedgerEntry> BlockedBy);

/// <summary>How a contact can be reached by one channel, as the ledger says it at the time of asking.</summary>
/// <param name="Address">In the spelling first seen.</param>
/// <param name="Entries">Every entry in force that covers it, the decisive one first.</param>
public sealed record ProfileChannel(long AddressId, string Value, string Address, Standing Standing, IReadOnlyList<LedgerEntry> Entries, int Threads,
    DateTimeOffset? LastActiveAt)
{
    /// <summary>Another contact that is not deleted has the same address.</summary>
    public bool IsShared { get; init; }
}

/// <summary>A device.</summary>
public sealed record ProfileToken(long Id, TokenKind Kind, string Value, DateTimeOffset CreatedAt);

/// <summary>A list or category the contact is in.</summary>
public sealed record ProfileSegment(long Id, string Name, SegmentKind Kind);

/// <summary>What a list that programs keep knows of the contact.</summary>
/// <param name="Values">Of the list's own fields, by label.</param>
public sealed record ProfileList(long Id, string Name, DateTimeOffset SubscribedAt, string? Source, ConsentType? ConsentType, string? ConsentSource, DateTimeOffset? ConsentAt,
    string? ConsentIp, IReadOnlyList<(string Label, string Text)> Values);

/// <summary>What the contact bought.</summary>
public sealed record ProfileOrders(long Count, long Cents, DateTimeOffset? LastAt, string Currency);

/// <summary>Who deleted a contact, when and why.</summary>
public sealed record Deletion(DateTimeOffset At, string By, string? Reason);

/// <summary>One value of a profile before and after a change.</summary>
/// <param name="Name">As programs name it: <c>city</c>, <c>field:size</c>, <c>category:12</c>.</param>
/// <param name="Label">As people name it.</param>
public sealed record ValueChange(string Name, string Label, string? Before, string? After);

/// <summary>A change as the profile tells it.</summary>
/// <param name="Reason">Why it was deleted, where somebody said so.</param>
public sealed record ProfileEvent(AuditRow Row, IReadOnlyList<ValueChange> Changes, string? Reason)
{
    /// <summary>The change was another contact's, which was given another address and left this one behind.</summary>
    public bool IsLeftBehind { get; init; }
}

/// <summary>Everything entered and collected about a contact.</summary>
public sealed record Profile
{
    public required long Id { get; init; }

    /// <summary>First and last name, else the name mail gave the address; empty where there is none.</summary>
    public required string Name { get; init; }

    public required ProfileEdit Entered { get; init; }

    public ProfileChannel? Email { get; init; }

    public ProfileChannel? Phone { get; init; }

    public IReadOnlyList<ProfileToken> Tokens { get; init; } = [];

    /// <summary>Lists and categories. Dynamic segments have no members of their own: whoever evaluates smart searches adds them.</summary>
    public IReadOnlyList<ProfileSegment> Segments { get; init; } = [];

    /// <summary>Lists that know more than that the contact is in them.</summary>
    public IReadOnlyList<ProfileList> Lists { get; init; } = [];

    /// <summary>Every additional field of the organisation; its value is in <see cref="Entered"/>.</summary>
    public IReadOnlyList<FieldRow> Fields { get; init; } = [];

    public required ProfileOrders Orders { get; init; }

    /// <summary>0 to 100: see <see cref="EmailRating"/>.</summary>
    public int Rating { get; init; }

    public CreationMethod Source { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last edit; an edit carries it back.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? ConsentAt { get; init; }

    public string? ConsentBy { get; init; }

    public Deletion? Deleted { get; init; }

    /// <summary>The contact it was merged into, while it is.</summary>
    public long? MergedInto { get; init; }

    /// <summary>The contacts that were merged into it.</summary>
    public IReadOnlyList<KnownContact> MergedFrom { get; init; } = [];

    /// <summary>The latest changes, newest first; empty for whoever may not see the record of changes.</summary>
    public IReadOnlyList<ProfileEvent> History { get; init; } = [];

    /// <summary>What to call it where one line must do.</summary>
    public string Title => Name.Length > 0 ? Name : Email?.Address ?? Phone?.Address ?? PublicId.Format(PublicId.Contact, Id);
}
