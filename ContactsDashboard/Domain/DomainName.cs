using System.Globalization;
using System.Text;

namespace ContactsDashboard.Domain;

/// <summary>The host part of an e-mail address in its ASCII, lower-case form (RFC 5890 A-labels).</summary>
public readonly record struct DomainName
{
    // Mail in the wild carries names with underscores and code points younger than this machine's tables.
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    private DomainName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Accepts what appears after the @: host names with or without a dot, IDN, and address literals such as <c>[192.0.2.1]</c>.</summary>
    public static bool TryParse(string? text, out DomainName domain)
    {
        domain = default;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        if (!Ascii.IsValid(text) && !TryCompose(ref text))
            return false;
        var name = text.Trim().TrimEnd('.');
        if (name.Length is 0 or > 253)
            return false;
        if (name[0] == '[')
        {
            if (name[^1] != ']' || name.Length < 4 || name.Any(c => c <= ' ' || c > '~'))
                return false;
            domain = new(name.ToLowerInvariant());
            return true;
        }
        if (!Ascii.IsValid(name) && !TryGetAscii(ref name))
            return false;
        name = name.ToLowerInvariant();
        if (name.Length > 253 || name.Split('.').Any(label => label.Length is 0 or > 63 || !label.All(IsLabelCharacter)))
            return false;
        domain = new(name);
        return true;
    }

    /// <summary>The name with its A-labels decoded for people to read.</summary>
    public string ToUnicode()
    {
        if (!Value.Contains("xn--", StringComparison.Ordinal))
            return Value;
        try { return Idn.GetUnicode(Value); }
        catch (ArgumentException) { return Value; } // not a valid A-label: the raw form is all there is
    }

    public override string ToString() => Value;

    private static bool IsLabelCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static bool TryCompose(ref string text)
    {
        try
        {
            text = text.Normalize(NormalizationForm.FormC);
            return true;
        }
        catch (ArgumentException) // lone surrogates cannot be a name
        {
            return false;
        }
    }

    private static bool TryGetAscii(ref string name)
    {
        try
        {
            name = Idn.GetAscii(name);
            return true;
        }
        catch (ArgumentException) // the only way IdnMapping says "not a domain"
        {
            return false;
        }
    }
}
