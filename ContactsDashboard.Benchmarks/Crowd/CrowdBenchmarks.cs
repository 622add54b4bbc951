namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>The parts that measure the published product from outside.</summary>
internal static class CrowdBenchmarks
{
    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        if (!options.Wants("circuits") && !options.Wants("browser") && !options.Wants("recovery"))
            return;
        using var app = await ProductApp.PublishAsync(options.Data);
        await app.StartAsync();
        if (options.Wants("browser"))
            await new BrowserBenchmarks(app, report).RunAsync();
        if (options.Wants("recovery"))
            await new RecoveryBenchmarks(app, report).RunAsync();
        if (options.Wants("circuits"))
            await new CircuitBenchmarks(app, report).RunAsync();
    }
}
