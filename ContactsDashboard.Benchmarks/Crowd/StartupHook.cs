using System.Globalization;
using System.Runtime;

/// <summary>
/// Runs inside the product's own process before its entry point (.NET, docs/design/features/host-startup-hook.md): answers every line on standard input with the
/// bytes of its managed heap after a full collection, the one figure that cannot be had from outside. The runtime looks for this name, in no namespace.
/// </summary>
internal static class StartupHook
{
    public const string Mark = "managed heap: ";

    public static void Initialize() => new Thread(Answer) { IsBackground = true }.Start();

    private static void Answer()
    {
        while (Console.In.ReadLine() is not null)
        {
            for (var i = 0; i < 3; i++)
            {
                GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }
            Console.WriteLine(Mark + GC.GetTotalMemory(forceFullCollection: false).ToString(CultureInfo.InvariantCulture));
        }
    }
}
