using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>The real mailbox through the dashboard, the terminal and the API gives the same contacts.</summary>
public sealed class ThreeDoorsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("contacts-doors-").FullName;

    [Fact]
    public async Task RealMailbox_ThroughEveryDoor_GivesTheSameResultTwice()
    {
        var (folder, mailbox) = (Path.Combine(_root, "data"), await UnpackAsync());
        using var server = ProductProcess.Start(folder);
        var address = await server.AddressAsync();
        await ProductProcess.RunAsync(folder, "organization", "create", "terminal", "--name", "Terminal");

        for (var time = 1; time <= 2; time++)
        {
            await HttpVisitor.UploadAsync(address, "platform", mailbox);
            var terminal = await ProductProcess.RunAsync(folder, "import-mail", mailbox, "--organization", "terminal", "--json");
            var counts = JsonDocument.Parse(terminal.Output[terminal.Output.IndexOf('{')..]).RootElement;
            (terminal.Code, counts.GetProperty("accepted").GetInt32(), counts.GetProperty("duplicate").GetInt32()).Should().Be(time == 1 ? (0, 2_365, 0) : (0, 0, 2_365));
            (await PostAsync(folder, address, mailbox)).Should().Be(time == 1 ? (2_365, 0) : (0, 2_365));
            await server.WhenAsync(() => ProductProcess.Ask(folder, "SELECT count(*) FROM Jobs WHERE FinishedAt IS NOT NULL") == time);

            var states = new[] { "platform", "terminal", "demo" }.Select(o => ProductProcess.StateOf(folder, o)).ToList();
            states[0].Should().HaveCount(580);
            states[0].Count(row => row.Split('|')[^3] == "1").Should().Be(578, "the rows of the contacts page");
            states[1].Should().Equal(states[0]);
            states[2].Should().Equal(states[0]);
        }
        var verified = await ProductProcess.RunAsync(folder, "verify");
        verified.Code.Should().Be(0, verified.Output);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static async Task<(int Accepted, int Duplicate)> PostAsync(string folder, string address, string mailbox)
    {
        var stop = TestContext.Current.CancellationToken;
        var key = (await ProductProcess.RunAsync(folder, "api-key", "create", "-o", "demo", "--name", "test")).Output.Trim();
        using var http = new HttpClient { BaseAddress = new(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await using var file = File.OpenRead(mailbox);
        using var content = new StreamContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/mbox") } };
        using var answer = await http.PostAsync("/api/v1/organizations/org_1/messages", content, stop);
        var data = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop)).RootElement.GetProperty("data");
        return (data.GetProperty("accepted").GetInt32(), data.GetProperty("duplicate").GetInt32());
    }

    private async Task<string> UnpackAsync()
    {
        var path = Path.Combine(_root, "ham-2002.mbox");
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Mail", "Samples", "ham-2002.mbox.gz")), CompressionMode.Decompress);
        await using var file = File.Create(path);
        await packed.CopyToAsync(file, TestContext.Current.CancellationToken);
        return path;
    }
}
