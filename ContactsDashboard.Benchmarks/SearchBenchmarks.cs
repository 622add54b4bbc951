using ContactsDashboard.Domain;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Services.Contacts;

namespace ContactsDashboard.Benchmarks;

/// <summary>Part of an address, with rows and exact total.</summary>
internal sealed class SearchBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const int SearchRuns = 30;
    private const string MatchesNothing = "qqzzxx";

    public async Task RunAsync()
    {
        var rare = (string)bare.Query("SELECT Value FROM Addresses WHERE OrganizationId = @organization AND Listed = 1 ORDER BY Id LIMIT 1 OFFSET 4321",
            ("@organization", server.Organization.Value))[0][0];
        foreach (var (name, text) in new[] { ("common (\"son\")", "son"), ("rare (a whole address)", rare), ("one character (\"e\")", "e"), ("nothing found", MatchesNothing) })
        {
            foreach (var status in new[] { ContactStatus.All, ContactStatus.Blocked })
                await SearchAsync($"search, {name}, {status}", new() { Search = text, Status = status });
        }
    }

    private async Task SearchAsync(string name, ContactsQuery query)
    {
        var contacts = server.Get<ContactsService>();
        (string, object?)[] parameters = [.. ContactsService.Parameters(server.Organization, query)];
        using var rows = bare.Prepare(ContactsSql.Ids(query, false, false), [.. parameters, ("@limit", query.Limit), ("@offset", 0)]);
        using var total = bare.Prepare(ContactsSql.Count(query), parameters);
        report.Add(name, Bars.Search, await Timing.MeasureAsync(async _ =>
        {
            await server.ForgetSearchesAsync(query.Search!);
            Answer.Of(await contacts.ListAsync(server.Organization, query, default));
        }, _ =>
        {
            BareStore.Read(rows);
            BareStore.Read(total);
        }, SearchRuns, warmUps: 3), t => t.P95);
    }
}
