using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ContactsDashboard.Services.Webhooks;

/// <summary>Signs as the Standard Webhooks specification has it: HMAC-SHA256 over <c>id.timestamp.body</c>, in Base64.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret, so that receivers change over in their own time.</summary>
    public static string Of(IEnumerable<string> secrets, string id, DateTimeOffset at, string body) => string.Join(' ', secrets.Select(secret =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), Encoding.UTF8.GetBytes($"{id}.{Timestamp(at)}.{body}")))));

    /// <summary>Seconds since 1970.</summary>
    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
