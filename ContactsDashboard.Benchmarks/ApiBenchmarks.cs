using System.Diagnostics;
using System.Net.Http.Headers;
using ContactsDashboard.Services.ApiKeys;

namespace ContactsDashboard.Benchmarks;

/// <summary>The contacts page over HTTP, client and server in one process.</summary>
internal sealed class ApiBenchmarks(BenchmarkServer server, Report report)
{
    private const int Clients = 16;
    private const int LatencyRuns = 500;
    private const int Unlimited = 100_000_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    // Until the runtime has compiled for good what so many requests need.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public async Task RunAsync()
    {
        var key = Answer.Of(await server.AsSystem<ApiKeyService>().CreateAsync(server.Organization, "benchmark", [], Unlimited, null, default));
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Text);
        var path = new Uri($"/api/v1/organizations/{server.Organization}/contacts?limit=20", UriKind.Relative);
        Task GetAsync() => http.GetByteArrayAsync(path);

        // What the first look starts in the background would be measured with it.
        await server.LoadSearchAsync();
        report.Add("API, contacts page of 20, one client", Bars.ApiPage, await Timing.MeasureAsync(_ => GetAsync(), null, LatencyRuns, warmUps: 200), t => t.P50);
        await RateAsync(GetAsync, WarmUp);
        var rate = await RateAsync(GetAsync, Duration);
        report.Add($"API, contacts page of 20, {Clients} clients on the same cores", Bars.ApiRate, $"{rate:N0} requests/s", rate);
    }

    private static async Task<double> RateAsync(Func<Task> request, TimeSpan duration)
    {
        var requests = 0L;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                await request();
                Interlocked.Increment(ref requests);
            }
        })));
        return requests / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
