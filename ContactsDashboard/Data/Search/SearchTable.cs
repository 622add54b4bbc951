using System.Runtime.InteropServices;

namespace ContactsDashboard.Data.Search;

/// <summary>
/// The searched texts of rows, in memory. Rows come in the order of their ids; a changed one is written anew at the end and its old place goes blank.
/// </summary>
internal sealed class SearchTable(int columns)
{
    private readonly TextColumn[] _columns = [.. Enumerable.Range(0, columns).Select(_ => new TextColumn())];
    private readonly List<long> _ids = [];
    private readonly Dictionary<long, int> _late = [];
    private int _ordered;

    /// <summary>Places, blank ones included.</summary>
    public int Places => _ids.Count;

    /// <summary>So many rows were changed or removed that it should be read anew.</summary>
    public bool IsWorn => Blanks > 10_000 && Blanks > Places / 4;

    private int Blanks { get; set; }

    public long IdAt(int place) => _ids[place];

    /// <summary>Adds a row, or replaces its texts.</summary>
    public void Set(long id, params ReadOnlySpan<string?> texts)
    {
        Remove(id);
        if (_ordered == Places && (Places == 0 || id > _ids[^1]))
            _ordered++;
        else
            _late[id] = Places;
        _ids.Add(id);
        for (var i = 0; i < _columns.Length; i++)
            _columns[i].Append(texts[i]);
    }

    public void Remove(long id)
    {
        var place = PlaceOf(id);
        if (place < 0)
            return;
        foreach (var column in _columns)
            column.Blank(place);
        _late[id] = -1;
        Blanks++;
    }

    /// <summary>The place of a row; negative where there is none.</summary>
    public int PlaceOf(long id) => _late.TryGetValue(id, out var late) ? late : CollectionsMarshal.AsSpan(_ids)[.._ordered].BinarySearch(id);

    /// <summary>The places of these rows, as far as they are known.</summary>
    public PlaceSet PlacesOf(IEnumerable<long> ids)
    {
        var set = new PlaceSet(Places);
        foreach (var id in ids)
        {
            if (PlaceOf(id) is >= 0 and var place)
                set.Add(place);
        }
        return set;
    }

    /// <summary>Marks the places whose text in a column contains <paramref name="text"/>.</summary>
    public void Find(int column, string text, PlaceSet found) => _columns[column].Find(text, found);

    /// <summary>The places that have a text in a column at all.</summary>
    public PlaceSet PlacesWith(int column)
    {
        var set = new PlaceSet(Places);
        for (var place = 0; place < Places; place++)
        {
            if (_columns[column].HasText(place))
                set.Add(place);
        }
        return set;
    }
}
