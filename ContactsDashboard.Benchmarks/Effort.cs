using System.Diagnostics;

namespace ContactsDashboard.Benchmarks;

/// <summary>What something took: time on the clock, and of all processors together. Where others use the machine too, believe the second.</summary>
internal readonly record struct Effort(double Seconds, double ProcessorSeconds)
{
    public static async Task<Effort> OfAsync(Func<Task> work)
    {
        var (processor, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await work();
        return new(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    public static Effort Middle(IEnumerable<Effort> efforts)
    {
        var sorted = efforts.OrderBy(e => e.Seconds).ToList();
        return sorted[sorted.Count / 2];
    }

    public static Effort operator +(Effort one, Effort other) => new(one.Seconds + other.Seconds, one.ProcessorSeconds + other.ProcessorSeconds);

    public string PerRow(long rows) => $"{ProcessorSeconds / rows * 1e6:0.0} µs";
}
