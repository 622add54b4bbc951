using System.IO.Enumeration;

namespace ContactsDashboard.Domain;

/// <summary>Which addresses mail makes no contacts of: the organisation's own domains, mailer-daemons, and the patterns it added.</summary>
public sealed class DerivationRules
{
    /// <summary>Always there: the address bounces come from (RFC 3464 section 2 calls it the mail system's own).</summary>
    public const string MailerDaemon = "mailer-daemon@*";

    private readonly List<string> _patterns;
    private readonly List<string> _own;

    /// <param name="patterns">Normalised by <see cref="Normalize"/>.</param>
    /// <param name="own">Those of them that are the organisation's own domains.</param>
    public DerivationRules(IEnumerable<string> patterns, IEnumerable<string>? own = null) => (_patterns, _own) = ([MailerDaemon, .. patterns], [.. own ?? []]);

    /// <summary>Whether an address is at one of the organisation's own domains: what it sends is the organisation's mail.</summary>
    public bool IsOwn(string address) => _own.Exists(pattern => Matches(pattern, address));

    /// <summary>All patterns in force, as <c>GLOB</c>s over the whole normalised address.</summary>
    public IReadOnlyList<string> Patterns => _patterns;

    public bool Hides(EmailAddress email)
    {
        foreach (var pattern in _patterns)
        {
            if (Matches(pattern, email.Value))
                return true;
        }
        return false;
    }

    public static bool Matches(string pattern, string address) => FileSystemName.MatchesSimpleExpression(pattern, address, ignoreCase: false);

    /// <summary>
    /// Own domains become <c>*@domain</c> (or <c>*@*.domain</c> when they begin with <c>*.</c>); a pattern may use <c>*</c> and <c>?</c>,
    /// stands for a whole address, or without @ for a local part at any domain.
    /// </summary>
    public static Result<string> Normalize(DerivationRuleKind kind, string? text)
    {
        if (kind == DerivationRuleKind.OwnDomain)
        {
            var domain = SuppressionValue.Parse(SuppressionScope.Domain, text, "");
            if (domain.IsOk && domain.Value.Contains('[', StringComparison.Ordinal))
                return new Problem("VALIDATION_ERROR", "An address literal cannot be an own domain.") { Field = "domain", Value = text };
            return domain.IsOk ? "*@" + domain.Value : domain.Problem! with { Field = "domain" };
        }
        var pattern = text?.Trim().ToLowerInvariant() ?? "";
        // The engine refuses patterns past a length, and then the whole list of rules; none longer than an address matches more.
        if (pattern.Length > EmailAddress.MaxLength)
            return new Problem("VALIDATION_ERROR", $"A pattern has at most {EmailAddress.MaxLength} characters.") { Field = "pattern" };
        if (pattern.Length == 0 || pattern.Any(c => char.IsWhiteSpace(c) || c is '[' or ']' or '\\' or '"') || pattern.Count(c => c == '@') > 1)
            return new Problem("VALIDATION_ERROR", "Write an address with * for any text, for example no-reply@* or *@lists.example.com.") { Field = "pattern", Value = text };
        if (!pattern.Contains('@', StringComparison.Ordinal))
            pattern += "@*";
        return pattern.All(c => c is '*' or '?' or '@' or '.')
            ? new Problem("VALIDATION_ERROR", "This pattern would hide everybody.") { Field = "pattern", Value = text }
            : pattern;
    }
}
