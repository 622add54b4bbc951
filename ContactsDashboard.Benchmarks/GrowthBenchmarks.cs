using System.Globalization;
using System.Text;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Benchmarks;

/// <summary>How operations grow with the number of contacts: a store for each size, seeded once and kept.</summary>
internal static class GrowthBenchmarks
{
    private const int Runs = 60;
    private const int Deepest = ContactsQuery.MaxNumberedPages;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        var growth = new Growth();
        foreach (var size in options.Sizes)
        {
            await using var server = await BenchmarkServer.StartAsync(Path.Combine(options.Data, size.ToString(CultureInfo.InvariantCulture)));
            await Seeding.WhereEmptyAsync(server, size, new());
            await server.LoadSearchAsync();
            await MeasureAsync(server, size, growth);
        }
        Console.Write(growth.ToMarkdown());
        if (options.Report is not { } file)
            return;
        await File.WriteAllTextAsync(file, growth.ToMarkdown(Path.GetFileNameWithoutExtension(file) + ".svg"));
        await File.WriteAllTextAsync(Path.ChangeExtension(file, ".svg"), GrowthChart.ToSvg(growth));
    }

    private static async Task MeasureAsync(BenchmarkServer server, int size, Growth growth)
    {
        var (contacts, organization) = (server.Get<ContactsService>(), server.Organization);
        async Task AddAsync(string operation, Func<int, Task> run, int runs = Runs) => growth.Add(operation, size, (await Timing.MeasureAsync(run, runs: runs)).Times);
        Task ListAsync(string operation, ContactsQuery query, int runs = Runs) =>
            AddAsync(operation, async _ => Answer.Of(await contacts.ListAsync(organization, query, default)), runs);

        await ListAsync("first page", new());
        await ListAsync("page 400", new() { Page = Math.Min(400, Deepest) });
        await ListAsync("last page", new() { Last = true });
        await ListAsync("blocked, by address", new() { Status = ContactStatus.Blocked, Sort = ContactSort.Email });
        await AddAsync("counts of all tabs", async _ => Answer.Of(await contacts.CountAsync(organization, default)));
        using (var bare = new BareStore(server.Database))
            await BlockAsync(server, bare, AddAsync);
        await ListAsync(Growth.SearchPrefix + "common (\"son\")", new() { Search = "son" }, 30);
        await ListAsync(Growth.SearchPrefix + "nothing found", new() { Search = "qqzzxx" }, 30);
    }

    // Blocked and released again, so that the store stays as it was.
    private static async Task BlockAsync(BenchmarkServer server, BareStore bare, Func<string, Func<int, Task>, int, Task> addAsync)
    {
        var addresses = new BlockBenchmarks(server, bare, new()).Active(2 * Runs);
        var (blocks, releases) = (server.Get<BlockService>(), server.Get<ReleaseService>());
        var blocked = new List<EmailAddress>();
        await addAsync("block one address", async run =>
        {
            Answer.Of(await blocks.BlockEmailAsync(server.Organization, addresses[run], null, default));
            blocked.Add(addresses[run]);
        }, Runs);
        foreach (var address in blocked)
            Answer.Of(await releases.ReleaseAsync(server.Organization, address, DomainRelease.Keep, default));
    }
}
