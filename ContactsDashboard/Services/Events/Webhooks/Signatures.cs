using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>
/// Whether a delivery comes from who it says: null when it does. Comparisons take the same time wherever texts differ. Clocks may differ by five minutes;
/// where a provider signs once and tries for a day, so long is what it signed taken.
/// </summary>
internal static class Signatures
{
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5), Retries = TimeSpan.FromHours(24);

    public static readonly Problem Forged = new("BAD_SIGNATURE", "The signature is missing or not right. Check that the key is the one the provider shows.");

    public static readonly Problem NoKey = new("NO_KEY", "No signing key was entered for this source, so nothing can be taken from it yet.");

    public static readonly Problem Stale = new("STALE", "The signature is too old, or of the future. Check the clock of this server.");

    /// <summary>Null for a provider that signs in its body, or by nothing but the address.</summary>
    public static Problem? Check(EventProvider provider, WebhookRequest request, string? key, DateTimeOffset now) => provider switch
    {
        EventProvider.SendGrid => key is null ? NoKey : SendGrid(request, key, now),
        EventProvider.Resend => key is null ? NoKey : Svix(request, key, now),
        EventProvider.Postmark or EventProvider.Mailjet or EventProvider.Brevo or EventProvider.SparkPost => key is null ? null : Basic(request, key),
        _ => null,
    };

    /// <summary>What is wrong with a key somebody enters for this provider; null when it can be used.</summary>
    public static Problem? CheckKey(EventProvider provider, string key)
    {
        var isSound = provider switch
        {
            EventProvider.SendGrid => PublicKey(key) is { } ecdsa && Dispose(ecdsa),
            EventProvider.Resend => SvixKey(key) is not null,
            EventProvider.Mailgun => key.Length is >= 8 and <= 200 && !key.Any(char.IsWhiteSpace),
            EventProvider.Ses => false,
            _ => key.IndexOf(':', StringComparison.Ordinal) > 0 && key.Length is >= 10 and <= 200,
        };
        return isSound ? null : new("VALIDATION_ERROR", provider switch
        {
            EventProvider.SendGrid => "Paste the verification key from SendGrid's Mail Settings, Event Webhook, Signed Event Webhook Requests.",
            EventProvider.Resend => "Paste the signing secret from Resend's Webhooks page; it begins with whsec_.",
            EventProvider.Mailgun => "Paste the HTTP webhook signing key from Mailgun's Sending, Webhooks page.",
            EventProvider.Ses => "Amazon signs with certificates of its own; there is no key to enter.",
            _ => "Enter user:password as the provider is told to send them, of at least 10 characters together.",
        }) { Field = "key" };
    }

    // The ECDSA signature is over timestamp and raw body (SendGrid, "Event Webhook security features").
    private static Problem? SendGrid(WebhookRequest request, string key, DateTimeOffset now)
    {
        var timestamp = request.Header("X-Twilio-Email-Event-Webhook-Timestamp");
        if (timestamp is null || Base64(request.Header("X-Twilio-Email-Event-Webhook-Signature")) is not { } signature)
            return Forged;
        using var ecdsa = PublicKey(key);
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. request.Body];
        var isRight = ecdsa?.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) == true;
        return !isRight ? Forged : IsFresh(timestamp, now, Retries) ? null : Stale;
    }

    // Id, timestamp and body joined by dots; several signatures while a secret is rotated (Svix, "Verifying webhooks manually").
    private static Problem? Svix(WebhookRequest request, string key, DateTimeOffset now)
    {
        if (SvixKey(key) is null || request.Header("svix-id") is not { } id || request.Header("svix-timestamp") is not { } timestamp || request.Header("svix-signature") is not { } signatures)
            return Forged;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. request.Body];
        var expected = HMACSHA256.HashData(SvixKey(key)!, signed);
        var isRight = false;
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(20))
            isRight |= signature.StartsWith("v1,", StringComparison.Ordinal) && Base64(signature[3..]) is { } sent && CryptographicOperations.FixedTimeEquals(expected, sent);
        return !isRight ? Forged : IsFresh(timestamp, now, Skew) ? null : Stale;
    }

    /// <summary>Timestamp and token under the key; the body is not covered, so that a token is good for one body (Mailgun, "Securing webhooks").</summary>
    public static Problem? Mailgun(string? timestamp, string? token, string? signature, string? key, DateTimeOffset now)
    {
        if (key is null)
            return NoKey;
        if (timestamp is null || token is null || signature is null)
            return Forged;
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(timestamp + token)));
        return !IsSame(expected, signature.ToLowerInvariant()) ? Forged : IsFresh(timestamp, now, Retries) ? null : Stale;
    }

    private static Problem? Basic(WebhookRequest request, string key)
    {
        const string scheme = "Basic ";
        var header = request.Header("Authorization") ?? "";
        var sent = header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? Base64(header[scheme.Length..].Trim()) : null;
        return sent is not null && IsSame(key, Encoding.UTF8.GetString(sent)) ? null
            : Forged with { Message = "User and password are missing or not right. Write them into the address the provider is told, or its settings." };
    }

    private static bool IsFresh(string seconds, DateTimeOffset now, TimeSpan age) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 100_000_000_000
        && DateTimeOffset.FromUnixTimeSeconds(at) is var signed && signed >= now - age && signed <= now + Skew;

    // Hashed first: lengths tell nothing either.
    private static bool IsSame(string expected, string sent) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(sent)));

    public static byte[]? Base64(string? text)
    {
        if (text is null || text.Length > 10_000 || !System.Buffers.Text.Base64.IsValid(text))
            return null;
        return Convert.FromBase64String(text);
    }

    private static byte[]? SvixKey(string key) =>
        Base64(key.StartsWith("whsec_", StringComparison.Ordinal) ? key["whsec_".Length..] : key) is { Length: >= 16 } bytes ? bytes : null;

    private static ECDsa? PublicKey(string key)
    {
        if (Base64(key.Replace("-----BEGIN PUBLIC KEY-----", "", StringComparison.Ordinal).Replace("-----END PUBLIC KEY-----", "", StringComparison.Ordinal).Trim()) is not { } bytes)
            return null;
        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportSubjectPublicKeyInfo(bytes, out _);
            return ecdsa;
        }
        catch (CryptographicException)
        {
            ecdsa.Dispose();
            return null;
        }
    }

    private static bool Dispose(ECDsa ecdsa)
    {
        ecdsa.Dispose();
        return true;
    }
}
