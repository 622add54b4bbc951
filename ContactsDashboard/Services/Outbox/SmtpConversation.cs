using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using ContactsDashboard.Configuration;

namespace ContactsDashboard.Services.Outbox;

/// <summary>A server did not take a mail; the message says at which command, and nothing of whom it was to.</summary>
internal sealed class SmtpRefusal(string command, int code) : Exception($"{command} was answered with {code}.")
{
    /// <summary>The same mail would be refused again (RFC 5321 section 4.2.1), and not for want of a password.</summary>
    public bool IsPermanent => code is >= 550 and < 560;
}

/// <summary>One connection to a mail server, for mail that is sent byte for byte as it lies in the outbox.</summary>
internal sealed class SmtpConversation : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private Stream _stream = Stream.Null;
    private StreamReader _reader = StreamReader.Null;

    public static async Task<SmtpConversation> OpenAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        var conversation = new SmtpConversation();
        try
        {
            await conversation.GreetAsync(options, cancellationToken);
            return conversation;
        }
        catch
        {
            await conversation.DisposeAsync();
            throw;
        }
    }

    public async Task SendAsync(string from, string to, byte[] message, CancellationToken cancellationToken)
    {
        var utf8 = Ascii.IsValid(to) ? "" : " SMTPUTF8"; // RFC 6531
        await AskAsync("MAIL", $"MAIL FROM:<{from}>{utf8}", 250, cancellationToken);
        await AskAsync("RCPT", $"RCPT TO:<{to}>", 250, cancellationToken);
        await AskAsync("DATA", "DATA", 354, cancellationToken);
        await _stream.WriteAsync(Stuffed(message), cancellationToken);
        await AskAsync("the message", ".", 250, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task GreetAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(options.Host!, options.Port, cancellationToken);
        Use(_client.GetStream());
        if (options.Tls == SmtpTls.Implicit)
            await SecureAsync(options.Host!, cancellationToken);
        await ReadAsync("the greeting", 220, cancellationToken);
        await AskAsync("EHLO", "EHLO localhost", 250, cancellationToken);
        if (options.Tls == SmtpTls.StartTls)
        {
            await AskAsync("STARTTLS", "STARTTLS", 220, cancellationToken);
            await SecureAsync(options.Host!, cancellationToken);
            await AskAsync("EHLO", "EHLO localhost", 250, cancellationToken);
        }
        if (options.User is { Length: > 0 } user)
            await AskAsync("AUTH", $"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{options.Password}"))}", 235, cancellationToken);
    }

    // What came before the handshake is forgotten with the old reader: nobody can have slipped in an answer.
    private async Task SecureAsync(string host, CancellationToken cancellationToken)
    {
        var secure = new SslStream(_stream);
        Use(secure);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
    }

    private void Use(Stream stream) => (_stream, _reader) = (stream, new StreamReader(stream, Encoding.Latin1, false, 1024, leaveOpen: true));

    private async Task AskAsync(string command, string line, int expected, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        await ReadAsync(command, expected, cancellationToken);
    }

    private async Task ReadAsync(string command, int expected, CancellationToken cancellationToken)
    {
        for (var lines = 0; lines < 100; lines++)
        {
            var line = await _reader.ReadLineAsync(cancellationToken) ?? throw new IOException("The mail server hung up.");
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out var code))
                break;
            if (line.Length > 3 && line[3] == '-')
                continue;
            if (code == expected || (code == 251 && expected == 250))
                return;
            throw new SmtpRefusal(command, code);
        }
        throw new IOException("The mail server does not speak SMTP.");
    }

    // A line that begins with a dot gets another one (RFC 5321 section 4.5.2).
    private static byte[] Stuffed(byte[] message)
    {
        var stuffed = new List<byte>(message.Length + 16);
        for (var i = 0; i < message.Length; i++)
        {
            if (message[i] == '.' && (i == 0 || message[i - 1] == '\n'))
                stuffed.Add((byte)'.');
            stuffed.Add(message[i]);
        }
        return [.. stuffed];
    }
}
