using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Events.Webhooks;

namespace ContactsDashboard.Benchmarks;

/// <summary>
/// Deliveries of a provider's webhook, each answered when it is durable: in batches over HTTP, and one event each from many senders at once. Nine events in
/// ten are about addresses the store knows, in order of sending; every fiftieth is a hard bounce.
/// </summary>
internal sealed class EventBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const int BatchOf = 500, Batches = 60, Singles = 12_000, Clients = 4, Senders = 64, Known = 20_000;

    private readonly string _run = DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);
    private List<string> _recipients = [];
    private long _now;

    public async Task RunAsync()
    {
        _now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        _recipients = bare.Query("SELECT Value FROM Addresses WHERE OrganizationId = @organization AND Listed = 1 ORDER BY random() LIMIT @limit",
            ("@organization", server.Organization.Value), ("@limit", Known)).ConvertAll(row => (string)row[0]);
        var made = Answer.Of(await server.AsSystem<EventSourceService>().CreateAsync(server.Organization, EventProvider.Mailjet, $"benchmark {_run}", default));
        using var http = new HttpClient { BaseAddress = server.Address };
        await DeliverAsync(http, made.Path, 0);

        var rate = await RateAsync(Clients, Batches, batch => DeliverAsync(http, made.Path, batch + 1)) * BatchOf;
        report.Add($"webhook events over HTTP, {BatchOf} in a delivery, {Clients} clients on the same cores", Bars.Events, $"{rate:N0} events/s", rate);

        var source = Answer.Of(await server.AsSystem<ProviderWebhookService>().FindAsync(EventProvider.Mailjet, made.Path.Split('/')[^1], default));
        rate = await RateAsync(Senders, Singles, async single =>
        {
            var body = Encoding.UTF8.GetBytes(Event(BatchOf * (Batches + 1) + single));
            Answer.Of(await server.AsSystem<ProviderWebhookService>().ReceiveAsync(source, new(new Dictionary<string, string>(), body), default));
        });
        report.Add($"webhook events, one in a delivery, {Senders} at once (service call)", Bars.Events, $"{rate:N0} events/s", rate);
    }

    private async Task DeliverAsync(HttpClient http, string path, int batch)
    {
        var body = $"[{string.Join(',', Enumerable.Range(batch * BatchOf, BatchOf).Select(Event))}]";
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
    }

    private string Event(int number)
    {
        var recipient = number % 10 == 9 ? $"new{number}.{_run}@events.example" : _recipients[number % _recipients.Count];
        var kind = number % 50 == 49 ? "\"event\": \"bounce\", \"hard_bounce\": true, \"error\": \"user unknown\"" : $"\"event\": \"{(number % 3 == 0 ? "open" : "sent")}\"";
        return $"{{ {kind}, \"email\": \"{recipient}\", \"time\": {_now}, \"MessageID\": \"{_run}-{number / 2}\", \"customcampaign\": \"Benchmark\" }}";
    }

    private static async Task<double> RateAsync(int clients, int times, Func<int, Task> work)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) < times;)
                await work(number);
        })));
        return times / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
