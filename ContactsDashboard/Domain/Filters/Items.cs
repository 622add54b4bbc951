using System.Collections;
using System.Runtime.CompilerServices;

namespace ContactsDashboard.Domain.Filters;

/// <summary>A list that is its elements: equal to another exactly when they are, in the same order.</summary>
[CollectionBuilder(typeof(Items), nameof(Items.Of))]
public readonly struct Items<T>(T[] items) : IReadOnlyList<T>, IEquatable<Items<T>>
{
    private T[] All => items ?? [];

    public int Count => All.Length;

    public T this[int index] => All[index];

    public bool Equals(Items<T> other) => All.AsSpan().SequenceEqual(other.All);

    public override bool Equals(object? obj) => obj is Items<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in All)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)All).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"[{string.Join(", ", All)}]";

    public static bool operator ==(Items<T> left, Items<T> right) => left.Equals(right);

    public static bool operator !=(Items<T> left, Items<T> right) => !left.Equals(right);
}

/// <summary>Makes <see cref="Items{T}"/> from the elements written down.</summary>
public static class Items
{
    public static Items<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
