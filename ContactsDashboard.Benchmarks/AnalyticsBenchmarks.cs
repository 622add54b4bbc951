using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Services.Segments;

namespace ContactsDashboard.Benchmarks;

/// <summary>Analytics with a year of days, what its slices open, and segments, one of which has everybody.</summary>
internal sealed class AnalyticsBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const int Runs = 100;

    public async Task RunAsync()
    {
        var analytics = server.Get<AnalyticsService>();
        foreach (var channel in Enum.GetValues<ReachChannel>())
        {
            using var command = bare.Prepare("SELECT Standing, Sent, SoftBounced, sum(Count) FROM ReachCounts WHERE OrganizationId = @organization AND Channel = @channel GROUP BY 1, 2, 3",
                ("@organization", server.Organization.Value), ("@channel", (int)channel));
            report.Add($"analytics, {channel}: slices, parts and 365 days", Bars.Analytics, await Timing.MeasureAsync(
                async _ => Answer.Of(await analytics.ReadAsync(server.Organization, channel, 365, default)), _ => BareStore.Read(command), runs: Runs), t => t.P95);
        }
        await SlicesAsync();
        await SegmentsAsync();
    }

    private async Task SlicesAsync()
    {
        var contacts = server.Get<AllContactsService>();
        foreach (var part in Reaches.Parts(ReachChannel.Email))
        {
            var query = new AllContactsQuery { Filter = part.Filter };
            report.Add($"contacts of {Reaches.Label(part.Slice)}, {part.Label}: first page", Bars.SmartPage, await Timing.MeasureAsync(
                async _ => Answer.Of(await contacts.FirstAsync(server.Organization, query, default)), runs: 30, warmUps: 2), t => t.P95);
        }
    }

    private async Task SegmentsAsync()
    {
        var (segments, contacts) = (server.Get<SegmentService>(), server.Get<AllContactsService>());
        report.Add("segments, first page with counts", Bars.Counts, await Timing.MeasureAsync(
            async _ => Answer.Of(await segments.PageAsync(server.Organization, new(), default)), runs: Runs), t => t.P95);
        foreach (var segment in Answer.Of(await segments.PageAsync(server.Organization, new() { Sort = SegmentSort.Contacts, Descending = true, Limit = 100 }, default)).Rows
            .Where(s => s.Name is "List 1" or "List 2" or "List 39" or "Dynamic 3"))
        {
            var query = new AllContactsQuery { Segment = segment.Id };
            report.Add($"contacts of {segment.Name} ({segment.Members?.ToString("N0", System.Globalization.CultureInfo.InvariantCulture) ?? "dynamic"}): first page", Bars.SmartPage,
                await Timing.MeasureAsync(async _ => Answer.Of(await contacts.FirstAsync(server.Organization, query, default)), runs: 30, warmUps: 2), t => t.P95);
            report.Add($"contacts of {segment.Name}: total", Bars.SmartTotal,
                await Timing.MeasureAsync(async _ => Answer.Of(await contacts.TotalAsync(server.Organization, query, default)), runs: 30, warmUps: 2), t => t.P95);
        }
    }
}
