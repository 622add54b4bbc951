using System.Collections.Concurrent;

namespace ContactsDashboard.Data.Search;

/// <summary>
/// Which places hold what was looked for, until a text changes: open pages look again whenever anything else did, and nearly every text has the letter
/// somebody begins with. Safe for several at once.
/// </summary>
internal sealed class KeptMatches
{
    private const long MostBytes = 16 << 20;

    private readonly ConcurrentDictionary<string, Matches> _found = new(StringComparer.Ordinal);
    private long _bytes;

    public bool IsEmpty => _found.IsEmpty;

    /// <summary>Adds the places that hold the text; false when they are not known.</summary>
    public bool AddTo(PlaceSet set, string text)
    {
        if (!_found.TryGetValue(text, out var matches))
            return false;
        matches.AddTo(set);
        return true;
    }

    /// <summary>Keeps these matches; all others are let go of when they would take too much.</summary>
    public void Keep(string text, PlaceSet found)
    {
        var matches = Matches.Of(found);
        if (Interlocked.Add(ref _bytes, matches.Bytes) > MostBytes)
        {
            _found.Clear();
            Interlocked.Exchange(ref _bytes, matches.Bytes);
        }
        _found[text] = matches;
    }

    // A set takes a bit for every place there is; most texts are held by few.
    private readonly record struct Matches(int[]? Few, PlaceSet? Many)
    {
        public long Bytes => Few?.Length * sizeof(int) ?? Many!.Bytes;

        public static Matches Of(PlaceSet found) => found.Count is var count && count * sizeof(int) >= found.Bytes ? new(null, found) : new(Listed(found, count), null);

        public void AddTo(PlaceSet set)
        {
            if (Many is not null)
                set.UnionWith(Many);
            else
                Array.ForEach(Few!, set.Add);
        }

        private static int[] Listed(PlaceSet found, int count)
        {
            var (places, at) = (new int[count], 0);
            foreach (var place in found.Walk(backwards: false))
                places[at++] = place;
            return places;
        }
    }
}
