namespace ContactsDashboard.Components.Shared;

/// <summary>Which rows are ticked: some by id, kept from page to page, or everything that matches a query.</summary>
public sealed class RowSelection<TQuery> where TQuery : class
{
    private readonly HashSet<long> _ids = [];
    private long _matching;

    /// <summary>Counts the changes, for whoever shows the selection.</summary>
    public int Version { get; private set; }

    public long Count => All is null ? _ids.Count : _matching;

    /// <summary>The query whose every match is ticked; null where rows are ticked one by one.</summary>
    public TQuery? All { get; private set; }

    public bool IsAll => All is not null;

    public IReadOnlyCollection<long> Ids => _ids;

    public bool Contains(long id) => All is not null || _ids.Contains(id);

    /// <summary>True when every row of a page is ticked, false when none is, null in between.</summary>
    public bool? Of(IReadOnlyList<long> page)
    {
        var ticked = page.Count(Contains);
        return ticked == 0 ? false : ticked == page.Count ? true : null;
    }

    /// <summary>Ticks or unticks one row; taking one out of "all that match" leaves the others of the page.</summary>
    public void Set(long id, bool ticked, IReadOnlyList<long> page)
    {
        if (All is not null)
        {
            Clear();
            Set(page, true);
        }
        Version++;
        _ = ticked ? _ids.Add(id) : _ids.Remove(id);
    }

    public void Set(IReadOnlyList<long> page, bool ticked)
    {
        if (All is not null)
            Clear();
        Version++;
        if (ticked)
            _ids.UnionWith(page);
        else
            _ids.ExceptWith(page);
    }

    public void SelectAll(TQuery query, long matching)
    {
        _ids.Clear();
        Version++;
        (All, _matching) = (query, matching);
    }

    /// <summary>The number of matches moved while all of them are selected.</summary>
    public void Recount(long matching) => _matching = matching;

    public void Clear()
    {
        _ids.Clear();
        Version++;
        All = null;
    }
}
