using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Duplicates;

namespace ContactsDashboard.Benchmarks;

/// <summary>All contacts and Deleted: every rail in every order, the search, and the smart search.</summary>
internal sealed class BaseBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const int SearchRuns = 30;

    // The slowest of 77 series is what is reported: with few runs that would be the one the machine disturbed.
    private const int PageRuns = 100;

    private static readonly string[] Places = ["first page", "page 500", "cursor in the middle", "last page"];

    private static readonly (string Name, string Filter)[] Filters =
    [
        ("profile, activity, standing", "country:DE activity(status:clicked sent<90d)>=1 status:active"),
        ("profile, activity, standing, few", "city:Lyon activity(status:clicked)>=3 status:blocked"),
        ("domain, field, orders", "domain:*.example field.score>=50 orders.count>=2"),
        ("name, period, rating", "name:ann* last_active<365d rating>=80"),
        ("segment or category, not recently", "(segment:\"List 1\" or category:\"Category 4\") not created<365d"),
    ];

    public async Task RunAsync()
    {
        // What the first look at a list starts in the background would be measured with it.
        await server.LoadSearchAsync();
        await PagesAsync();
        await CountsAsync();
        await SearchAsync();
        await FiltersAsync();
        await DuplicatesAsync();
    }

    private async Task PagesAsync()
    {
        var worst = new Measured?[Places.Length];
        foreach (var deleted in new[] { false, true })
        {
            foreach (var rail in Enum.GetValues<ContactRail>())
            {
                foreach (var sort in Enum.GetValues<AllContactsSort>().Where(s => deleted || s != AllContactsSort.Deleted))
                {
                    var query = new AllContactsQuery { Rail = rail, Sort = sort, Deleted = deleted };
                    AllContactsQuery[] queries = [query, query with { Page = ContactsQuery.MaxNumberedPages }, query with { Cursor = await MiddleAsync(query) }, query with { Last = true }];
                    for (var i = 0; i < queries.Length; i++)
                    {
                        var measured = await MeasureAsync(queries[i]);
                        report.AddDetail($"{Places[i]}, {(deleted ? "deleted, " : "")}{rail}, by {sort}", measured);
                        if (worst[i] is null || measured.Times.P95 > worst[i]!.Times.P95)
                            worst[i] = measured;
                    }
                }
            }
        }
        for (var i = 0; i < Places.Length; i++)
            report.Add($"all contacts and deleted, {Places[i]}, slowest of 77 (rail × sort)", Bars.Page, worst[i]!, t => t.P95);
    }

    private async Task CountsAsync()
    {
        var contacts = server.Get<AllContactsService>();
        using var command = bare.Prepare(AllContactsSql.Counts, ("@organization", server.Organization.Value));
        report.Add("counts of all rails", Bars.Counts, await Timing.MeasureAsync(
            async _ => Answer.Of(await contacts.CountAsync(server.Organization, false, default)), _ => BareStore.Read(command), runs: 200), t => t.P95);
    }

    private async Task SearchAsync()
    {
        var contacts = server.Get<AllContactsService>();
        foreach (var (name, text) in new[] { ("common (\"son\")", "son"), ("one character (\"e\")", "e"), ("a name (\"anna ber\")", "anna ber"), ("a number (\"0012\")", "0012"), ("nothing found", "qqzzxx") })
        {
            foreach (var rail in new[] { ContactRail.None, ContactRail.EmailActive, ContactRail.EmailBlacklisted })
            {
                var query = new AllContactsQuery { Search = text, Rail = rail };
                report.Add($"search all contacts, {name}, {rail}", Bars.Search, await Timing.MeasureAsync(
                    async _ =>
                    {
                        await server.ForgetSearchesAsync(text);
                        Answer.Of(await contacts.ListAsync(server.Organization, query, default));
                    }, runs: SearchRuns, warmUps: 3), t => t.P95);
            }
        }
    }

    private async Task FiltersAsync()
    {
        var contacts = server.Get<AllContactsService>();
        foreach (var (name, filter) in Filters)
        {
            var query = new AllContactsQuery { Filter = filter };
            report.Add($"smart search, {name}: first page", Bars.SmartPage, await Timing.MeasureAsync(
                async _ => Answer.Of(await contacts.FirstAsync(server.Organization, query, default)), runs: SearchRuns, warmUps: 2), t => t.P95);
            report.Add($"smart search, {name}: page with total", Bars.SmartTotal, await Timing.MeasureAsync(
                async _ => Answer.Of(await contacts.ListAsync(server.Organization, query, default)), runs: SearchRuns, warmUps: 2), t => t.P95);
        }
    }

    private async Task DuplicatesAsync()
    {
        var duplicates = server.Get<DuplicateService>();
        foreach (var channel in Enum.GetValues<DuplicateChannel>())
        {
            using var command = bare.Prepare(DuplicateSql.Page(false, false), ("@organization", server.Organization.Value), ("@channel", (int)channel), ("@limit", 21), ("@offset", 0));
            report.Add($"duplicates by {channel}, first page with counts", Bars.Duplicates, await Timing.MeasureAsync(
                async _ => Answer.Of(await duplicates.ListAsync(server.Organization, new() { Channel = channel }, default)), _ => BareStore.Read(command), runs: 200), t => t.P95);
        }
    }

    private async Task<string?> MiddleAsync(AllContactsQuery query)
    {
        var page = Answer.Of(await server.Get<AllContactsService>().ListAsync(server.Organization, query with { Limit = 100, Page = 1 }, default));
        var depth = (int)Math.Min(ContactsQuery.MaxNumberedPages, page.Total.All / 200);
        return depth < 1 ? page.NextCursor
            : Answer.Of(await server.Get<AllContactsService>().ListAsync(server.Organization, query with { Limit = 100, Page = depth }, default)).NextCursor;
    }

    private async Task<Measured> MeasureAsync(AllContactsQuery query)
    {
        var contacts = server.Get<AllContactsService>();
        return await Timing.MeasureAsync(async _ => Answer.Of(await contacts.ListAsync(server.Organization, query, default)), runs: PageRuns, warmUps: 3);
    }
}
