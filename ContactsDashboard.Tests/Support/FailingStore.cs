using ContactsDashboard.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Support;

/// <summary>The product on a store that fails when told to: from the n-th use on, until it is mended.</summary>
public class FailingServer : TestServer
{
    private readonly Breaker _breaker = new();

    /// <summary>Lets so many uses of the store succeed in what <paramref name="work"/> does, and no more.</summary>
    public async Task<T> BrokenAfterAsync<T>(int uses, Func<Task<T>> work)
    {
        _breaker.Left = uses;
        try
        {
            return await work();
        }
        finally
        {
            _breaker.Left = null;
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureTestServices(services =>
        {
            // Nothing in the background shall use up what is left.
            foreach (var hosted in services.Where(s => s.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService)
                && (s.ImplementationType ?? s.ImplementationFactory?.Method.DeclaringType)?.FullName?.StartsWith("ContactsDashboard", StringComparison.Ordinal) == true).ToList())
                services.Remove(hosted);
            var real = services.Last(s => s.ServiceType == typeof(IDbContextFactory<DashboardDbContext>));
            services.Remove(real);
            services.AddSingleton<IDbContextFactory<DashboardDbContext>>(provider => new Contexts(_breaker, provider.GetRequiredService<DbContextOptions<DashboardDbContext>>()));
            services.AddSingleton(provider => new StoreWriter(provider.GetRequiredService<IDbContextFactory<DashboardDbContext>>()));
        });
    }

    private sealed class Breaker
    {
        public int? Left { get; set; }
    }

    private sealed class Contexts(Breaker breaker, DbContextOptions<DashboardDbContext> options) : IDbContextFactory<DashboardDbContext>
    {
        public DashboardDbContext CreateDbContext() => breaker.Left is { } left && (breaker.Left = left - 1) < 0
            ? throw new SqliteException("database is locked", 5)
            : new DashboardDbContext(options);
    }
}
