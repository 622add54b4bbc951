using System.Text;

namespace ContactsDashboard.Data.Search;

/// <summary>By which column of a <see cref="SearchTable"/> rows are ordered; rows that are level by their ids.</summary>
/// <param name="FromLastAt">Not by a text but by what follows its last @: the domain of an address.</param>
internal sealed record SearchOrder(int Column, bool IsText = false, bool FromLastAt = false);

/// <summary>Which part of an order is wanted: after a row where one is named (its key and id), without the first <paramref name="Skip"/>.</summary>
internal sealed record SearchCut(bool Ascending, (object Key, long Id)? After, int Skip, int Take);

/// <summary>Compares places by what they are ordered by.</summary>
internal abstract class PlaceOrder
{
    public abstract int Compare(int a, int b);

    public abstract object KeyOf(int place);

    /// <summary>How a place compares with a key.</summary>
    public abstract Func<int, int> After(object key);
}

internal sealed class NumberOrder(List<long> numbers) : PlaceOrder
{
    public override int Compare(int a, int b) => numbers[a].CompareTo(numbers[b]);

    public override object KeyOf(int place) => numbers[place];

    public override Func<int, int> After(object key) => place => numbers[place].CompareTo((long)key);
}

/// <summary>Byte by byte, as the store compares texts.</summary>
internal sealed class TextOrder(TextColumn texts, bool fromLastAt) : PlaceOrder
{
    public override int Compare(int a, int b) => TextOf(a).SequenceCompareTo(TextOf(b));

    public override object KeyOf(int place) => Encoding.UTF8.GetString(TextOf(place));

    public override Func<int, int> After(object key)
    {
        var text = Encoding.UTF8.GetBytes((string)key);
        return place => TextOf(place).SequenceCompareTo(text);
    }

    private ReadOnlySpan<byte> TextOf(int place)
    {
        var text = texts.At(place);
        return fromLastAt ? text[(text.LastIndexOf((byte)'@') + 1)..] : text;
    }
}
