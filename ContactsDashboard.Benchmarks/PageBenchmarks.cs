using ContactsDashboard.Domain;
using System.Globalization;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Services.Contacts;

namespace ContactsDashboard.Benchmarks;

/// <summary>The contacts page's data and its counts, wherever somebody may turn.</summary>
internal sealed class PageBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const double Depth = 0.9;

    private static readonly string[] Places = ["first page", "page 500", "cursor at 90 %", "last page"];

    public async Task RunAsync()
    {
        var worst = new Measured?[Places.Length];
        foreach (var status in Enum.GetValues<ContactStatus>())
        {
            foreach (var sort in Enum.GetValues<ContactSort>())
            {
                var queries = Queries(new() { Status = status, Sort = sort, Descending = sort is ContactSort.LastActive or ContactSort.Threads });
                for (var i = 0; i < queries.Length; i++)
                {
                    var measured = await MeasureAsync(queries[i]);
                    report.AddDetail($"{Places[i]}, {status}, by {sort}", measured);
                    if (worst[i] is null || measured.Times.P95 > worst[i]!.Times.P95)
                        worst[i] = measured;
                }
            }
        }
        for (var i = 0; i < Places.Length; i++)
            report.Add($"contacts page, {Places[i]}, slowest of 12 (status × sort)", Bars.Page, worst[i]!, t => t.P95);
        await CountsAsync();
        await ThreadsAsync();
    }

    private async Task ThreadsAsync()
    {
        var contacts = server.Get<ContactsService>();
        var busiest = Answer.Of(await contacts.ListAsync(server.Organization, new() { Sort = ContactSort.Threads }, default)).Rows;
        report.Add("conversations of one of the busiest contacts, 20 of them", null, await Timing.MeasureAsync(
            async run => Answer.Of(await contacts.ThreadsAsync(server.Organization, busiest[run % busiest.Count].AddressId, 0, 20, default))), t => t.P95);
    }

    private async Task CountsAsync()
    {
        var contacts = server.Get<ContactsService>();
        using var command = bare.Prepare(ContactsSql.Counts, ("@organization", server.Organization.Value));
        report.Add("counts of all tabs", Bars.Counts, await Timing.MeasureAsync(
            async _ => Answer.Of(await contacts.CountAsync(server.Organization, default)), _ => BareStore.Read(command), runs: 200), t => t.P95);
    }

    private ContactsQuery[] Queries(ContactsQuery query) =>
        [query, query with { Page = ContactsQuery.MaxNumberedPages }, query with { Cursor = DeepCursor(query) }, query with { Last = true }];

    private string DeepCursor(ContactsQuery query)
    {
        var count = (long)bare.Query(ContactsSql.Count(query), ("@organization", server.Organization.Value))[0][0];
        var place = bare.Query(ContactsSql.Ids(query, fromCursor: false, backwards: false),
            ("@organization", server.Organization.Value), ("@limit", 1), ("@offset", (long)(count * Depth)))[0];
        return new ContactsCursor(query.Sort, query.Descending, false, Convert.ToString(place[0], CultureInfo.InvariantCulture)!, (long)place[1]).ToString();
    }

    private async Task<Measured> MeasureAsync(ContactsQuery query)
    {
        var contacts = server.Get<ContactsService>();
        var cursor = query.Cursor is null ? null : ContactsCursor.Parse(query.Cursor, query);
        var keys = ContactsSql.Ids(query, cursor is not null, backwards: query.Last);
        using var command = bare.Prepare($"SELECT a.Id, a.Value, a.Spelling, a.Name, a.ThreadCount, a.LastActiveTicks FROM ({keys}) k JOIN Addresses a ON a.Id = k.RowId",
            ("@organization", server.Organization.Value), ("@limit", query.Limit), ("@offset", cursor is null && !query.Last ? (query.Page - 1) * query.Limit : 0),
            ("@key", cursor?.SqlKey), ("@id", cursor?.Id));
        return await Timing.MeasureAsync(async _ => Answer.Of(await contacts.ListAsync(server.Organization, query, default)), _ => BareStore.Read(command));
    }
}
