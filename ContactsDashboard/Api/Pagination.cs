using System.ComponentModel;

namespace ContactsDashboard.Api;

/// <summary>Where a page is in its list.</summary>
internal sealed record Pagination(
    [property: Description("The page's number; null when it was reached by cursor.")] int? Page,
    [property: Description("The most rows a page has.")] int Limit,
    [property: Description("All rows that match; null where they are not counted.")] long? Total,
    [property: Description("How many pages that makes; null where they are not counted.")] long? TotalPages,
    bool HasNext,
    bool HasPrev,
    [property: Description("Send it as cursor for the next page; null at the end.")] string? NextCursor)
{
    public static Pagination Of(int? page, int limit, long total, string? nextCursor, bool hasPrevious) =>
        new(page, limit, total, (total + limit - 1) / limit, nextCursor is not null, hasPrevious, nextCursor);

    /// <summary>For lists that are not counted.</summary>
    public static Pagination Uncounted(int limit, string? nextCursor, bool hasPrevious) => new(null, limit, null, null, nextCursor is not null, hasPrevious, nextCursor);
}
