using System.Globalization;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Files;

/// <summary>
/// Keeps a cell from being run as a formula by a spreadsheet: what begins with <c>= + - @</c>, tab or carriage return gets a leading apostrophe, as does
/// what begins with an apostrophe, so that the reverse is exact. Plain numbers and phone numbers stay as they are (OWASP, CSV Injection).
/// </summary>
internal static class SpreadsheetSafe
{
    public static string? Protect(string? value) => NeedsProtection(value) ? "'" + value : value;

    public static string? Unprotect(string? value) => value is ['\'', ..] && NeedsProtection(value[1..]) ? value[1..] : value;

    private static bool NeedsProtection(string? value) => value is [var first, ..] && first switch
    {
        '\'' or '=' or '@' or '\t' or '\r' or '\n' => true,
        '+' or '-' => !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && !PhoneNumber.TryParse(value, "", out _),
        _ => false,
    };
}
