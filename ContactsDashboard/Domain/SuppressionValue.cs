namespace ContactsDashboard.Domain;

/// <summary>What a person or program typed as the target of a suppression, normalised.</summary>
public static class SuppressionValue
{
    public static Result<string> Parse(SuppressionScope scope, string? text, string phoneCountry) => scope switch
    {
        SuppressionScope.Email => EmailAddress.TryParse(text, out var email)
            ? email.Value
            : HashedAddress.TryParseDigest(text, out var digest) ? digest
            : new Problem("INVALID_EMAIL", "This is not an email address.") { Field = "value", Value = text },
        SuppressionScope.Domain => ParseDomain(text),
        SuppressionScope.Phone => PhoneNumber.TryParse(text, phoneCountry, out var phone)
            ? phone.Value
            : new Problem("VALIDATION_ERROR", "This is not a phone number. Write it with its country code, for example +44 20 7946 0000.")
                { Field = "value", Value = text },
        _ => new Problem("VALIDATION_ERROR", "The scope must be email, domain or phone.") { Field = "scope" },
    };

    private static Result<string> ParseDomain(string? text)
    {
        var name = text?.Trim() ?? "";
        if (name.StartsWith('@'))
            name = name[1..];
        var wildcard = name.StartsWith("*.", StringComparison.Ordinal);
        if (wildcard)
            name = name[2..];
        return DomainName.TryParse(name, out var domain)
            ? (wildcard ? "*." : "") + domain.Value
            : new Problem("VALIDATION_ERROR", "This is not a domain. Write it as example.com, or *.example.com for all its sub-domains.")
                { Field = "value", Value = text };
    }
}
