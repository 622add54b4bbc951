using System.Text.RegularExpressions;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>The lines of <c>free-text.txt</c>, by kind.</summary>
internal static class FreeTextRules
{
    private const string Resource = "ContactsDashboard.Mail.Bounces.free-text.txt";

    private const string AddressPattern = @"(?<![\p{L}\p{N}!#$%&*+?^_`{|}~.@-])(?<a>[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{1,250})";

    // Lines come from strangers; they have a length, and a rule has a time, after which it does not fit.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private static readonly ILookup<string, Regex> Rules = Load().ToLookup(r => r.Kind, r => r.Regex);

    public static bool Fits(string kind, string line)
    {
        foreach (var regex in Rules[kind])
        {
            if (Try(regex, line) is not null)
                return true;
        }
        return false;
    }

    /// <summary>The addresses the rules of a kind find in a line, by the first rule that finds any.</summary>
    public static List<string> Addresses(string kind, string line)
    {
        foreach (var regex in Rules[kind])
        {
            var found = new List<string>();
            for (var match = Try(regex, line); match is not null && found.Count < 100; match = Next(match))
                found.Add(match.Groups["a"].Value);
            if (found.Count > 0)
                return found;
        }
        return [];
    }

    private static Match? Try(Regex regex, string line)
    {
        try
        {
            return regex.Match(line) is { Success: true } match ? match : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Match? Next(Match match)
    {
        try
        {
            return match.NextMatch() is { Success: true } next ? next : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Kind, Regex Regex)> Load()
    {
        using var reader = new StreamReader(typeof(FreeTextRules).Assembly.GetManifestResourceStream(Resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var space = line.IndexOf("  ", StringComparison.Ordinal);
            yield return (line[..space], new(line[space..].Trim().Replace("{a}", AddressPattern, StringComparison.Ordinal),
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience));
        }
    }
}
