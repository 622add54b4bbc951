using System.Globalization;

namespace ContactsDashboard.Benchmarks;

/// <summary>How operations grow with the number of contacts: a store for each size, seeded once and kept.</summary>
internal static class GrowthBenchmarks
{
    private const int Runs = 60;
    private const int WarmUps = 200;

    // They take far longer.
    private const int SearchRuns = 30;
    private const int SearchWarmUps = 10;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        var (growth, servers) = (new Growth(), new List<BenchmarkServer>());
        try
        {
            foreach (var size in options.Sizes)
            {
                var server = await BenchmarkServer.StartAsync(Path.Combine(options.Data, size.ToString(CultureInfo.InvariantCulture)));
                servers.Add(server);
                await Seeding.WhereEmptyAsync(server, size, new());
                await server.LoadSearchAsync();
                // Into the system's cache, as far as that goes: else a small store would be compared with the disk of a large one.
                await using var file = File.OpenRead(server.Database);
                await file.CopyToAsync(Stream.Null, 1 << 20);
            }
            // What loading the texts left behind is collected beside the first pages otherwise.
            GC.Collect();
            await MeasureAsync(options.Sizes, [.. servers.Select(s => new GrowthOperations(s, WarmUps + Runs))], growth);
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
        Console.Write(growth.ToMarkdown());
        if (options.Report is not { } report)
            return;
        await File.WriteAllTextAsync(report, growth.ToMarkdown(Path.GetFileNameWithoutExtension(report) + ".svg"));
        await File.WriteAllTextAsync(Path.ChangeExtension(report, ".svg"), GrowthChart.ToSvg(growth));
    }

    private static async Task MeasureAsync(IReadOnlyList<int> sizes, GrowthOperations[] stores, Growth growth)
    {
        var all = stores.Select(s => s.All().ToList()).ToList();
        for (var i = 0; i < all[0].Count; i++)
        {
            var (name, isLong, _) = all[0][i];
            var times = await AlternateAsync([.. all.Select(a => a[i].Run)], isLong ? SearchRuns : Runs, isLong ? SearchWarmUps : WarmUps);
            for (var size = 0; size < times.Length; size++)
                growth.Add(name, sizes[size], new(times[size]));
        }
        foreach (var store in stores)
            await store.ReleaseAsync();
    }

    // In turn, so that what disturbs one size disturbs the others, and none finds its texts still in the processor's cache.
    private static async Task<List<double>[]> AlternateAsync(Func<int, Task>[] operations, int runs, int warmUps)
    {
        var times = Array.ConvertAll(operations, _ => new List<double>());
        for (var run = 0; run < warmUps + runs; run++)
        {
            for (var i = 0; i < operations.Length; i++)
            {
                var took = await Timing.OnceAsync(() => operations[i](run));
                if (run >= warmUps)
                    times[i].Add(took);
            }
        }
        return times;
    }
}
