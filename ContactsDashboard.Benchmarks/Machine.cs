using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Benchmarks;

/// <summary>What the figures were measured on; nothing that names the machine.</summary>
internal static class Machine
{
    public static IEnumerable<(string Name, string Value)> Facts()
    {
        yield return ("Cores", $"{Environment.ProcessorCount}, shared");
        yield return ("Memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30):0.0} GiB"));
        yield return ("System", $"{RuntimeInformation.OSArchitecture}, {(OperatingSystem.IsLinux() ? "Linux" : RuntimeInformation.OSDescription)}");
        yield return (".NET", Environment.Version.ToString());
        yield return ("SQLite", SqliteVersion());
        yield return ("Commit", Commit());
    }

    private static string SqliteVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }

    private static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty", "--exclude=*"]) { RedirectStandardOutput = true });
        return git is null ? "unknown" : git.StandardOutput.ReadToEnd().Trim();
    }
}
