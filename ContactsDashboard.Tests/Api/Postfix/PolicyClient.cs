using System.Net;
using System.Net.Sockets;
using System.Text;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api.Postfix;

/// <summary>Asks like Postfix does.</summary>
internal sealed class PolicyClient : IDisposable
{
    private readonly Socket _socket;
    private readonly StreamReader _reader;

    private PolicyClient(Socket socket) => (_socket, _reader) = (socket, new(new NetworkStream(socket), Encoding.ASCII));

    public static async Task<PolicyClient> ConnectAsync(EndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, TestStore.Stop);
        return new(socket);
    }

    public static string Request(string recipient, string state = "RCPT") =>
        $"request=smtpd_access_policy\nprotocol_state={state}\nsender=news@acme.example\nrecipient={recipient}\n\n";

    public async Task<string> AskAsync(string recipient, string state = "RCPT")
    {
        await SendAsync(Request(recipient, state));
        return await AnswerAsync() ?? throw new EndOfStreamException();
    }

    public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.UTF8.GetBytes(text), TestStore.Stop);

    /// <summary>The next answer's action; null when the server hung up.</summary>
    public async Task<string?> AnswerAsync()
    {
        try
        {
            var line = await _reader.ReadLineAsync(TestStore.Stop);
            if (line is null)
                return null;
            line.Should().StartWith("action=");
            (await _reader.ReadLineAsync(TestStore.Stop)).Should().BeEmpty();
            return line["action=".Length..];
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Hangs up without a word, as a process that was killed.</summary>
    public void Reset()
    {
        _socket.LingerState = new(true, 0);
        Dispose();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _socket.Dispose();
    }
}
