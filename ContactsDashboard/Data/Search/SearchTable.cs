using System.Runtime.InteropServices;

namespace ContactsDashboard.Data.Search;

/// <summary>
/// The searched texts of rows and the numbers they are ordered by, in memory. Rows come in the order of their ids; one with changed texts is written anew
/// at the end and its old place goes blank.
/// </summary>
internal sealed class SearchTable(int texts, int numbers)
{
    private readonly TextColumn[] _columns = [.. Enumerable.Range(0, texts).Select(_ => new TextColumn())];
    private readonly List<long>[] _numbers = [.. Enumerable.Range(0, numbers).Select(_ => new List<long>())];
    private readonly List<long> _ids = [];
    private readonly Dictionary<long, int> _late = [];
    private int _ordered;

    /// <summary>Places, blank ones included.</summary>
    public int Places => _ids.Count;

    /// <summary>So many rows were changed or removed that it should be read anew.</summary>
    public bool IsWorn => Blanks > 10_000 && Blanks > Places / 4;

    private int Blanks { get; set; }

    public long IdAt(int place) => _ids[place];

    /// <summary>Adds a row, or replaces what it holds.</summary>
    public void Set(long id, ReadOnlySpan<string?> texts, ReadOnlySpan<long> numbers)
    {
        if (PlaceOf(id) is >= 0 and var place && IsTexts(place, texts))
        {
            for (var i = 0; i < _numbers.Length; i++)
                _numbers[i][place] = numbers[i];
            return;
        }
        Remove(id);
        if (_ordered == Places && (Places == 0 || id > _ids[^1]))
            _ordered++;
        else
            _late[id] = Places;
        _ids.Add(id);
        for (var i = 0; i < _columns.Length; i++)
            _columns[i].Append(texts[i]);
        for (var i = 0; i < _numbers.Length; i++)
            _numbers[i].Add(numbers[i]);
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

    /// <summary>Lets go of what was found before; for those who measure.</summary>
    public void Forget() => Array.ForEach(_columns, c => c.Forget());

    /// <summary>Marks the places whose text in a column contains <paramref name="text"/>.</summary>
    public void Find(int column, string text, PlaceSet found) => _columns[column].Find(text, found);

    /// <summary>Those of a cut of these places in an order, each with what it is ordered by.</summary>
    public List<(object Key, long Id)> First(PlaceSet found, SearchOrder order, SearchCut cut) => order.IsText
        ? First<TextOrder, ReadOnlySpan<byte>>(found, new(_columns[order.Column], order.FromLastAt), cut)
        : First<NumberOrder, long>(found, new(_numbers[order.Column]), cut);

    private List<(object Key, long Id)> First<TOrder, TKey>(PlaceSet found, TOrder order, SearchCut cut)
        where TOrder : struct, IPlaceOrder<TKey> where TKey : allows ref struct
    {
        var most = cut.Skip + cut.Take;
        // The worst of the best so far is on top.
        var best = new PriorityQueue<int, int>(most + 1, Comparer<int>.Create((a, b) => Side(order.KeyOf(b), _ids[b], order.KeyOf(a), _ids[a])));
        var isAfter = cut.After is not null;
        var after = isAfter ? order.Read(cut.After!.Value.Key) : default!;
        var afterId = cut.After?.Id ?? 0;
        var worst = -1;
        // Rows come mostly in the order of time: from the end that is wanted first, nearly all others are passed over at a glance.
        foreach (var candidate in found.Walk(backwards: !cut.Ascending))
        {
            var key = order.KeyOf(candidate);
            if (worst >= 0 && Side(key, _ids[candidate], order.KeyOf(worst), _ids[worst]) >= 0)
                continue;
            if (most == 0 || (isAfter && Side(key, _ids[candidate], after, afterId) <= 0))
                continue;
            if (worst >= 0)
                best.DequeueEnqueue(candidate, candidate);
            else
                best.Enqueue(candidate, candidate);
            worst = best.Count == most ? best.Peek() : -1;
        }
        var ordered = new List<(object Key, long Id)>(best.Count);
        while (best.TryDequeue(out var next, out _))
            ordered.Add((order.Write(order.KeyOf(next)), _ids[next]));
        ordered.Reverse();
        return ordered.Count <= cut.Skip ? [] : ordered.GetRange(cut.Skip, ordered.Count - cut.Skip);

        // Negative: the first comes before the second in the direction asked for.
        int Side(TKey a, long aId, TKey b, long bId)
        {
            var side = order.Compare(a, b) is not 0 and var different ? different : aId.CompareTo(bId);
            return cut.Ascending ? side : -side;
        }
    }

    private bool IsTexts(int place, ReadOnlySpan<string?> texts)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (!_columns[i].Is(place, texts[i]))
                return false;
        }
        return true;
    }

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
