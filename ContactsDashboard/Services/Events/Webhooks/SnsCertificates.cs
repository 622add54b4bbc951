using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using ContactsDashboard.Configuration;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>
/// The certificates Amazon SNS signs with. They lie in a folder of the data directory, by host and name: what the host put there is used as it is; what is
/// missing is fetched from Amazon over HTTPS, unless that is switched off. Nothing else is ever fetched: whatever address a message names, it must be a
/// certificate's on an Amazon SNS host, and redirects are not followed.
/// </summary>
internal sealed partial class SnsCertificates(DataDirectory directory, IOptions<DashboardOptions> options, TimeProvider time) : IDisposable
{
    private const int MaxBytes = 64 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = true })
    {
        Timeout = Patience, MaxResponseContentBufferSize = MaxBytes,
    };

    private DateTimeOffset _lastFailure;

    /// <summary>Whether an address can be one of Amazon SNS: the only hosts that are believed, for certificates and for confirming alike.</summary>
    public static bool IsAmazon(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
        && Host().IsMatch(uri.Host);

    /// <summary>The certificate at this address if it is one of Amazon SNS and in force; else null.</summary>
    public async Task<X509Certificate2?> FindAsync(string? address, CancellationToken cancellationToken)
    {
        if (!IsAmazon(address) || new Uri(address!) is not { Query: "" } uri || CertificatePath().Match(uri.AbsolutePath) is not { Success: true } match)
            return null;
        var file = Path.Combine(directory.SnsCertificates, uri.Host, match.Groups[1].Value);
        var pem = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : await FetchAsync(uri, cancellationToken);
        if (pem is null || Read(pem) is not { } certificate)
            return null;
        var now = time.GetUtcNow().UtcDateTime;
        if (certificate.NotBefore.ToUniversalTime() > now || certificate.NotAfter.ToUniversalTime() < now || !IsTrusted(certificate, pem))
        {
            certificate.Dispose();
            return null;
        }
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, pem, cancellationToken);
        }
        return certificate;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> FetchAsync(Uri uri, CancellationToken cancellationToken)
    {
        // Somebody who knows an address must not make this server knock on Amazon's all day.
        if (!options.Value.Sns.FetchCertificates || time.GetUtcNow() - _lastFailure < Patience)
            return null;
        try
        {
            using var answer = await _http.GetAsync(uri, cancellationToken);
            if (answer.IsSuccessStatusCode)
                return await answer.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Amazon sends the message again; then it is tried again.
        }
        _lastFailure = time.GetUtcNow();
        return null;
    }

    // TLS says that it came from Amazon. A host that wants more names the root it must go back to.
    private bool IsTrusted(X509Certificate2 certificate, string pem)
    {
        if (options.Value.Sns.TrustRoot is not { } root)
            return true;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(root);
        chain.ChainPolicy.ExtraStore.ImportFromPem(pem);
        return chain.Build(certificate);
    }

    private static X509Certificate2? Read(string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\Asns\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?\z")]
    private static partial Regex Host();

    [GeneratedRegex(@"\A/(SimpleNotificationService-[0-9a-f]{32}\.pem)\z")]
    private static partial Regex CertificatePath();
}
