using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Contacts;

/// <summary>One page of correspondents.</summary>
/// <param name="Total">All rows of the query, exact.</param>
/// <param name="FirstRow">1-based position of the first row where it is known.</param>
public sealed record ContactsPage(IReadOnlyList<ContactRow> Rows, long Total, long? FirstRow, string? NextCursor, string? PreviousCursor)
{
    /// <summary>A wide change is still being carried into filters and counters.</summary>
    public bool IsUpdating { get; init; }
}

/// <summary>How many rows each status tab has; they ignore the search.</summary>
public sealed record ContactCounts(long All, long Blocked, long Active)
{
    public long Of(ContactStatus status) => status switch { ContactStatus.Blocked => Blocked, ContactStatus.Active => Active, _ => All };
}

/// <summary>An address somebody in the organisation corresponds with.</summary>
public sealed record ContactRow
{
    public required long AddressId { get; init; }

    /// <summary>The oldest contact not deleted, if there is one.</summary>
    public long? ContactId { get; init; }

    public required EmailAddress Email { get; init; }

    public string? Name { get; init; }

    public int ThreadCount { get; init; }

    public DateTimeOffset? LastActiveAt { get; init; }

    /// <summary>Every entry in force that covers it, read from the ledger when the row was.</summary>
    public IReadOnlyList<Suppressions.LedgerEntry> Suppressions { get; init; } = [];

    public bool IsBlocked => Suppressions.Count > 0;

    /// <summary>Equal in all that is shown, entries and spelling included, which the equality of records leaves out.</summary>
    public bool LooksLike(ContactRow other) =>
        this with { Suppressions = other.Suppressions } == other && Email.Display == other.Email.Display
        && Suppressions.Count == other.Suppressions.Count && Suppressions.Zip(other.Suppressions).All(e => e.First.LooksLike(e.Second));
}

/// <summary>A conversation an address took part in.</summary>
public sealed record ThreadRow(long Id, string Subject, DateTimeOffset? LastMessageAt, int Messages, IReadOnlyList<string> Participants, int ParticipantCount);
