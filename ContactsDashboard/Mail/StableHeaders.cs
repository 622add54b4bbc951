using System.Buffers;

namespace ContactsDashboard.Mail;

/// <summary>
/// The header fields that a message keeps wherever it is stored; together with the body they stand in for a missing
/// Message-ID.
/// </summary>
internal static class StableHeaders
{
    private static ReadOnlySpan<byte> Separators => " \t\r\n"u8;

    /// <summary>Whatever the order of the fields and the way they are folded; fields of one name in their order.</summary>
    public static void AppendTo(BodyHash hash, ReadOnlySpan<byte> data, List<HeaderField> fields)
    {
        for (var name = HeaderName.Date; name <= HeaderName.References; name++)
        {
            foreach (var field in fields)
            {
                if (field.Name == name)
                    AppendField(hash, name, data[field.Start..field.End]);
            }
        }
        hash.AppendRaw("\n"u8);
    }

    private static void AppendField(BodyHash hash, HeaderName name, ReadOnlySpan<byte> value)
    {
        var normal = ArrayPool<byte>.Shared.Rent(value.Length + 3);
        normal[0] = (byte)name;
        var length = 1;
        while (!(value = value.TrimStart(Separators)).IsEmpty)
        {
            var end = value.IndexOfAny(Separators);
            var word = end < 0 ? value : value[..end];
            normal[length++] = (byte)' ';
            word.CopyTo(normal.AsSpan(length));
            length += word.Length;
            value = value[word.Length..];
        }
        normal[length++] = (byte)'\n';
        hash.AppendRaw(normal.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(normal);
    }
}
