namespace ContactsDashboard.Domain;

/// <summary>By what several contacts are taken for one person.</summary>
public enum DuplicateChannel { Email = 0, Phone = 1 }

/// <summary>Which contact of an address stays: by the time it was made, then by its id.</summary>
public enum KeptContact { Earliest = 0, Latest = 1 }

/// <summary>Which duplicates to show.</summary>
public sealed record DuplicatesQuery
{
    public const int MaxLimit = 100;

    public DuplicateChannel Channel { get; init; }

    public int Page { get; init; } = 1;

    public int Limit { get; init; } = 20;

    /// <summary>From a page's next or previous cursor; takes precedence over the page number.</summary>
    public string? Cursor { get; init; }

    /// <summary>The last page, reached from the end.</summary>
    public bool Last { get; init; }
}
