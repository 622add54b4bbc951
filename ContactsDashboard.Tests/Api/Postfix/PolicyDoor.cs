using System.Collections.Concurrent;
using System.Net;
using ContactsDashboard.Api.Postfix;
using ContactsDashboard.Configuration;
using ContactsDashboard.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Tests.Api.Postfix;

/// <summary>A running policy server over a test store, on ports of the system's choice.</summary>
internal sealed class PolicyDoor : ILogger<PolicyServer>, IAsyncDisposable
{
    private readonly PolicyServer _server;

    private PolicyDoor(TestStore store, PolicyLimits? limits, string[] organizations)
    {
        var options = new DashboardOptions { PolicyListeners = organizations.ToDictionary(o => o, _ => 0) };
        _server = new(store.Scopes, Options.Create(options), store.Clock, this, limits);
    }

    public ConcurrentQueue<string> Logged { get; } = [];

    public static async Task<PolicyDoor> OpenAsync(TestStore store, PolicyLimits? limits = null, params string[] organizations)
    {
        var door = new PolicyDoor(store, limits, organizations is [] ? ["acme"] : organizations);
        door._server.Open();
        await door._server.StartAsync(TestStore.Stop);
        return door;
    }

    public IReadOnlyList<EndPoint> EndPointsOf(string organization) => _server.EndPoints[organization];

    public Task<PolicyClient> ConnectAsync(string organization = "acme") => PolicyClient.ConnectAsync(EndPointsOf(organization)[0]);

    public async Task<string> AskAsync(string recipient, string organization = "acme")
    {
        using var client = await ConnectAsync(organization);
        return await client.AskAsync(recipient);
    }

    public Task StopAsync() => _server.StopAsync(TestStore.Stop);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => Logged.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _server.Dispose();
    }
}
