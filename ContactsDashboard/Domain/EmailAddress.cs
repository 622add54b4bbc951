using System.Text;

namespace ContactsDashboard.Domain;

/// <summary>
/// An e-mail address as this product compares it: trimmed, Unicode NFC, lower case as a whole, domain in ASCII form.
/// <see cref="Display"/> keeps the spelling it was given in.
/// </summary>
[System.Text.Json.Serialization.JsonConverter(typeof(EmailAddressJson))]
public sealed record EmailAddress
{
    /// <summary>RFC 5321 section 4.5.3.1.3 allows 254 octets on the wire; mail in the wild exceeds it a little.</summary>
    public const int MaxLength = 320;

    private EmailAddress(string value, string local, DomainName domain, string display) =>
        (Value, LocalPart, Domain, Display) = (value, local, domain, display);

    /// <summary>The normalised form; two addresses are the same exactly when their values are equal.</summary>
    public string Value { get; }

    public string LocalPart { get; }

    public DomainName Domain { get; }

    public string Display { get; }

    public bool Equals(EmailAddress? other) => other is not null && Value == other.Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;

    /// <summary>Reads one bare address (RFC 5322 addr-spec, RFC 6531 characters allowed), without display name or angle brackets.</summary>
    public static bool TryParse(string? text, out EmailAddress address)
    {
        address = null!;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        if (!TryNormalize(text, out var spelling))
            return false;
        var at = spelling.LastIndexOf('@');
        if (at <= 0 || at == spelling.Length - 1 || spelling.Length > MaxLength)
            return false;
        var local = spelling[..at];
        if (!TryReadLocalPart(ref local) || !DomainName.TryParse(spelling[(at + 1)..], out var domain))
            return false;
        var normalized = local.ToLowerInvariant();
        // Lower case may compose where upper case did not; what is stored must be what is read back.
        if (!Ascii.IsValid(normalized))
            normalized = normalized.Normalize(NormalizationForm.FormC);
        // An IDN domain is longer in its ASCII form than as typed.
        if (normalized.Length + 1 + domain.Value.Length > MaxLength)
            return false;
        address = new($"{normalized}@{domain.Value}", normalized, domain, spelling);
        return true;
    }

    private static bool TryNormalize(string text, out string spelling)
    {
        spelling = text.Trim();
        if (!Ascii.IsValid(spelling))
        {
            try { spelling = spelling.Normalize(NormalizationForm.FormC); }
            catch (ArgumentException) { return false; } // lone surrogates cannot be an address
        }
        return true;
    }

    private static bool TryReadLocalPart(ref string local)
    {
        if (local[0] == '"')
        {
            if (local.Length < 3 || local[^1] != '"' || local.Any(char.IsControl))
                return false;
            var content = Unescape(local[1..^1]);
            if (content is null)
                return false;
            // Quotes that quote nothing special do not make another mailbox (RFC 5321 section 4.1.2).
            local = IsDotAtom(content) ? content : $"\"{content.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
            return true;
        }
        // Outside quotes mail in the wild still carries leading, trailing and doubled dots: those mailboxes exist.
        return local.All(c => IsAtomCharacter(c) || c == '.') && local.Any(c => c != '.');
    }

    /// <summary>A search for part of an address, in the form addresses are stored in: somebody who types müller.de means its ASCII form all the same.</summary>
    public static string InAsciiDomain(string search)
    {
        var at = search.LastIndexOf('@') + 1;
        return !Ascii.IsValid(search) && DomainName.TryParse(search[at..], out var domain) ? search[..at] + domain.Value : search;
    }

    private static string? Unescape(string quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '"')
                return null;
            if (quoted[i] == '\\' && ++i == quoted.Length)
                return null;
            text.Append(quoted[i]);
        }
        return text.Length == 0 ? null : text.ToString();
    }

    private static bool IsDotAtom(string text) =>
        text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal) && text.All(c => IsAtomCharacter(c) || c == '.');

    private static bool IsAtomCharacter(char c) =>
        c > '\u009f' ? !char.IsWhiteSpace(c) && !char.IsControl(c) : char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c);
}
