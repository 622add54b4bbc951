using System.Net;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Security;

public class SecurityHeadersTests
{
    [Fact]
    public async Task ErrorPage_InProduction_KeepsThePolicy()
    {
        await using var server = new Production();
        var http = server.CreateClient();
        await using (var context = await server.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
            await context.ExecuteAsync("PRAGMA legacy_alter_table = ON; ALTER TABLE AspNetUsers RENAME TO Away", TestContext.Current.CancellationToken);

        var answer = await http.GetAsync(new Uri("/account/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("script-src 'self'");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    private sealed class Production : TestServer
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseEnvironment("Production").UseSetting("Dashboard:DataDirectory", Folder);
    }
}
