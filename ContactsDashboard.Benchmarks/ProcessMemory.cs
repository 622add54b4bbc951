using System.Diagnostics;

namespace ContactsDashboard.Benchmarks;

/// <summary>What the operating system says about processes.</summary>
internal static class ProcessMemory
{
    /// <summary>What it has resident for itself, mapped files not counted (proc(5), RssAnon), in bytes.</summary>
    public static long OwnBytes() => OwnBytes(Environment.ProcessId);

    /// <summary>The same of another process.</summary>
    public static long OwnBytes(int process) => File.ReadLines($"/proc/{process}/status").Where(l => l.StartsWith("RssAnon:", StringComparison.Ordinal))
        .Select(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024).FirstOrDefault();

    /// <summary>The most memory it ever had resident, mapped files included, in bytes.</summary>
    public static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
