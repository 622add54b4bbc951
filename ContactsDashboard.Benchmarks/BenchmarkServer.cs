using ContactsDashboard.Data;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContactsDashboard.Benchmarks;

/// <summary>The whole product on Kestrel in this process, on the store of a folder, with its jobs and sweepers at work.</summary>
internal sealed class BenchmarkServer : WebApplicationFactory<ContactsService>
{
    public const string Slug = "benchmark";
    private const string Person = "bench@benchmark.example";

    private readonly string _folder;
    private UserActor? _person;

    private BenchmarkServer(string folder)
    {
        _folder = folder;
        UseKestrel(0);
    }

    public OrganizationId Organization { get; private set; }

    public string Database => Path.Combine(_folder, "contacts.db");

    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<BenchmarkServer> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var server = new BenchmarkServer(folder);
        server.StartServer();
        server.Organization = await server.FindOrCreateAsync(Slug);
        server._person = await server.FindOrAddPersonAsync();
        return server;
    }

    /// <summary>A service as an Admin on the contacts page uses it.</summary>
    public T Get<T>() where T : notnull => As<T>(_person!);

    public T AsSystem<T>() where T : notnull => As<T>(new SystemActor());

    public async Task<OrganizationId> FindOrCreateAsync(string slug)
    {
        var organizations = AsSystem<OrganizationService>();
        return await organizations.FindAsync(slug, default) ?? (await organizations.CreateAsync(slug, slug, platform: false, default)).Value;
    }

    public async Task<DashboardDbContext> OpenAsync() => await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();

    /// <summary>As somebody who looked at the contacts a moment ago finds it: with the texts in memory.</summary>
    public async Task LoadSearchAsync()
    {
        var indexes = Services.GetRequiredService<SearchIndexes>();
        await using var context = await OpenAsync();
        await indexes.FindAsync(context, Organization, default);
        await indexes.LoadedAsync();
    }

    /// <summary>So that what is looked for is looked for the first time; who has a letter is known from the first who began with it.</summary>
    public Task ForgetSearchesAsync(string text) => text.Length > 1 ? Services.GetRequiredService<SearchIndexes>().ForgetAsync() : Task.CompletedTask;

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment("Production")
        .UseSetting("Dashboard:DataDirectory", _folder).ConfigureLogging(log => log.SetMinimumLevel(LogLevel.Error));

    private async Task<UserActor> FindOrAddPersonAsync()
    {
        await using (var context = await OpenAsync())
        {
            if (await context.Users.Where(u => u.Email == Person).Select(u => (long?)u.Id).SingleOrDefaultAsync() is { } id)
                return new(id, Person);
        }
        return new((await AsSystem<MemberService>().AddAsync(Organization, Person, Role.Admin, null, default)).Value.UserId, Person);
    }

    private T As<T>(Actor actor) where T : notnull
    {
        var scope = Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = actor;
        return scope.ServiceProvider.GetRequiredService<T>();
    }
}
