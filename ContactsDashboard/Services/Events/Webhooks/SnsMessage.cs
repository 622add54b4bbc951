using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Events.Providers;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>An Amazon SNS message (SNS developer guide, "HTTP/HTTPS notification JSON format" and "Verifying the signatures of Amazon SNS messages").</summary>
internal sealed class SnsMessage(JsonElement body)
{
    private static readonly string[] OfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];

    private static readonly string[] OfConfirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    public string? Type => body.Text("Type");

    public string? Topic => body.Text("TopicArn");

    public string? Id => body.Text("MessageId");

    public string? Message => body.Text("Message");

    /// <summary>Where the subscription is confirmed; null unless it is Amazon's own address.</summary>
    public string? ConfirmUrl => body.Text("SubscribeURL") is { } url && SnsCertificates.IsAmazon(url) ? url : null;

    /// <summary>Null when Amazon signed it, not long ago.</summary>
    public async Task<Problem?> CheckAsync(SnsCertificates certificates, DateTimeOffset now, CancellationToken cancellationToken)
    {
        HashAlgorithmName? algorithm = body.Text("SignatureVersion") switch { "1" => HashAlgorithmName.SHA1, "2" => HashAlgorithmName.SHA256, _ => null };
        if (algorithm is not { } hash || Signatures.Base64(body.Text("Signature")) is not { } signature)
            return Signatures.Forged with { Message = "This message is not signed. Leave raw message delivery off in the subscription." };
        using var certificate = await certificates.FindAsync(body.Text("SigningCertURL") ?? body.Text("SigningCertUrl"), cancellationToken);
        if (certificate is null)
            return Signatures.Forged with { Message = "The certificate it names is not Amazon's, or could not be had." };
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa?.VerifyData(Encoding.UTF8.GetBytes(Signed()), signature, hash, RSASignaturePadding.Pkcs1) != true)
            return Signatures.Forged;
        return DateTimeOffset.TryParse(body.Text("Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at >= now - Signatures.Retries && at <= now + Signatures.Skew ? null : Signatures.Stale;
    }

    // Values exactly as they came; a field that is not there is left out.
    private string Signed()
    {
        var text = new StringBuilder();
        foreach (var name in Type == "Notification" ? OfNotification : OfConfirmation)
        {
            if (body.At(name) is { ValueKind: JsonValueKind.String } value)
                text.Append(name).Append('\n').Append(value.GetString()).Append('\n');
        }
        return text.ToString();
    }
}
