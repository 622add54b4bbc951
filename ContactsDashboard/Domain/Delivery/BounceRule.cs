using System.Globalization;
using System.Text.RegularExpressions;

namespace ContactsDashboard.Domain.Delivery;

/// <summary>One line of <c>bounce-rules.txt</c>: which diagnostics it is about, and whose fault those are.</summary>
internal sealed record BounceRule(BounceClass Class, Func<Diagnostic, string, bool> Matches)
{
    private const string Resource = "ContactsDashboard.Domain.Delivery.bounce-rules.txt";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>In the order of the file, which is the order in which they are asked.</summary>
    public static IReadOnlyList<BounceRule> Load()
    {
        using var reader = new StreamReader(typeof(BounceRule).Assembly.GetManifestResourceStream(Resource)!);
        var rules = new List<BounceRule>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                rules.Add(Parse(line));
        }
        return rules;
    }

    /// <exception cref="FormatException">The line is none of the kinds the file's head describes.</exception>
    private static BounceRule Parse(string line)
    {
        var parts = line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length < 3)
            throw new FormatException($"A rule has a class, a kind and a pattern: {line}");
        var kind = parts[1].Split(':');
        var test = kind[0] switch
        {
            "text" => Text($@"\b(?:{parts[2]})"),
            "part" => Text(parts[2]),
            "status" => Status(parts[2]),
            "reply" => Reply(parts[2]),
            _ => throw new FormatException($"Unknown kind of rule: {line}"),
        };
        if (kind.Length == 1)
            return new(ClassOf(parts[0]), test);
        var condition = Status(kind[1]);
        return new(ClassOf(parts[0]), (d, text) => condition(d, text) && test(d, text));
    }

    private static Func<Diagnostic, string, bool> Text(string pattern)
    {
        // Texts come from strangers: no pattern nests its repetitions, a text has a length, and a rule a time, after which it does not fit. (The engine that
        // cannot backtrack takes 2 MB for each of these, and compiling them takes seconds.)
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, Patience);
        return (_, text) => text.Length > 0 && Fits(regex, text);
    }

    private static bool Fits(Regex regex, string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Func<Diagnostic, string, bool> Status(string pattern)
    {
        var parts = pattern.Split('.').Select(Number).ToArray();
        return (d, _) => d.Status is { } status && (parts[0] ?? status.Class) == status.Class && (parts[1] ?? status.Subject) == status.Subject
            && (parts[2] ?? status.Detail) == status.Detail;
    }

    private static Func<Diagnostic, string, bool> Reply(string pattern)
    {
        if (pattern.EndsWith("**", StringComparison.Ordinal))
            return (d, _) => d.Reply / 100 == pattern[0] - '0';
        var code = Number(pattern);
        return (d, _) => d.Reply == code;
    }

    private static int? Number(string text) => text == "*" ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static BounceClass ClassOf(string word) => word switch
    {
        "permanent" => BounceClass.Permanent,
        "temporary" => BounceClass.Temporary,
        "sender" => BounceClass.SenderFault,
        _ => throw new FormatException($"Unknown class: {word}"),
    };
}
