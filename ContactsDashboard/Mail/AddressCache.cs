using System.Text;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Mail;

/// <summary>
/// Makes addresses of what was written, and remembers the last few thousand: a mailbox names the same people again and
/// again.
/// </summary>
internal sealed class AddressCache
{
    private const int Capacity = 8192;
    private const int LongestRemembered = 100;
    private const string Decoration = "'\"<>(),;:. ";
    private readonly Dictionary<string, EmailAddress?> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EmailAddress?>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public AddressCache() => _lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool TryResolve(ReadOnlySpan<char> written, out EmailAddress address)
    {
        if (!_lookup.TryGetValue(written, out var known))
        {
            known = Resolve(written);
            if (_known.Count >= Capacity)
                _known.Clear();
            if (written.Length <= LongestRemembered)
                _lookup[written] = known;
        }
        address = known!;
        return known is not null;
    }

    private static EmailAddress? Resolve(ReadOnlySpan<char> written)
    {
        if (written.Length > EmailAddress.MaxLength * 4 || AddressText.Restore(written) is not { } text)
            return null;
        text = WithoutRoute(WithoutInvisible(text));
        if (text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            text = text["mailto:".Length..];
        if (EmailAddress.TryParse(text.TrimEnd('.'), out var address))
            return address;
        return EmailAddress.TryParse(text.Trim(Decoration.AsSpan()).ToString(), out address) ? address : null;
    }

    private static string WithoutRoute(string text) =>
        text.StartsWith('@') ? text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..] : text;

    /// <summary>Zero-width and direction marks come from copying addresses out of web pages, or from somebody with an intention.</summary>
    private static string WithoutInvisible(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var visible = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var isInvisible = c is (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u206f')
                or '\ufeff' or '\u00ad';
            if (!isInvisible)
                visible.Append(c);
        }
        return visible.ToString();
    }
}
