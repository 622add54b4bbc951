namespace ContactsDashboard.Domain;

/// <summary>What segments can be ordered by.</summary>
public enum SegmentSort { Name = 0, Contacts = 1, Updated = 2 }

/// <summary>Which segments: the one description the page and the API share.</summary>
public sealed record SegmentsQuery
{
    public const int MaxLimit = 100;

    /// <summary>Part of a name, in any case.</summary>
    public string? Search { get; init; }

    public SegmentKind? Kind { get; init; }

    public SegmentSort Sort { get; init; } = SegmentSort.Name;

    public bool Descending { get; init; }

    public int Page { get; init; } = 1;

    public int Limit { get; init; } = 20;

    /// <summary>From a page's next cursor; takes precedence over the page number.</summary>
    public string? Cursor { get; init; }

    /// <summary>The last page.</summary>
    public bool Last { get; init; }
}
