using System.Runtime.InteropServices;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// The memory SQLite has of the C library. It keeps what was given back to it, for each thread apart: a long write that wanders from thread to thread leaves
/// tens of megabytes with each of them.
/// </summary>
internal static partial class NativeHeap
{
    // Others have no such function: musl gives back what it can by itself.
    private static readonly bool CanTrim = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_trim", out _);

    /// <summary>Returns whole free pages to the system; takes a few milliseconds (malloc_trim(3)).</summary>
    public static void Trim()
    {
        if (CanTrim)
            _ = MallocTrim(0);
    }

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
