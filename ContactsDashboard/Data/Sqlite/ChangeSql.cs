using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>How every process learns what another one changed.</summary>
internal static class ChangeSql
{
    private const string Mark = "INSERT INTO Changes (OrganizationId, Version) VALUES (@organization, 1) ON CONFLICT DO UPDATE SET Version = Version + 1";

    private const string Versions = "SELECT OrganizationId, Version FROM Changes";

    private const string Version = "SELECT Version FROM Changes WHERE OrganizationId = @organization";

    public static Task MarkAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken) =>
        context.RunAsync(Mark, cancellationToken, ("@organization", organization.Value));

    public static Task<List<(long Organization, long Version)>> VersionsAsync(DashboardDbContext context, CancellationToken cancellationToken) =>
        context.QueryAsync(Versions, row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken);

    /// <summary>How often the organisation was changed; 0 when it never was.</summary>
    public static Task<long> VersionAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken) =>
        context.ScalarAsync(Version, cancellationToken, ("@organization", organization.Value));

    /// <summary>Changes whenever another connection, of this process or another, has committed (SQLite PRAGMA data_version).</summary>
    public static Task<long> DataVersionAsync(DashboardDbContext context, CancellationToken cancellationToken) =>
        context.ScalarAsync("PRAGMA data_version", cancellationToken);
}
