using System.Diagnostics;

namespace ContactsDashboard.Benchmarks;

/// <summary>What the operating system says about this process.</summary>
internal static class ProcessMemory
{
    /// <summary>The most memory it ever had resident, mapped files included, in bytes.</summary>
    public static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
