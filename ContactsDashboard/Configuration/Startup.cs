using System.Net;
using ContactsDashboard.Api.Postfix;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Security;
using ContactsDashboard.Services.Demo;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Configuration;

/// <summary>What happens between building the server and its first answer.</summary>
internal static class Startup
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    // SQLite works on the thread that asks. Where two of two wait for the disk nobody would be served until the pool dares a third, half a second later.
    private const int FewestThreads = 16;

    /// <summary>Lets the pool have as many threads as may wait for the disk beside those that work.</summary>
    public static void ReadyThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, FewestThreads), ports);
    }

    /// <summary>One server per data directory; migrations; demo people; the first Admin's code.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        var directory = app.Services.GetRequiredService<DataDirectory>();
        var serverLock = ServerLock.Take(directory);
        app.Lifetime.ApplicationStopped.Register(serverLock.Dispose);
        await ForgetKilledMigrationAsync(app.Services, CancellationToken.None);
        await MigrateAsync(app.Services, CancellationToken.None);
        if (app.Services.GetRequiredService<IOptions<DashboardOptions>>().Value.Demo)
        {
            RequireSafeDemo(app);
            await DemoData.FoundAsync(app.Services, CancellationToken.None);
        }
        await app.Services.GetRequiredService<FirstAdmin>().PrepareAsync(CancellationToken.None);
        RequireOwnPorts(app);
        app.Services.GetRequiredService<PolicyServer>().Open();
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, directory));
    }

    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(cancellationToken);
        try
        {
            var ring = OpenKeys(services);
            await Store.MigrateAsync(context, cancellationToken);
            await RequireKeysAsync(context, ring, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new StartupException(e.Message);
        }
    }

    private static HashKeyRing OpenKeys(IServiceProvider services)
    {
        var (directory, ring) = (services.GetRequiredService<DataDirectory>(), services.GetRequiredService<HashKeyRing>());
        var place = Path.GetRelativePath(directory.Root, ring.Folder);
        if (!Path.IsPathRooted(place) && place.Split(Path.DirectorySeparatorChar)[0] != "..")
            throw new StartupException($"Dashboard:HashKeys: {ring.Folder} is inside the data directory. Choose a folder that is not copied along with the data.");
        try
        {
            ring.Prepare();
            return ring;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartupException($"The folder of hash keys {ring.Folder} cannot be used: {e.Message} Set Dashboard__HashKeys to a folder outside the data directory.");
        }
    }

    // Without the key of a hash nobody who was erased or opted out by it would be recognised: better no answer than a wrong one.
    private static async Task RequireKeysAsync(DashboardDbContext context, HashKeyRing ring, CancellationToken cancellationToken)
    {
        var missing = (await context.HashKeys.Select(k => k.Id).ToListAsync(cancellationToken)).Where(id => !ring.Has(id)).Select(ring.PathOf).ToList();
        if (missing.Count > 0)
            throw new StartupException($"The store holds hashes made with keys that are missing. Bring back {string.Join(" and ", missing)}: without them erased people would not be recognised.");
    }

    // EF Core marks a running migration in a row that a killed process leaves behind, and waits for it for ever.
    // Whoever holds the server's lock is the only server: no other one is migrating.
    private static async Task ForgetKilledMigrationAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!File.Exists(services.GetRequiredService<DataDirectory>().Database))
            return;
        await using var context = await services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(cancellationToken);
        if (await context.ScalarAsync("SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'", cancellationToken) > 0)
            await context.ExecuteAsync("DELETE FROM __EFMigrationsLock", cancellationToken);
    }

    /// <summary>The page that says why a form was refused is read, not sent a form: else it would be refused for the same reason.</summary>
    public static async Task ReadRefusalAsync(HttpContext http, RequestDelegate next)
    {
        var isRefusal = http.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (isRefusal)
            http.Request.Method = HttpMethods.Get;
        await next(http);
        // A form whose token is wrong is refused without a word, but with the content type of one.
        if (!isRefusal && http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
            && http.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest })
            http.Response.ContentType = null;
    }

    // Everybody knows the demo's passwords: it must not be reachable from elsewhere.
    private static void RequireSafeDemo(WebApplication app)
    {
        if (!app.Environment.IsDevelopment() || !UrlsOf(app).All(IsLoopback))
            throw new StartupException("Dashboard:Demo is for Development on a loopback address only: its passwords are public.");
    }

    // Whichever of the two came second would say only that the port is taken, not by whom.
    private static void RequireOwnPorts(WebApplication app)
    {
        var ports = UrlsOf(app).Select(url => BindingAddress.Parse(url.Trim()).Port).ToHashSet();
        foreach (var (organization, port) in app.Services.GetRequiredService<IOptions<DashboardOptions>>().Value.PolicyListeners)
        {
            if (ports.Contains(port))
                throw new StartupException($"Dashboard:PolicyListeners:{organization}: the dashboard itself listens on port {port}. Choose another.");
        }
    }

    private static string[] UrlsOf(WebApplication app) =>
        (app.Configuration[WebHostDefaults.ServerUrlsKey] ?? DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url.Trim()).Host.Trim('[', ']');
        return host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    private static void Announce(WebApplication app, DataDirectory directory)
    {
        Console.WriteLine($"Contacts Dashboard  {string.Join(' ', app.Urls)}");
        Console.WriteLine($"Data                {directory.Root}");
        if (app.Services.GetRequiredService<IOptions<DashboardOptions>>().Value.Demo)
            Console.WriteLine($"Sign in             {DemoData.AdminEmail}  {DemoData.Password}");
    }
}

/// <summary>The server cannot start, and why; shown without a stack trace.</summary>
public sealed class StartupException(string message) : Exception(message);
