using System.Net;
using System.Net.Sockets;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>Ports that cannot work are said at the start.</summary>
public sealed class PolicyPortTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contacts-ports-").FullName;

    [Fact]
    public async Task Start_WithImpossiblePorts_NamesAllOfThem()
    {
        var (code, output) = await StartAsync(new()
        {
            ["Dashboard__PolicyListeners__demo"] = "70000",
            ["Dashboard__PolicyListeners__a"] = "10040",
            ["Dashboard__PolicyListeners__b"] = "10040",
        });

        code.Should().Be(2);
        output.Should().Contain("demo: 70000 is not a port").And.Contain("a and b cannot share port 10040").And.NotContain("   at ");
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSo()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        var (code, output) = await StartAsync(new() { ["Dashboard__PolicyListeners__demo"] = $"{port}" });

        code.Should().Be(2);
        output.Should().Contain($"Dashboard:PolicyListeners:demo: port {port} cannot be had on 127.0.0.1").And.NotContain("   at ");
    }

    [Fact]
    public async Task Start_OnTheDashboardsOwnPort_SaysSo()
    {
        var (code, output) = await StartAsync(new()
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:10041",
            ["Dashboard__PolicyListeners__demo"] = "10041",
        });

        code.Should().Be(2);
        output.Should().Contain("the dashboard itself listens on port 10041").And.NotContain("   at ");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Output)> StartAsync(Dictionary<string, string> settings)
    {
        using var product = ProductProcess.StartWith(settings, _folder);
        return await product.EndAsync();
    }
}
