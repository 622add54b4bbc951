using System.Globalization;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Duplicates;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Benchmarks;

/// <summary>How operations grow with the number of contacts: a store for each size, seeded once and kept.</summary>
internal sealed class GrowthBenchmarks(BenchmarkServer server, int size, Growth growth)
{
    private const int Runs = 60;
    private const int SearchRuns = 30;
    private const int Deepest = ContactsQuery.MaxNumberedPages;

    // A new server is slow at first whatever it holds, and sizes would differ by how warm it is.
    private const int WarmUps = 200;
    private const int SearchWarmUps = 10;

    private readonly OrganizationId _organization = server.Organization;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        var growth = new Growth();
        foreach (var size in options.Sizes)
        {
            await using var server = await BenchmarkServer.StartAsync(Path.Combine(options.Data, size.ToString(CultureInfo.InvariantCulture)));
            await Seeding.WhereEmptyAsync(server, size, new());
            await server.LoadSearchAsync();
            // Into the system's cache, as far as that goes: else a small store would be compared with the disk of a large one.
            await using (var file = File.OpenRead(server.Database))
                await file.CopyToAsync(Stream.Null, 1 << 20);
            // What loading the texts left behind is collected beside the first pages otherwise.
            GC.Collect();
            await new GrowthBenchmarks(server, size, growth).MeasureAsync();
        }
        Console.Write(growth.ToMarkdown());
        if (options.Report is not { } report)
            return;
        await File.WriteAllTextAsync(report, growth.ToMarkdown(Path.GetFileNameWithoutExtension(report) + ".svg"));
        await File.WriteAllTextAsync(Path.ChangeExtension(report, ".svg"), GrowthChart.ToSvg(growth));
    }

    private async Task MeasureAsync()
    {
        await ContactsAsync();
        await AllContactsAsync();
        var (segments, analytics, check) = (server.Get<SegmentService>(), server.Get<AnalyticsService>(), server.Get<CheckService>());
        await AddAsync("segments with counts", async _ => Answer.Of(await segments.PageAsync(_organization, new(), default)));
        await AddAsync("analytics, 365 days", async _ => Answer.Of(await analytics.ReadAsync(_organization, ReachChannel.Email, 365, default)));
        using (var bare = new BareStore(server.Database))
        {
            var known = new BlockBenchmarks(server, bare, new()).Active(2 * (WarmUps + Runs));
            await AddAsync("check, 1 recipient", async run => Answer.Of(await check.CheckAsync(_organization, [known[run].Value], default)));
            await BlockAsync(known[(WarmUps + Runs)..]);
        }
        await SearchesAsync();
    }

    private async Task ContactsAsync()
    {
        var contacts = server.Get<ContactsService>();
        Task ListAsync(string operation, ContactsQuery query) => AddAsync(operation, async _ => Answer.Of(await contacts.ListAsync(_organization, query, default)));

        await ListAsync("first page", new());
        await ListAsync("page 400", new() { Page = Math.Min(400, Deepest) });
        await ListAsync("last page", new() { Last = true });
        await ListAsync("blocked, by address", new() { Status = ContactStatus.Blocked, Sort = ContactSort.Email });
        await AddAsync("counts of all tabs", async _ => Answer.Of(await contacts.CountAsync(_organization, default)));
    }

    private async Task AllContactsAsync()
    {
        var (contacts, duplicates) = (server.Get<AllContactsService>(), server.Get<DuplicateService>());
        Task ListAsync(string operation, AllContactsQuery query) => AddAsync(operation, async _ => Answer.Of(await contacts.ListAsync(_organization, query, default)));

        await ListAsync("all contacts, first page", new());
        await ListAsync("unsubscribed, last page by rating", new() { Rail = ContactRail.Unsubscribed, Sort = AllContactsSort.Rating, Last = true });
        await AddAsync("counts of all rails", async _ => Answer.Of(await contacts.CountAsync(_organization, false, default)));
        await AddAsync("duplicates with counts", async _ => Answer.Of(await duplicates.ListAsync(_organization, new(), default)));
    }

    // Blocked and released again, so that the store stays as it was.
    private async Task BlockAsync(EmailAddress[] addresses)
    {
        var (blocks, releases) = (server.Get<BlockService>(), server.Get<ReleaseService>());
        var blocked = new List<EmailAddress>();
        await AddAsync("block one address", async run =>
        {
            Answer.Of(await blocks.BlockEmailAsync(_organization, addresses[run], null, default));
            blocked.Add(addresses[run]);
        });
        foreach (var address in blocked)
            Answer.Of(await releases.ReleaseAsync(_organization, address, DomainRelease.Keep, default));
    }

    private async Task SearchesAsync()
    {
        var (contacts, all) = (server.Get<ContactsService>(), server.Get<AllContactsService>());
        foreach (var (name, text) in new[] { ("common (\"son\")", "son"), ("nothing found", "qqzzxx") })
        {
            await AddAsync(Growth.SearchPrefix + name, async _ =>
            {
                await server.ForgetSearchesAsync(text);
                Answer.Of(await contacts.ListAsync(_organization, new() { Search = text }, default));
            }, SearchRuns, SearchWarmUps);
        }
        var smart = new AllContactsQuery { Filter = "country:DE activity(status:clicked sent<90d)>=1 status:active" };
        await AddAsync(Growth.SearchPrefix + "three conditions, first page", async _ => Answer.Of(await all.FirstAsync(_organization, smart, default)), SearchRuns, SearchWarmUps);
        await AddAsync(Growth.TotalPrefix + "smart search", async _ => Answer.Of(await all.TotalAsync(_organization, smart, default)), SearchRuns, SearchWarmUps);
    }

    private async Task AddAsync(string operation, Func<int, Task> run, int runs = Runs, int warmUps = WarmUps) =>
        growth.Add(operation, size, (await Timing.MeasureAsync(run, runs: runs, warmUps: warmUps)).Times);
}
