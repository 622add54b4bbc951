using System.Text;

namespace ContactsDashboard.Data.Search;

/// <summary>
/// Short texts side by side in memory, one for each place of a table: any part of any of them is found by one vectorised scan, whatever its length and
/// however many match.
/// </summary>
/// <param name="partBytes">So much at least is scanned by one core.</param>
internal sealed class TextColumn(int partBytes = TextColumn.PartBytes)
{
    // Ends every text; what is looked for does not contain it.
    private const byte End = 0;

    // More than a processor's cache holds: a scan waits for the memory, and several cores wait at once.
    private const int PartBytes = 64 << 20;

    private byte[] _bytes = new byte[4_096];
    private int[] _starts = new int[1_024];
    private int _count;
    private KeptMatches _kept = new();

    public void Append(string? text)
    {
        Forget();
        if (_count + 2 > _starts.Length)
            Array.Resize(ref _starts, _starts.Length * 2);
        var start = _starts[_count];
        var needed = start + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0) + 1;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
        var length = text is null ? 0 : Encoding.UTF8.GetBytes(text, _bytes.AsSpan(start));
        _bytes[start + length] = End;
        _starts[++_count] = start + length + 1;
    }

    /// <summary>Takes the text of a place out of every search.</summary>
    public void Blank(int place)
    {
        Forget();
        _bytes.AsSpan(_starts[place].._starts[place + 1]).Clear();
    }

    public ReadOnlySpan<byte> At(int place) => _bytes.AsSpan(_starts[place], _starts[place + 1] - _starts[place] - 1);

    /// <summary>Whether the place holds exactly this text.</summary>
    public bool Is(int place, string? text) => At(place).SequenceEqual(Encoding.UTF8.GetBytes(text ?? ""));

    public bool HasText(int place) => _bytes[_starts[place]] != End;

    /// <summary>Marks each place whose text contains <paramref name="text"/>.</summary>
    public void Find(string text, PlaceSet found)
    {
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal) || _kept.AddTo(found, text))
            return;
        var matches = Scan(Encoding.UTF8.GetBytes(text));
        found.UnionWith(matches);
        _kept.Keep(text, matches);
    }

    /// <summary>Lets go of who has what was looked for.</summary>
    public void Forget()
    {
        if (!_kept.IsEmpty)
            _kept = new();
    }

    private PlaceSet Scan(byte[] needle)
    {
        var found = new PlaceSet(_count);
        var parts = Math.Clamp(_starts[_count] / partBytes, 1, Environment.ProcessorCount);
        if (parts == 1)
            Scan(needle, 0, _count, found);
        else
            Parallel.For(0, parts, part => Scan(needle, Border(part), Border(part + 1), found));
        return found;

        // Where a word of the set ends, so that no two write into one.
        int Border(int part) => part == parts ? _count : PlaceSet.WordStart((int)((long)_count * part / parts));
    }

    private void Scan(ReadOnlySpan<byte> needle, int first, int end, PlaceSet found)
    {
        ReadOnlySpan<byte> used = _bytes.AsSpan(0, _starts[end]);
        for (var place = first; place < end && used[_starts[place]..].IndexOf(needle) is >= 0 and var at; place++)
        {
            place = PlaceOf(_starts[place] + at, place);
            found.Add(place);
        }
    }

    // Matches are mostly near the last one; where they are rare, thousands of places lie between.
    private int PlaceOf(int position, int after)
    {
        var (low, step) = (after, 1);
        while (low + step < _count && _starts[low + step] <= position)
        {
            low += step;
            step *= 2;
        }
        for (; step > 0; step /= 2)
        {
            if (low + step < _count && _starts[low + step] <= position)
                low += step;
        }
        return low;
    }
}
