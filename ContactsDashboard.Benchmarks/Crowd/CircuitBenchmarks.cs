using System.Collections.Concurrent;
using System.Globalization;

namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>Many people with the contacts page open: what they wait for the server while all of them work, and what it keeps for each while none does.</summary>
internal sealed class CircuitBenchmarks(ProductApp app, Report report)
{
    private const string Page = "/dashboard/contacts";
    private const int People = 200;
    private const int OpenAtOnce = 8;
    private const double Kilobyte = 1_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);
    private static readonly (int From, int To) ThinkMilliseconds = (2_000, 5_000);

    public async Task RunAsync()
    {
        using var visitor = await app.SignInAsync();
        // The first crowd is not measured. It leaves behind what the server has once, not for each page: better code, and pools of buffers.
        var circuits = await OpenAsync(visitor, People);
        await WorkAsync(circuits, WarmUp, ThinkMilliseconds, []);
        await LeaveAsync(visitor, circuits);

        var (managed, resident) = await app.MemoryAsync();
        circuits = await OpenAsync(visitor, People);
        var opened = await app.MemoryAsync();
        ReportMemory("managed heap", Bars.CircuitManaged, opened.Managed - managed);
        ReportMemory("resident", Bars.CircuitResident, opened.Resident - resident);

        // Measuring memory takes a collection that no server does by itself, and gives back what the next minute needs again.
        await WorkAsync(circuits, WarmUp / 2, ThinkMilliseconds, []);
        var times = new ConcurrentDictionary<string, ConcurrentBag<double>>();
        var processor = app.Processor;
        var elapsed = await Timing.OnceAsync(() => WorkAsync(circuits, Duration, ThinkMilliseconds, times)) / 1_000;
        var used = (app.Processor - processor).TotalSeconds;
        foreach (var (kind, sample) in times.OrderBy(t => t.Key))
            report.Add($"{kind}, server part, {People} people at work", Bars.CircuitAction, new Measured(new(sample), null), t => t.P95);
        var actions = times.Sum(t => t.Value.Count);
        report.Add($"their actions and the server's processor time", null, string.Create(CultureInfo.InvariantCulture,
            $"{actions / elapsed:0} a second, {used / elapsed:0.00} of {Environment.ProcessorCount} cores, {used / actions * 1_000:0.0} ms each, {circuits.Sum(c => c.TooLate)} too late"), 0);
        await LeaveAsync(visitor, circuits);
    }

    private void ReportMemory(string what, Bar bar, long bytes)
    {
        var each = bytes / Kilobyte / People;
        report.Add($"memory of an idle contacts page, {what}", bar, string.Create(CultureInfo.InvariantCulture, $"{each:0} KB"), each, $"{People} pages");
    }

    private static async Task<List<Circuit>> OpenAsync(Visitor visitor, int count)
    {
        var circuits = new ConcurrentBag<Circuit>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce }, async (_, _) => circuits.Add(await visitor.OpenAsync(Page)));
        return [.. circuits];
    }

    private static Task LeaveAsync(Visitor visitor, List<Circuit> circuits) =>
        Parallel.ForEachAsync(circuits, new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce }, async (circuit, _) => await visitor.LeaveAsync(circuit));

    // Everybody on their own, none in step.
    private static Task WorkAsync(List<Circuit> circuits, TimeSpan duration, (int From, int To) think, ConcurrentDictionary<string, ConcurrentBag<double>> times) =>
        Task.WhenAll(circuits.Select(async (circuit, number) =>
        {
            using var ends = new CancellationTokenSource(duration);
            var random = new Random(number);
            var actions = new CircuitActions(circuit, random);
            await Task.Delay(random.Next(think.To), CancellationToken.None);
            while (!ends.IsCancellationRequested)
            {
                var (kind, took) = await actions.ActAsync();
                times.GetOrAdd(kind, _ => []).Add(took);
                await Task.Delay(random.Next(think.From, think.To), CancellationToken.None);
            }
        }));
}
