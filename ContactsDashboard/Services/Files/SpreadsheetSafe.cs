using System.Globalization;
using System.Text;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Files;

/// <summary>
/// Keeps a cell from being run as a formula by a spreadsheet: what begins with <c>= + - @</c> or one of their full-width forms, also behind blanks, or with a
/// tab or line break, gets a leading apostrophe, as does what begins with an apostrophe, so that the reverse is exact. Plain numbers and phone numbers stay as
/// they are (OWASP, CSV Injection).
/// </summary>
internal static class SpreadsheetSafe
{
    public static string? Protect(string? value) => NeedsProtection(value) ? "'" + value : value;

    public static string? Unprotect(string? value) => value is ['\'', ..] && NeedsProtection(value[1..]) ? value[1..] : value;

    /// <summary>The same for UTF-8; nearly every value is told by its first byte.</summary>
    public static bool NeedsProtection(ReadOnlySpan<byte> value) => value.Length > 0 && MayNeedIt(value[0]) && NeedsProtection(Encoding.UTF8.GetString(value));

    private static bool MayNeedIt(byte first) => first < '.' || first is (byte)'=' or (byte)'@' or >= 0x80;

    private static bool NeedsProtection(string? value) => value is [var first, ..] && (first is '\'' or '\t' or '\r' or '\n'
        || value.AsSpan().TrimStart() is [var start, ..] && start switch
        {
            '=' or '@' or '\uFF1D' or '\uFF20' or '\uFF0B' or '\uFF0D' => true,
            '+' or '-' => !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && !PhoneNumber.TryParse(value, "", out _),
            _ => false,
        });
}
