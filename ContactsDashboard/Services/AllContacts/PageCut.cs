using ContactsDashboard.Data.Search;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Which part of an order a page of All contacts is.</summary>
internal static class PageCut
{
    /// <summary>The same part of few that were gathered.</summary>
    public static List<(long Key, long Id)> Of(IEnumerable<(long Key, long Id)> keys, SearchCut cut)
    {
        if (cut.After is { } after)
            keys = keys.Where(k => k.CompareTo(((long)after.Key, after.Id)) is var side && (cut.Ascending ? side > 0 : side < 0));
        return [.. (cut.Ascending ? keys.Order() : keys.OrderDescending()).Skip(cut.Skip).Take(cut.Take)];
    }

    // One more than the page shows says whether there is another one.
    public static SearchCut Of(AllContactsQuery query, AllContactsCursor? cursor, long total)
    {
        var backwards = cursor?.Backwards ?? query.Last;
        var isLast = query.Last && cursor is null;
        return new(query.Descending == backwards, cursor is null ? null : (cursor.Key, cursor.Id), cursor is null && !query.Last ? (query.Page - 1) * query.Limit : 0,
            (isLast && total > 0 ? (int)((total - 1) % query.Limit) + 1 : query.Limit) + 1);
    }

    /// <summary>The page of these rows, with the cursors that lead on and back.</summary>
    public static AllContactsPage Page(AllContactsQuery query, AllContactsCursor? cursor, List<(long Key, long Id)> keys, bool more, IReadOnlyList<BaseRow> rows,
        ContactTotal total)
    {
        var backwards = cursor?.Backwards ?? query.Last;
        var hasNext = backwards ? cursor is not null : more;
        var hasPrevious = backwards ? more : cursor is not null || query.Page > 1;
        string? At(bool wanted, Index index, bool back) =>
            wanted && keys.Count > 0 ? new AllContactsCursor(query.Sort, query.Descending, back, keys[index].Key, keys[index].Id).ToString() : null;
        long? first = cursor is not null ? null : query.Last ? total.All - keys.Count + 1 : (long)(query.Page - 1) * query.Limit + 1;
        return new(rows, total, first, At(hasNext, ^1, false), At(hasPrevious, 0, true));
    }
}
