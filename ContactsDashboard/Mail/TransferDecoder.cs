using System.Buffers;
using System.Text;

namespace ContactsDashboard.Mail;

/// <summary>The encodings of RFC 2047 and RFC 2045, forgiving: what is not valid is kept or passed over, never refused.</summary>
internal static class TransferDecoder
{
    public static void DecodeQ(ReadOnlySpan<char> content, ArrayBufferWriter<byte> output)
    {
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            if (c == '=' && i + 2 < content.Length && char.IsAsciiHexDigit(content[i + 1]) && char.IsAsciiHexDigit(content[i + 2]))
            {
                Write(output, (byte)(HexValue(content[i + 1]) << 4 | HexValue(content[i + 2])));
                i += 2;
            }
            else if (c < 0x80)
                Write(output, c == '_' ? (byte)' ' : (byte)c);
            else
                i += WriteUtf8(content[i..], output);
        }
    }

    /// <summary>RFC 2045 section 6.7: of bytes that stand for themselves as Latin-1.</summary>
    public static void DecodeQuotedPrintable(ReadOnlySpan<char> content, ArrayBufferWriter<byte> output)
    {
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] != '=')
                Write(output, (byte)content[i]);
            else if (i + 2 < content.Length && char.IsAsciiHexDigit(content[i + 1]) && char.IsAsciiHexDigit(content[i + 2]))
            {
                Write(output, (byte)(HexValue(content[i + 1]) << 4 | HexValue(content[i + 2])));
                i += 2;
            }
            else if (SoftBreak(content[(i + 1)..]) is > 0 and var length)
                i += length;
            else
                Write(output, (byte)'=');
        }
    }

    /// <summary>
    /// Characters outside the alphabet are ignored, missing padding is no matter, incomplete bits at the end are dropped.
    /// </summary>
    public static void DecodeBase64(ReadOnlySpan<char> content, ArrayBufferWriter<byte> output)
    {
        var (bits, count) = (0, 0);
        foreach (var c in content)
        {
            var value = Base64Value(c);
            if (c == '=')
                (bits, count) = (0, 0); // a quantum ends here; another may follow
            if (value < 0)
                continue;
            bits = (bits << 6 | value) & 0xFFFF;
            count += 6;
            if (count < 8)
                continue;
            count -= 8;
            Write(output, (byte)(bits >> count));
        }
    }

    private static int SoftBreak(ReadOnlySpan<char> rest)
    {
        var spaces = rest.IndexOfAnyExcept(' ', '\t', '\r');
        return spaces >= 0 && rest[spaces] == '\n' ? spaces + 1 : 0;
    }

    private static void Write(ArrayBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static int WriteUtf8(ReadOnlySpan<char> content, ArrayBufferWriter<byte> output)
    {
        Rune.DecodeFromUtf16(content, out var rune, out var consumed);
        output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
        return consumed - 1;
    }

    private static int HexValue(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;

    private static int Base64Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        _ => -1,
    };
}
