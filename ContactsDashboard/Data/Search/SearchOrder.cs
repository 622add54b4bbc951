using System.Text;

namespace ContactsDashboard.Data.Search;

/// <summary>By which column of a <see cref="SearchTable"/> rows are ordered; rows that are level by their ids.</summary>
/// <param name="FromLastAt">Not by a text but by what follows its last @: the domain of an address.</param>
internal sealed record SearchOrder(int Column, bool IsText = false, bool FromLastAt = false);

/// <summary>Which part of an order is wanted: after a row where one is named (its key and id), without the first <paramref name="Skip"/>.</summary>
internal sealed record SearchCut(bool Ascending, (object Key, long Id)? After, int Skip, int Take);

/// <summary>What places are ordered by. Structures implement it, so that going through a million places makes no calls.</summary>
internal interface IPlaceOrder<TKey> where TKey : allows ref struct
{
    TKey KeyOf(int place);

    int Compare(TKey a, TKey b);

    TKey Read(object key);

    object Write(TKey key);
}

internal readonly struct NumberOrder(List<long> numbers) : IPlaceOrder<long>
{
    public long KeyOf(int place) => numbers[place];

    public int Compare(long a, long b) => a.CompareTo(b);

    public long Read(object key) => (long)key;

    public object Write(long key) => key;
}

/// <summary>Byte by byte, as the store compares texts.</summary>
internal readonly struct TextOrder(TextColumn texts, bool fromLastAt) : IPlaceOrder<ReadOnlySpan<byte>>
{
    public ReadOnlySpan<byte> KeyOf(int place)
    {
        var text = texts.At(place);
        return fromLastAt ? text[(text.LastIndexOf((byte)'@') + 1)..] : text;
    }

    public int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.SequenceCompareTo(b);

    public ReadOnlySpan<byte> Read(object key) => Encoding.UTF8.GetBytes((string)key);

    public object Write(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(key);
}
