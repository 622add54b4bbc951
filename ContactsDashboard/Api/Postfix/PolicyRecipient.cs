using ContactsDashboard.Domain;

namespace ContactsDashboard.Api.Postfix;

/// <summary>Whom mail for a recipient would reach, as Postfix rewrites and delivers it (Postfix ADDRESS_REWRITING_README).</summary>
internal static class PolicyRecipient
{
    // Somebody who nests routes deeper than this wants something else than to deliver mail.
    private const int MaxReadings = 16;

    /// <summary>
    /// Every address <paramref name="recipient"/>, in Postfix's internal form, may stand for; it may be written to only if all of them may.
    /// Empty when it names no domain, so that only the mail server knows who is meant; null when it is nested beyond reason.
    /// </summary>
    public static IReadOnlyList<string>? ReadingsOf(string recipient)
    {
        var texts = new List<string> { recipient };
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts.Count > MaxReadings)
                return null;
            texts.AddRange(RoutesIn(texts[i]).Except(texts));
        }
        var readings = texts.SelectMany(SpellingsOf).Distinct().ToList();
        // The send gate itself says what is to be done with what nobody can read.
        return HasDomain(recipient) && !SpellingsOf(recipient).Any() ? [recipient] : readings;
    }

    /// <summary>
    /// The address as it stands and with its local part in quotes: both arrive without, as <c>.ann@</c> and <c>".ann"@</c> do.
    /// </summary>
    private static IEnumerable<string> SpellingsOf(string text)
    {
        if (!HasDomain(text))
            yield break;
        var at = text.LastIndexOf('@');
        if (EmailAddress.TryParse(text, out var plain))
            yield return plain.Value;
        var local = text[..at].Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        if (EmailAddress.TryParse($"\"{local}\"{text[at..]}", out var quoted))
            yield return quoted.Value;
    }

    /// <summary>
    /// Addresses inside the address: a source route <c>@relay:ann@x</c>, <c>ann@x@relay</c>, <c>ann%x@relay</c>, <c>x!ann</c>.
    /// Postfix follows them for relays it takes for its own, which only it knows.
    /// </summary>
    private static IEnumerable<string> RoutesIn(string text)
    {
        if (text.StartsWith('@') && text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            yield return text[(colon + 1)..];
        var at = text.LastIndexOf('@');
        var local = at < 0 ? text : text[..at];
        if (local.Contains('@', StringComparison.Ordinal))
            yield return local;
        if (local.LastIndexOf('%') is >= 0 and var percent)
            yield return $"{local[..percent]}@{local[(percent + 1)..]}";
        if (local.IndexOf('!', StringComparison.Ordinal) is >= 0 and var bang)
            yield return $"{local[(bang + 1)..]}@{local[..bang]}";
    }

    private static bool HasDomain(string text) => text.LastIndexOf('@') is >= 0 and var at && at < text.Length - 1;
}
