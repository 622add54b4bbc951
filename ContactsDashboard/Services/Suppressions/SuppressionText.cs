using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Reads what people paste: addresses, domains and numbers in any mixture, apart by lines, commas or semicolons.</summary>
public static class SuppressionText
{
    private static readonly char[] Apart = ['\n', '\r', ',', ';', '\t'];

    /// <summary>Each thing named, as typed, without its decoration (<c>Ann &lt;ann@x.test&gt;</c>).</summary>
    public static IReadOnlyList<string> Split(string text) =>
        [.. text.Split(Apart, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Words)];

    /// <summary>
    /// What it looks like: <c>@example.com</c> and <c>*.example.com</c> are domains, digits are a number, and everything else is an address or a mistake for
    /// one: a word without a dot blocks no domain by accident.
    /// </summary>
    public static SuppressionScope ScopeOf(string value) =>
        value.LastIndexOf('@') > 0 ? SuppressionScope.Email
        : value.Count(char.IsAsciiDigit) >= 5 && !value.Any(char.IsLetter) && !value.Contains('@', StringComparison.Ordinal) ? SuppressionScope.Phone
        : value.Contains('.', StringComparison.Ordinal) && !value.Contains(' ', StringComparison.Ordinal) ? SuppressionScope.Domain
        : SuppressionScope.Email;

    private static IEnumerable<string> Words(string part)
    {
        if (part.IndexOf('<', StringComparison.Ordinal) is >= 0 and var open && part.IndexOf('>', open) is > 0 and var close)
            return [part[(open + 1)..close].Trim()];
        // Numbers hold blanks of their own; addresses and domains do not.
        return ScopeOf(part) == SuppressionScope.Phone ? [part] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
