using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>What somebody typed, in the forms the store holds it.</summary>
internal static class FilterNeedles
{
    public static string Text(string typed) => TextKey.Fold(typed)!;

    /// <summary>Domains are stored in ASCII form: somebody who types müller.de means it all the same.</summary>
    public static string[] Email(string typed)
    {
        var folded = Text(typed);
        var at = folded.LastIndexOf('@') + 1;
        return Ascii.IsValid(folded) ? [folded] : [folded, folded[..at] + Domain(folded[at..])];
    }

    public static string Domain(string typed)
    {
        var folded = Text(typed);
        var dot = folded.StartsWith('.') ? 1 : 0;
        return !Ascii.IsValid(folded) && DomainName.TryParse(folded[dot..], out var domain) ? folded[..dot] + domain.Value : folded;
    }

    /// <summary>The digits as they stand in the full number, with a plus where one was typed.</summary>
    public static string Phone(string typed) =>
        (typed.TrimStart().StartsWith('+') ? "+" : "") + string.Concat(typed.Where(char.IsAsciiDigit));

    /// <summary>The full number, read as in the organisation's country.</summary>
    public static string? FullPhone(string typed, string country) => PhoneNumber.TryParse(typed, country, out var number) ? number.Value : null;

    /// <summary>Whether simple search looks at phone numbers too: nothing but what stands in one, and three digits.</summary>
    public static bool MayBePhone(string typed) =>
        typed.Count(char.IsAsciiDigit) >= 3 && typed.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '.' or '(' or ')' or '/');
}
