using ContactsDashboard.Domain;
using ContactsDashboard.Services.Contacts;

namespace ContactsDashboard.Benchmarks;

/// <summary>The list of those who are active, while a large domain is blocked: in some orders it is one long run of rows to leave out.</summary>
internal sealed class BlockedRunBenchmarks(BenchmarkServer server, Report report)
{
    public async Task RunAsync(string size)
    {
        var contacts = server.Get<ContactsService>();
        Measured? worst = null;
        foreach (var sort in Enum.GetValues<ContactSort>())
        {
            foreach (var descending in new[] { true, false })
            {
                foreach (var page in new[] { 1, ContactsQuery.MaxNumberedPages })
                {
                    var query = new ContactsQuery { Status = ContactStatus.Active, Sort = sort, Descending = descending, Page = page };
                    var measured = await Timing.MeasureAsync(async _ => Answer.Of(await contacts.ListAsync(server.Organization, query, default)));
                    report.AddDetail($"page {page}, Active, by {sort} {(descending ? "descending" : "ascending")}, {size} blocked", measured);
                    if (worst is null || measured.Times.P95 > worst.Times.P95)
                        worst = measured;
                }
            }
        }
        report.Add($"contacts page, Active, {size} blocked, slowest of 16 (sort × direction × first page and page 500)", Bars.Page, worst!, t => t.P95);
    }
}
