using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>Addresses as reports write them.</summary>
internal static partial class ReportAddress
{
    private const int Longest = 1_000;

    /// <summary>RFC 3464 section 2.1.2 with RFC 6533 section 3: a type, a semicolon, and the address, which some encode (RFC 3461 section 4).</summary>
    public static bool TryReadTyped(string? value, out EmailAddress address)
    {
        address = null!;
        if (value is null or { Length: > Longest })
            return false;
        var semicolon = value.IndexOf(';', StringComparison.Ordinal);
        var text = Utf8(value[(semicolon + 1)..]).Trim();
        return TryRead(text, out address);
    }

    /// <summary>One address, perhaps in brackets, behind a name or before a comment.</summary>
    public static bool TryRead(string? text, out EmailAddress address)
    {
        address = null!;
        if (string.IsNullOrWhiteSpace(text) || text.Length > Longest)
            return false;
        var start = text.LastIndexOf('<');
        var end = start < 0 ? -1 : text.IndexOf('>', start);
        var bare = end > 0 ? text[(start + 1)..end] : text.Trim('<', '>', ' ', '\t');
        var colon = bare.StartsWith('@') ? bare.IndexOf(':', StringComparison.Ordinal) : -1; // a source route
        bare = bare[(colon + 1)..].Trim();
        var space = bare.StartsWith('"') ? -1 : bare.IndexOfAny([' ', '\t', '(']);
        bare = (space < 0 ? bare : bare[..space]).TrimEnd('.', ',', ';', ':');
        return EmailAddress.TryParse(WithoutXtext(bare), out address) && IsPublic(address);
    }

    /// <summary>All addresses of a header's list.</summary>
    public static IEnumerable<EmailAddress> ReadList(string? value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > 200_000)
            return [];
        var participants = new ParticipantList { Role = ParticipantRoles.To };
        AddressParser.Parse(value, new MailboxBuilder(participants));
        return participants.TakeAll().Select(p => p.Address).Where(IsPublic).ToList();
    }

    /// <summary>Hidden by whoever reports: "redacted@…" is nobody.</summary>
    private static bool IsPublic(EmailAddress address) => !address.LocalPart.Contains("redacted", StringComparison.Ordinal)
        && !address.LocalPart.Contains("undisclosed", StringComparison.Ordinal) && !address.Domain.Value.Contains("redacted", StringComparison.Ordinal);

    /// <summary>RFC 3461 section 4: +2B for a plus. Only what needs encoding is decoded, so that a real plus stays.</summary>
    private static string WithoutXtext(string text) => !text.Contains('+', StringComparison.Ordinal) ? text
        : Xtext().Replace(text, m => ((char)byte.Parse(m.ValueSpan[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    /// <summary>RFC 6533 section 3: <c>\x{F8}</c> stands for the character of that number.</summary>
    private static string Utf8(string text) => !text.Contains("\\x{", StringComparison.Ordinal) ? text
        : Embedded().Replace(text, m => Rune.TryCreate(int.Parse(m.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture), out var rune) ? rune.ToString() : m.Value);

    [GeneratedRegex(@"\+(2B|3D)", RegexOptions.CultureInvariant)]
    private static partial Regex Xtext();

    [GeneratedRegex(@"\\x\{([0-9A-Fa-f]{1,6})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Embedded();
}
