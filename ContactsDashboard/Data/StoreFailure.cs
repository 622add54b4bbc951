using System.Data.Common;

namespace ContactsDashboard.Data;

/// <summary>Tells a store that could not answer from a bug.</summary>
internal static class StoreFailure
{
    public static bool Is(Exception? failure) => failure is DbException or IOException or UnauthorizedAccessException or TimeoutException
        || (failure?.InnerException is { } inner && Is(inner));

    /// <summary>What happened without anything personal: messages of the engine may quote values.</summary>
    public static string Describe(Exception failure) =>
        failure is Microsoft.Data.Sqlite.SqliteException sqlite ? $"SQLite {sqlite.SqliteErrorCode}/{sqlite.SqliteExtendedErrorCode}" : failure.GetType().Name;
}
