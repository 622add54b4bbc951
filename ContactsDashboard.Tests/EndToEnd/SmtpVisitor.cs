using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>Hands mail to a mail server (RFC 5321), one command at a time.</summary>
internal sealed class SmtpVisitor : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private StreamReader _reader = StreamReader.Null;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<SmtpVisitor> ConnectAsync(int port)
    {
        var visitor = new SmtpVisitor();
        try
        {
            await visitor._client.ConnectAsync(IPAddress.Loopback, port, Stop);
            visitor._reader = new(visitor._client.GetStream(), Encoding.UTF8);
            (await visitor.ReplyAsync()).Should().StartWith("220 ");
            return visitor;
        }
        catch
        {
            await visitor.DisposeAsync();
            throw;
        }
    }

    /// <summary>The last line of the reply.</summary>
    public async Task<string> SendAsync(string command)
    {
        await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), Stop);
        return await ReplyAsync();
    }

    /// <summary>Everything before the first recipient.</summary>
    public async Task BeginAsync()
    {
        (await SendAsync("EHLO crm.acme.example")).Should().StartWith("250 ");
        (await SendAsync("MAIL FROM:<news@acme.example>")).Should().StartWith("250 ");
    }

    public Task<string> RecipientAsync(string address) => SendAsync($"RCPT TO:<{address}>");

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> ReplyAsync()
    {
        while (true)
        {
            var line = await _reader.ReadLineAsync(Stop) ?? throw new EndOfStreamException("The mail server hung up.");
            if (line.Length < 4 || line[3] != '-')
                return line;
        }
    }
}
