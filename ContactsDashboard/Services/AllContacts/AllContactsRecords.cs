using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>A contact as the lists of All contacts and Deleted show it.</summary>
public sealed record BaseRow
{
    public required long Id { get; init; }

    public EmailAddress? Email { get; init; }

    /// <summary>E.164.</summary>
    public string? Phone { get; init; }

    /// <summary>As the ledger has it at this moment.</summary>
    public Standing EmailStanding { get; init; }

    public Standing PhoneStanding { get; init; }

    /// <summary>Every entry in force that covers the e-mail address.</summary>
    public IReadOnlyList<LedgerEntry> EmailEntries { get; init; } = [];

    public IReadOnlyList<LedgerEntry> PhoneEntries { get; init; } = [];

    public CreationMethod CreationMethod { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public int Rating { get; init; }

    public string? Name { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public string? DeletedBy { get; init; }

    public string? DeletedReason { get; init; }

    /// <summary>How messages name it: the address, else the number, else the name.</summary>
    public string Label => Email?.Display ?? Phone ?? Name ?? PublicId.Format(PublicId.Contact, Id);

    internal long? EmailAddressId { get; init; }

    internal Confirmation Confirmation { get; init; }
}

/// <summary>One page of contacts.</summary>
/// <param name="FirstRow">1-based position of the first row where it is known.</param>
public sealed record AllContactsPage(IReadOnlyList<BaseRow> Rows, ContactTotal Total, long? FirstRow, string? NextCursor, string? PreviousCursor)
{
    /// <summary>A wide change is still being carried into filters and counters.</summary>
    public bool IsUpdating { get; init; }

    /// <summary>The rows were found before the total, which only says how many are known of so far.</summary>
    public bool IsCounting { get; init; }
}

/// <summary>How many match, and how many of these are deleted: "All with email" lists those too.</summary>
public sealed record ContactTotal(long All, long Deleted);

/// <summary>How many contacts each rail has; they ignore the search.</summary>
public sealed record RailCounts(IReadOnlyDictionary<ContactRail, long> ByRail, long DeletedWithEmail, long DeletedWithPhone)
{
    public long Of(ContactRail rail) => ByRail.GetValueOrDefault(rail);
}
