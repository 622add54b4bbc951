using System.Numerics;

namespace ContactsDashboard.Data.Search;

/// <summary>A set of places of a <see cref="SearchTable"/>, as bits.</summary>
internal sealed class PlaceSet(int places)
{
    private readonly ulong[] _words = new ulong[(places + 63) / 64];

    public bool this[int place] => (_words[place >> 6] & (1UL << (place & 63))) != 0;

    public int Bytes => _words.Length * sizeof(ulong);

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

    /// <summary>The first place of the word that holds a place: sets are filled by several at once where none shares a word with another.</summary>
    public static int WordStart(int place) => place & ~63;

    public void Add(int place) => _words[place >> 6] |= 1UL << (place & 63);

    /// <summary>Keeps what is in the other set too; places the other does not know of are not in it.</summary>
    public void IntersectWith(PlaceSet other)
    {
        for (var i = 0; i < _words.Length; i++)
            _words[i] &= i < other._words.Length ? other._words[i] : 0;
    }

    public void UnionWith(PlaceSet other)
    {
        for (var i = 0; i < Math.Min(_words.Length, other._words.Length); i++)
            _words[i] |= other._words[i];
    }

    public void ExceptWith(PlaceSet other)
    {
        for (var i = 0; i < Math.Min(_words.Length, other._words.Length); i++)
            _words[i] &= ~other._words[i];
    }

    /// <summary>The places in ascending order, or in descending order.</summary>
    public Enumerator Walk(bool backwards) => new(_words, backwards);

    public struct Enumerator(ulong[] words, bool backwards)
    {
        private int _left = words.Length;
        private int _at;
        private ulong _word;

        public int Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_word == 0)
            {
                if (_left == 0)
                    return false;
                _left--;
                _at = backwards ? _left : words.Length - 1 - _left;
                _word = words[_at];
            }
            var bit = backwards ? 63 - BitOperations.LeadingZeroCount(_word) : BitOperations.TrailingZeroCount(_word);
            Current = (_at << 6) + bit;
            _word ^= 1UL << bit;
            return true;
        }
    }
}
