using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Configuration;

public class StartupTests
{
    [Fact]
    public void ReadyThreads_HasMoreThanProcessors_AndTakesNoneAway()
    {
        ThreadPool.GetMinThreads(out var before, out var ports);
        try
        {
            ThreadPool.SetMinThreads(1, ports);
            Startup.ReadyThreads();
            ThreadPool.GetMinThreads(out var few, out _);
            few.Should().Be(16);

            ThreadPool.SetMinThreads(40, ports);
            Startup.ReadyThreads();
            ThreadPool.GetMinThreads(out var many, out _);
            many.Should().Be(40);
        }
        finally
        {
            ThreadPool.SetMinThreads(before, ports);
        }
    }

    [Fact]
    public async Task Migrate_AfterAKilledCommand_DoesNotWaitForItsLock()
    {
        await using var store = await CreateAsync();
        await using (var context = await store.OpenAsync())
        {
            await context.ExecuteAsync("""
                CREATE TABLE IF NOT EXISTS __EFMigrationsLock (Id INTEGER PRIMARY KEY, Timestamp TEXT NOT NULL);
                INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01');
                """, Stop);
        }
        await using var services = store.Reopen();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));

        var migrate = () => Startup.MigrateAsync(services, patience.Token);

        await migrate.Should().NotThrowAsync();
    }
}
