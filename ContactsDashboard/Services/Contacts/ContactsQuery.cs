using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Contacts;

public enum ContactStatus { All = 0, Blocked = 1, Active = 2 }

public enum ContactSort { LastActive = 0, Email = 1, Domain = 2, Threads = 3 }

/// <summary>Which correspondents to show: the one description that list, count, bulk actions and the API share.</summary>
public sealed record ContactsQuery
{
    public const int MaxLimit = 100;

    /// <summary>Beyond this many pages a page is reached by cursor, at the same cost however deep.</summary>
    public const int MaxNumberedPages = 500;

    /// <summary>Part of an e-mail address, in any case.</summary>
    public string? Search { get; init; }

    public ContactStatus Status { get; init; }

    public ContactSort Sort { get; init; } = ContactSort.LastActive;

    public bool Descending { get; init; } = true;

    public int Page { get; init; } = 1;

    public int Limit { get; init; } = 20;

    /// <summary>From <see cref="ContactsPage.NextCursor"/> or <see cref="ContactsPage.PreviousCursor"/>; takes precedence over the page number.</summary>
    public string? Cursor { get; init; }

    /// <summary>The last page, reached from the end.</summary>
    public bool Last { get; init; }
}

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
}

/// <summary>A conversation an address took part in.</summary>
public sealed record ThreadRow(long Id, string Subject, DateTimeOffset? LastMessageAt, int Messages, IReadOnlyList<string> Participants, int ParticipantCount);
