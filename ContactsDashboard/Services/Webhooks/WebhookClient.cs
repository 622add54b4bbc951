using System.Net;
using System.Net.Sockets;
using System.Text;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Webhooks;

/// <summary>What a receiver answered, or why it did not.</summary>
/// <param name="Status">Null when there was no answer.</param>
/// <param name="Text">The beginning of the answer, on one line.</param>
internal sealed record WebhookAnswer(int? Status, string Text)
{
    public bool IsOk => Status is >= 200 and < 300;
}

/// <summary>A signed message, ready to send.</summary>
internal sealed record WebhookMessage(Uri Url, string Id, DateTimeOffset At, string Signature, string Body);

/// <summary>
/// Sends to receivers people named, and to nothing they could only reach through us: the address is checked when it is connected to, after the name was
/// looked up, so that no name leads inside. No redirects, no proxy, no cookies, little time and little of the answer.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private const int MostRead = 4_096, MostKept = 300;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly bool _loopback;
    private readonly HttpClient _http;

    public WebhookClient(IOptions<DashboardOptions> options)
    {
        _loopback = options.Value.LoopbackWebhooks;
        _http = new(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync, AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = Timeout, MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), MaxConnectionsPerServer = 4,
        }) { Timeout = Timeout };
    }

    public async Task<WebhookAnswer> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, message.Url) { Content = new StringContent(message.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", WebhookSignature.Timestamp(message.At));
        request.Headers.Add("webhook-signature", message.Signature);
        request.Headers.UserAgent.ParseAdd("ContactsDashboard");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Timeout);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new((int)response.StatusCode, await BeginningAsync(response, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, $"No answer within {Timeout.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(null, Line(e.GetBaseException().Message));
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Why an address cannot be a receiver, as far as it can be said before connecting; null when it can.</summary>
    public static string? WhyNot(string? text, bool loopback)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Fragment.Length > 0 || text!.Length > 500)
            return "Enter the whole address, https://… , without user name or fragment.";
        if (loopback && url.IsLoopback && url.Scheme is "http" or "https")
            return null;
        if (url.Scheme != Uri.UriSchemeHttps)
            return "Only https is sent to.";
        return IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && !PublicNetwork.IsPublic(address) || url.IsLoopback
            ? "This address is not on the public Internet." : null;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, a => PublicNetwork.IsPublic(a) || (_loopback && IPAddress.IsLoopback(a)));
        if (allowed.Length == 0)
            throw new HttpRequestException("The name leads to no address on the public Internet.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MostRead];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Line(Encoding.UTF8.GetString(buffer, 0, read));
    }

    private static string Line(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > MostKept ? line[..MostKept] : line;
    }
}
