using System.Diagnostics;

namespace ContactsDashboard.Benchmarks;

/// <summary>An operation's times, and those of the bare statement for the same rows in the same run.</summary>
internal sealed record Measured(Sample Times, Sample? Bare)
{
    public double? Ratio => Bare is null ? null : Times.P50 / Bare.P50;
}

/// <summary>The timing loop: warm-up, then runs that alternate with the bare statement, so that what disturbs one disturbs the other.</summary>
internal static class Timing
{
    public const int Runs = 50;

    private const int WarmUps = 10;

    public static async Task<Measured> MeasureAsync(Func<int, Task> operation, Action<int>? bare = null, int runs = Runs, int warmUps = WarmUps)
    {
        var (times, bareTimes) = (new List<double>(), new List<double>());
        for (var run = 0; run < warmUps + runs; run++)
        {
            var took = await OnceAsync(() => operation(run));
            var bareTook = bare is null ? 0 : await OnceAsync(() => Synchronously(bare, run));
            if (run < warmUps)
                continue;
            times.Add(took);
            bareTimes.Add(bareTook);
        }
        return new(new(times), bare is null ? null : new(bareTimes));
    }

    /// <summary>Milliseconds of one run.</summary>
    public static async Task<double> OnceAsync(Func<Task> operation)
    {
        var started = Stopwatch.GetTimestamp();
        await operation();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static Task Synchronously(Action<int> bare, int run)
    {
        bare(run);
        return Task.CompletedTask;
    }
}
