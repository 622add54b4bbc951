using System.Numerics;

namespace ContactsDashboard.Data.Search;

/// <summary>A set of places of a <see cref="SearchTable"/>, as bits.</summary>
internal sealed class PlaceSet(int places)
{
    private readonly ulong[] _words = new ulong[(places + 63) / 64];

    public bool this[int place] => (_words[place >> 6] & (1UL << (place & 63))) != 0;

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    public void Add(int place) => _words[place >> 6] |= 1UL << (place & 63);

    /// <summary>Keeps what is in the other set too; places the other does not know of are not in it.</summary>
    public void IntersectWith(PlaceSet other)
    {
        for (var i = 0; i < _words.Length; i++)
            _words[i] &= i < other._words.Length ? other._words[i] : 0;
    }

    public void ExceptWith(PlaceSet other)
    {
        for (var i = 0; i < Math.Min(_words.Length, other._words.Length); i++)
            _words[i] &= ~other._words[i];
    }

    public Enumerator GetEnumerator() => new(_words);

    /// <summary>The places in ascending order.</summary>
    public struct Enumerator(ulong[] words)
    {
        private int _next;
        private ulong _word;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            while (_word == 0)
            {
                if (_next == words.Length)
                    return false;
                _word = words[_next++];
            }
            Current = ((_next - 1) << 6) + BitOperations.TrailingZeroCount(_word);
            _word &= _word - 1;
            return true;
        }
    }
}
