using System.Security.Cryptography;
using System.Text;

namespace ContactsDashboard.Domain;

/// <summary>
/// How the ledger writes down somebody whose address it does not hold: <c>hash:KEY:TEXT</c>, an HMAC-SHA256 under the key of that id over the SHA-256 of
/// the normalised address. No address and no number looks like it.
/// </summary>
public static class HashedAddress
{
    /// <summary>The prefix, and the first text that sorts behind all that have it.</summary>
    public const string Prefix = "hash:", Behind = "hash;";

    /// <summary>An opt-out that came as SHA-256 hex of the normalised address, on its way into the ledger.</summary>
    public const string DigestPrefix = "sha256:";

    public static bool IsHash(string value) => value.StartsWith(Prefix, StringComparison.Ordinal);

    public static bool IsDigest(string value) => value.StartsWith(DigestPrefix, StringComparison.Ordinal);

    /// <summary>Reads SHA-256 as 64 hexadecimal digits, with or without the name of the algorithm before it.</summary>
    public static bool TryParseDigest(string? text, out string digest)
    {
        var hex = (text ?? "").Trim().ToLowerInvariant();
        if (hex.StartsWith(DigestPrefix, StringComparison.Ordinal))
            hex = hex[DigestPrefix.Length..];
        digest = DigestPrefix + hex;
        return hex.Length == 2 * SHA256.HashSizeInBytes && hex.All(char.IsAsciiHexDigitLower);
    }

    /// <summary>SHA-256 of a normalised value, or what a digest says it is.</summary>
    public static byte[] DigestOf(string value) => IsDigest(value) ? Convert.FromHexString(value.AsSpan(DigestPrefix.Length)) : SHA256.HashData(Encoding.UTF8.GetBytes(value));

    /// <summary>What pages and API show in the place of the address.</summary>
    public static string Show(string? domain, bool isErased) => !isErased ? "Known by its hash" : string.IsNullOrEmpty(domain) ? "Erased" : $"Erased, {domain}";
}
