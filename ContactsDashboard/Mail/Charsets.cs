using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ContactsDashboard.Mail;

/// <summary>Turns bytes into text, by the charset somebody named where that helps and by looking at them where it does not.</summary>
internal static class Charsets
{
    /// <summary>What software writes, where it is not what the platform calls it. Sets are read as their supersets.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = "utf-8", ["utf-8mb4"] = "utf-8", ["unicode-1-1-utf-8"] = "utf-8",
        ["iso-8859-1"] = "windows-1252", ["iso8859-1"] = "windows-1252", ["iso_8859-1"] = "windows-1252", ["latin1"] = "windows-1252",
        ["latin-1"] = "windows-1252", ["l1"] = "windows-1252", ["8859-1"] = "windows-1252",
        ["cp1250"] = "windows-1250", ["cp1251"] = "windows-1251", ["cp1252"] = "windows-1252", ["cp-1252"] = "windows-1252",
        ["cp1253"] = "windows-1253", ["cp1254"] = "windows-1254", ["cp1255"] = "windows-1255", ["cp1256"] = "windows-1256",
        ["cp1257"] = "windows-1257", ["cp1258"] = "windows-1258", ["win-1251"] = "windows-1251", ["win1251"] = "windows-1251",
        ["iso8859-2"] = "iso-8859-2", ["latin2"] = "iso-8859-2", ["iso8859-5"] = "iso-8859-5", ["iso8859-15"] = "iso-8859-15",
        ["iso-8859-8-i"] = "windows-1255", ["iso-8859-11"] = "windows-874", ["tis-620"] = "windows-874", ["cp874"] = "windows-874",
        ["ks_c_5601-1987"] = "949", ["ks_c_5601"] = "949", ["ksc5601"] = "949", ["cp949"] = "949", ["uhc"] = "949", ["euc-kr"] = "949",
        ["euckr"] = "949", ["x-windows-949"] = "949",
        ["x-sjis"] = "932", ["sjis"] = "932", ["shift-jis"] = "932", ["shift_jis"] = "932", ["cp932"] = "932", ["ms932"] = "932",
        ["windows-31j"] = "932", ["x-euc-jp"] = "euc-jp", ["eucjp"] = "euc-jp", ["iso-2022-jp"] = "50221", ["iso-2022-jp-2"] = "50221",
        ["gb2312"] = "gb18030", ["gbk"] = "gb18030", ["x-gbk"] = "gb18030", ["cp936"] = "gb18030", ["ms936"] = "gb18030",
        ["gb_2312-80"] = "gb18030", ["euc-cn"] = "gb18030", ["cp950"] = "950", ["big5-hkscs"] = "950", ["x-x-big5"] = "950",
        ["koi8r"] = "koi8-r", ["cp866"] = "866", ["cp850"] = "850", ["cp437"] = "437", ["macroman"] = "macintosh",
    };

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>UTF-7 can say anything in plain ASCII, also what a filter before us did not see; it is shown as it came.</summary>
    public static bool IsUtf7(ReadOnlySpan<char> name) => name.Contains("utf-7", StringComparison.OrdinalIgnoreCase)
        || name.Contains("utf7", StringComparison.OrdinalIgnoreCase);

    public static string Decode(ReadOnlySpan<byte> bytes, ReadOnlySpan<char> charset) =>
        Find(charset) is { } encoding ? encoding.GetString(bytes) : DecodeUnknown(bytes, null);

    /// <summary>
    /// Bytes nobody named a charset for: UTF-8 where they are (RFC 6532), else the message's own charset, else
    /// windows-1252.
    /// </summary>
    public static string DecodeUnknown(ReadOnlySpan<byte> bytes, Encoding? fallback) =>
        Ascii.IsValid(bytes) ? Encoding.Latin1.GetString(bytes)
        : Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
        : (fallback ?? Windows1252).GetString(bytes);

    /// <summary>Null for a name that says nothing: unknown, or ASCII where the bytes are what has to be looked at.</summary>
    public static Encoding? Find(ReadOnlySpan<char> charset)
    {
        var name = charset.Trim("\"' ").ToString();
        if (Aliases.TryGetValue(name, out var known))
            name = known;
        if (name.Length is 0 or > 40 || IsUtf7(name) || name.EndsWith("ascii", StringComparison.OrdinalIgnoreCase))
            return null;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var codePage)
            ? CodePagesEncodingProvider.Instance.GetEncoding(codePage)
            : BuiltIn(name) ?? CodePagesEncodingProvider.Instance.GetEncoding(name);
    }

    /// <summary>
    /// Asking the platform by name costs an exception for each name it does not know, and mail can have a million of them.
    /// </summary>
    private static Encoding? BuiltIn(string name) =>
        name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8
        : name.Equals("utf-16", StringComparison.OrdinalIgnoreCase) ? Encoding.Unicode
        : name.Equals("utf-16le", StringComparison.OrdinalIgnoreCase) ? Encoding.Unicode
        : name.Equals("utf-16be", StringComparison.OrdinalIgnoreCase) ? Encoding.BigEndianUnicode
        : null;
}
