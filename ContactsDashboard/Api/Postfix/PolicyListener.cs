using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ContactsDashboard.Configuration;
using ContactsDashboard.Services.Jobs;

namespace ContactsDashboard.Api.Postfix;

/// <summary>One organisation's port, on the loopback addresses only: whoever reaches it is already on this machine.</summary>
internal sealed class PolicyListener(string organization, int port, PolicyDesk desk, PolicyLimits limits, TimeProvider time, ILogger log)
    : IDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private bool _isFull;

    public string Organization => organization;

    public IReadOnlyList<EndPoint> EndPoints => [.. _sockets.Select(s => s.LocalEndPoint!)];

    /// <summary>Takes the port; a <see cref="StartupException"/> says when it cannot be had.</summary>
    public void Open()
    {
        Listen(IPAddress.Loopback);
        if (Socket.OSSupportsIPv6)
            Listen(IPAddress.IPv6Loopback);
    }

    /// <summary>Answers until it is told to stop, and then until the last question is answered.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await Task.WhenAll(_sockets.Select(socket => AcceptAsync(socket, stopping)));
        await Task.WhenAll(_connections.Keys);
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private void Listen(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            _sockets.Add(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            // A machine may know IPv6 and have no such address.
            if (e.SocketErrorCode == SocketError.AddressNotAvailable && address.AddressFamily == AddressFamily.InterNetworkV6)
                return;
            throw new StartupException($"Dashboard:PolicyListeners:{organization}: port {port} cannot be had on {address}: {e.Message}. "
                + "Choose another, here and in main.cf.");
        }
    }

    private async Task AcceptAsync(Socket socket, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await BackgroundRound.TryAsync(async token => Take(await socket.AcceptAsync(token), stopping), log, stopping))
                    await Task.Delay(BackgroundRound.Pause, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Take(Socket socket, CancellationToken stopping)
    {
        var isFull = _connections.Count >= limits.Connections;
        if (isFull && !_isFull)
            log.LogWarning("{Limit} connections for mail of {Organization}: more are turned away.", limits.Connections, organization);
        _isFull = isFull;
        if (isFull)
        {
            socket.Dispose();
            return;
        }
        var connection = ServeAsync(socket, stopping);
        _connections.TryAdd(connection, true);
        connection.ContinueWith(ended => _connections.TryRemove(ended, out _), CancellationToken.None,
            TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var connection = new PolicyConnection(socket, desk, limits, time);
            await BackgroundRound.TryAsync(_ => connection.RunAsync(stopping), log, CancellationToken.None);
        }
    }
}
