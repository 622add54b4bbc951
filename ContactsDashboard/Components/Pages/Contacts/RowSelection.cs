using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Contacts;

namespace ContactsDashboard.Components.Pages.Contacts;

/// <summary>Which rows are ticked: some by id, kept from page to page, or everything that matches the query.</summary>
public sealed class RowSelection
{
    private readonly HashSet<long> _ids = [];
    private ContactsQuery? _all;
    private long _matching;

    public long Count => _all is null ? _ids.Count : _matching;

    public bool IsAll => _all is not null;

    public bool Contains(ContactRow row) => _all is not null || _ids.Contains(row.AddressId);

    /// <summary>True when every row is ticked, false when none is, null in between.</summary>
    public bool? Of(IReadOnlyList<ContactRow> rows)
    {
        var ticked = rows.Count(Contains);
        return ticked == 0 ? false : ticked == rows.Count ? true : null;
    }

    /// <summary>Ticks or unticks one row; taking one out of "all that match" leaves the others of the page.</summary>
    public void Set(ContactRow row, bool ticked, IReadOnlyList<ContactRow> page)
    {
        if (_all is not null)
        {
            Clear();
            Set(page, true);
        }
        _ = ticked ? _ids.Add(row.AddressId) : _ids.Remove(row.AddressId);
    }

    public void Set(IReadOnlyList<ContactRow> rows, bool ticked)
    {
        if (_all is not null)
            Clear();
        if (ticked)
            _ids.UnionWith(rows.Select(r => r.AddressId));
        else
            _ids.ExceptWith(rows.Select(r => r.AddressId));
    }

    public void SelectAll(ContactsQuery query, long matching)
    {
        _ids.Clear();
        (_all, _matching) = (query, matching);
    }

    /// <summary>The number of matches moved while all of them are selected.</summary>
    public void Recount(long matching) => _matching = matching;

    public void Clear()
    {
        _ids.Clear();
        _all = null;
    }

    public BulkSelection ToBulk() => _all is not null ? BulkSelection.AllMatching(_all) : BulkSelection.Of(_ids);
}
