using System.CommandLine;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Organizations;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Cli;

/// <summary>The door for the terminal: the same services, for whoever may run the program on the server's files.</summary>
internal static class Terminal
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>It ran, and some of what it was given was refused.</summary>
    public const int Partly = 1;

    /// <summary>It could not run.</summary>
    public const int Failed = 2;

    /// <summary>Settings for the server look like <c>--urls=…</c>; everything else with arguments is a command, known or not.</summary>
    public static bool IsCommand(string[] args) => args.Length > 0 && (!args[0].StartsWith('-') || args[0] is "--help" or "-h" or "-?" or "--version");

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Contacts Dashboard. Without a command it is the server.")
        {
            ImportMailCommands.ImportMail(), TransferCommands.Import(), TransferCommands.Export(), LedgerCommands.Contacts(), LedgerCommands.Block(), LedgerCommands.Unblock(), LedgerCommands.Check(),
            SetupCommands.Organization(), SetupCommands.User(), SetupCommands.ApiKey(), MaintenanceCommands.Verify(), MaintenanceCommands.Backup(),
            MaintenanceCommands.Restore(), MaintenanceCommands.HashKeys(), SeedCommands.Seed(),
        };
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count > 0 ? Failed : code;
    }

    /// <summary>Runs one command on the migrated store, as the account that started it.</summary>
    public static async Task<int> RunAsync(Func<IServiceProvider, Task<int>> command)
    {
        try
        {
            await using var services = Services();
            await Startup.MigrateAsync(services, CancellationToken.None);
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new TerminalActor(Environment.UserName);
            return await command(scope.ServiceProvider);
        }
        catch (Exception e) when (e is OptionsValidationException or StartupException or Microsoft.Data.Sqlite.SqliteException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Failed;
        }
    }

    /// <summary>The same, for one organisation.</summary>
    public static Task<int> RunAsync(string slug, Func<IServiceProvider, OrganizationId, Task<int>> command) => RunAsync(async services =>
    {
        if (await services.GetRequiredService<OrganizationService>().FindAsync(slug, CancellationToken.None) is { } organization)
            return await command(services, organization);
        await Console.Error.WriteLineAsync($"There is no organisation {slug}. Make it with: organization create {slug} --name NAME");
        return Failed;
    });

    public static async Task<int> FailAsync(Problem problem)
    {
        await Console.Error.WriteLineAsync(problem.Message);
        return Failed;
    }

    public static Option<string> OrganizationOption() => new("--organization", "-o") { Description = "The organisation's slug.", Required = true };

    public static Option<bool> JsonOption() => new("--json") { Description = "Answer in JSON." };

    private static ServiceProvider Services()
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";
        var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json").AddJsonFile($"appsettings.{environment}.json", optional: true).AddEnvironmentVariables().Build();
        // What a command prints is its answer: the log goes to the other stream, and only what is wrong.
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration)
            .AddLogging(log => log.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error))
            .AddDashboardCore(configuration).BuildServiceProvider();
    }
}
