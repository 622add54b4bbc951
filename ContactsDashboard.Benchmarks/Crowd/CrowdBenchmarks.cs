namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>The parts that measure the published product from outside.</summary>
internal static class CrowdBenchmarks
{
    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        if (!options.Wants("circuits"))
            return;
        using var app = await ProductApp.PublishAsync(options.Data);
        await app.StartAsync();
        await new CircuitBenchmarks(app, report).RunAsync();
    }
}
