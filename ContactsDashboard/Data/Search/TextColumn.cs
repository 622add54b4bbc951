using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace ContactsDashboard.Data.Search;

/// <summary>
/// Short texts side by side in memory, one for each place of a table: any part of any of them is found by one vectorised scan, whatever its length and
/// however many match.
/// </summary>
internal sealed class TextColumn
{
    // Ends every text; what is looked for does not contain it.
    private const byte End = 0;

    // Of no text in UTF-8.
    private const byte Nothing = 0xFF;

    private byte[] _bytes = new byte[4_096];
    private int[] _starts = new int[1_024];
    private int _count;

    public void Append(string? text)
    {
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
    public void Blank(int place) => _bytes.AsSpan(_starts[place]..(_starts[place + 1] - 1)).Fill(Nothing);

    public ReadOnlySpan<byte> At(int place) => _bytes.AsSpan(_starts[place], _starts[place + 1] - _starts[place] - 1);

    /// <summary>Whether the place holds exactly this text.</summary>
    public bool Is(int place, string? text) => At(place).SequenceEqual(Encoding.UTF8.GetBytes(text ?? ""));

    public bool HasText(int place) => _bytes[_starts[place]] is not (End or Nothing);

    /// <summary>Marks each place whose text contains <paramref name="text"/>.</summary>
    public void Find(string text, PlaceSet found)
    {
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
            return;
        ReadOnlySpan<byte> needle = Encoding.UTF8.GetBytes(text), used = _bytes.AsSpan(0, _starts[_count]);
        // A block at a time: where first and last byte are as wanted is looked at; ends passed on the way tell the place.
        var (first, last) = (Vector256.Create(needle[0]), Vector256.Create(needle[^1]));
        var (position, place) = (0, 0);
        for (; position <= used.Length - needle.Length - Vector256<byte>.Count; position += Vector256<byte>.Count)
        {
            var block = Vector256.Create(used[position..]);
            var hits = (Vector256.Equals(block, first) & Vector256.Equals(Vector256.Create(used[(position + needle.Length - 1)..]), last)).ExtractMostSignificantBits();
            var ends = Vector256.Equals(block, Vector256<byte>.Zero).ExtractMostSignificantBits();
            while (hits != 0)
            {
                var at = BitOperations.TrailingZeroCount(hits);
                var passed = ends & ((1U << at) - 1);
                place += BitOperations.PopCount(passed);
                ends ^= passed;
                if (needle.Length <= 2 || used.Slice(position + at, needle.Length).SequenceEqual(needle))
                {
                    found.Add(place);
                    // The rest of this text need not be looked at.
                    hits &= ends == 0 ? 0 : uint.MaxValue << BitOperations.TrailingZeroCount(ends);
                }
                else
                {
                    hits &= hits - 1;
                }
            }
            place += BitOperations.PopCount(ends);
        }
        for (; place < _count; place++)
        {
            if (used[Math.Max(position, _starts[place]).._starts[place + 1]].IndexOf(needle) >= 0)
                found.Add(place);
        }
    }
}
