using System.Net.Sockets;

namespace ContactsDashboard.Api.Postfix;

/// <summary>One connection of the mail server: requests one after the other, each answered before the next is looked at.</summary>
internal sealed class PolicyConnection(Socket socket, PolicyDesk desk, PolicyLimits limits, TimeProvider time)
{
    private readonly PolicyReader _reader = new();
    private readonly byte[] _buffer = new byte[4096];
    private ReadOnlyMemory<byte> _unread;

    /// <summary>Until the other side hangs up, keeps silent for too long or says too much, or the server stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (await ReadAsync(stopping) is { } request)
                await SendAsync(await desk.AnswerAsync(request, stopping));
            if (_reader.IsTooLong)
                await SendAsync(PolicyAnswer.Unclear);
        }
        catch (OperationCanceledException)
        {
            // Silence, or the end of the server: Postfix connects again, or defers by itself.
        }
        catch (SocketException)
        {
            // The other side went away in the middle; its question went with it.
        }
    }

    private async Task<PolicyRequest?> ReadAsync(CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(limits.Idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        for (var hasBegun = false; ;)
        {
            if (_reader.Read(ref _unread) is { } request)
                return request;
            if (_reader.IsTooLong)
                return null;
            if (!hasBegun && !_reader.IsBetweenRequests)
            {
                hasBegun = true;
                patience.CancelAfter(limits.Transfer);
            }
            var count = await socket.ReceiveAsync(_buffer, SocketFlags.None, either.Token);
            if (count == 0)
                return null;
            _unread = _buffer.AsMemory(0, count);
        }
    }

    // Also while the server stops: who has asked is answered.
    private async Task SendAsync(PolicyAnswer answer)
    {
        using var patience = new CancellationTokenSource(limits.Transfer, time);
        for (ReadOnlyMemory<byte> rest = answer.ToBytes(); rest.Length > 0;)
            rest = rest[await socket.SendAsync(rest, SocketFlags.None, patience.Token)..];
    }
}
