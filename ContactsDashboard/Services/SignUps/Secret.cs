using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ContactsDashboard.Services.SignUps;

/// <summary>Random texts for addresses; of those that open something only the hash is kept.</summary>
internal static class Secret
{
    public static string New(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>SHA-256: the text has 256 bits of entropy, so no slow hash is needed.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
