namespace ContactsDashboard.Components.Shared;

/// <summary>Element ids that are unique in any page.</summary>
internal static class Ids
{
    private static long last;

    public static string Next(string prefix) => $"{prefix}-{Interlocked.Increment(ref last)}";
}
