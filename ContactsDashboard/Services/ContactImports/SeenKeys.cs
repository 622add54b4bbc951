using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>
/// What a file had before: a hash of eight bytes for each value, in tables that grow one by one, so that ten million rows take some 130 MB at any time.
/// Salted, so that nobody makes up values that look the same.
/// </summary>
internal sealed class SeenKeys(long salt)
{
    private const int Parts = 256;

    private const int LongestInline = 256;

    private readonly ulong[][] _tables = new ulong[Parts][];
    private readonly int[] _counts = new int[Parts];

    /// <summary>False when a value of this kind was there before.</summary>
    public bool Add(char kind, string value)
    {
        var hash = HashOf(kind, value);
        var part = (int)(hash >> 56);
        var table = _tables[part] ??= new ulong[16];
        if (_counts[part] * 4 >= table.Length * 3)
            table = _tables[part] = Grown(table);
        if (!Insert(table, hash))
            return false;
        _counts[part]++;
        return true;
    }

    private static ulong[] Grown(ulong[] table)
    {
        // By half: the last growth is the one that shows in memory.
        var grown = new ulong[table.Length + (table.Length / 2)];
        foreach (var hash in table)
        {
            if (hash != 0)
                Insert(grown, hash);
        }
        return grown;
    }

    private static bool Insert(ulong[] table, ulong hash)
    {
        for (var at = (int)((uint)hash % (uint)table.Length); ; at = at + 1 == table.Length ? 0 : at + 1)
        {
            if (table[at] == hash)
                return false;
            if (table[at] != 0)
                continue;
            table[at] = hash;
            return true;
        }
    }

    private ulong HashOf(char kind, string value)
    {
        var length = 9 + Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = length <= LongestInline ? stackalloc byte[LongestInline] : new byte[length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, salt);
        bytes[8] = (byte)kind;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..(9 + Encoding.UTF8.GetBytes(value, bytes[9..]))], hash);
        // An empty place is zero.
        return Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }
}
