namespace ContactsDashboard.Domain;

/// <summary>The filter of the contacts page.</summary>
public enum ContactStatus { All = 0, Blocked = 1, Active = 2 }

/// <summary>The columns the contacts page can be ordered by.</summary>
public enum ContactSort { LastActive = 0, Email = 1, Domain = 2, Threads = 3 }

/// <summary>Which correspondents to show: the one description that list, count, bulk actions and the API share.</summary>
public sealed record ContactsQuery
{
    public const int MaxLimit = 100;

    /// <summary>Beyond this many pages a page is reached by cursor, at the same cost however deep.</summary>
    public const int MaxNumberedPages = 500;

    /// <summary>Part of an e-mail address, in any case.</summary>
    public string? Search { get; init; }

    /// <summary>A smart search as text, of the contact each row shows.</summary>
    public string? Filter { get; init; }

    public ContactStatus Status { get; init; }

    public ContactSort Sort { get; init; } = ContactSort.LastActive;

    public bool Descending { get; init; } = true;

    public int Page { get; init; } = 1;

    public int Limit { get; init; } = 20;

    /// <summary>From a page's next or previous cursor; takes precedence over the page number.</summary>
    public string? Cursor { get; init; }

    /// <summary>The last page, reached from the end.</summary>
    public bool Last { get; init; }
}
