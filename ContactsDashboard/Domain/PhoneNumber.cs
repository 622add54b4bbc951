namespace ContactsDashboard.Domain;

/// <summary>A phone number in E.164 form (ITU-T E.164: + and at most 15 digits).</summary>
public readonly record struct PhoneNumber
{
    private PhoneNumber(string value) => Value = value;

    public string Value { get; }

    /// <summary>Accepts the usual punctuation; a number without + or 00 is read as a national number of <paramref name="country"/> (ISO 3166 alpha-2).</summary>
    public static bool TryParse(string? text, string country, out PhoneNumber number)
    {
        number = default;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        var trimmed = text.Trim();
        if (trimmed.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            trimmed = trimmed[4..];
        if (!trimmed.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '\u00a0' or '-' or '\u2011' or '.' or '(' or ')' or '/'))
            return false;
        if (trimmed.Length == 0 || trimmed.LastIndexOf('+') > 0)
            return false;
        var digits = string.Concat(trimmed.Replace("(0)", "", StringComparison.Ordinal).Where(char.IsAsciiDigit));
        var international = trimmed[0] == '+' ? digits : digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : null;
        if (international is null)
        {
            if (CallingCodes.Of(country) is not { } code)
                return false;
            international = code.Number + (code.Trunk.Length > 0 && digits.StartsWith(code.Trunk, StringComparison.Ordinal)
                ? digits[code.Trunk.Length..]
                : digits);
        }
        if (international.Length is < 8 or > 15 || international[0] == '0')
            return false;
        number = new("+" + international);
        return true;
    }

    public override string ToString() => Value;
}
