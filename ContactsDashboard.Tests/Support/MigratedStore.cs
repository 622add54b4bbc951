using ContactsDashboard.Configuration;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Support;

/// <summary>An empty store with every migration applied, made once and copied for each test: migrating takes longer than most tests.</summary>
internal static class MigratedStore
{
    // Servers are set up without waiting for anything: this once they do.
    private static readonly Lazy<byte[]> Content = new(() => Task.Run(MakeAsync).GetAwaiter().GetResult());

    /// <summary>Puts it where there is none yet.</summary>
    public static void PlaceIn(string folder)
    {
        var file = Path.Combine(folder, "contacts.db");
        if (!File.Exists(file))
            File.WriteAllBytes(file, Content.Value);
    }

    private static async Task<byte[]> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("contacts-migrated-").FullName;
        try
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Dashboard:DataDirectory", folder)]).Build();
            await using (var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddDashboardCore(configuration).BuildServiceProvider())
                await Startup.MigrateAsync(services, default);
            var file = Path.Combine(folder, "contacts.db");
            // What the log of writes holds goes into the file.
            await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
            {
                await connection.OpenAsync();
                await using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                await command.ExecuteNonQueryAsync();
            }
            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
            Directory.Delete(folder + "-keys", recursive: true);
        }
    }
}
