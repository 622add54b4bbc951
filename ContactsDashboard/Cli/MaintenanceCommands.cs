using System.CommandLine;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Verification;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Cli;

/// <summary>Looking after the store.</summary>
internal static class MaintenanceCommands
{
    public static Command Verify()
    {
        var json = Terminal.JsonOption();
        var command = new Command("verify", "Recounts everything derived from the facts and says what differs; exit 0 when nothing does.") { json };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(async services =>
        {
            var differences = await services.GetRequiredService<VerifyService>().VerifyAsync(cancellationToken);
            if (result.GetValue(json))
                await TerminalJson.WriteAsync(differences);
            else if (differences.Count == 0)
                await Console.Out.WriteLineAsync("Everything agrees.");
            foreach (var difference in result.GetValue(json) ? [] : differences)
                await Console.Out.WriteLineAsync($"{difference.What}: {difference.Where} has {difference.Stored}, recounted {difference.Recounted}");
            return differences.Count == 0 ? Terminal.Done : Terminal.Partly;
        }));
        return command;
    }

    public static Command Backup()
    {
        var file = new Argument<string>("file");
        var command = new Command("backup", "Copies the database, consistent also while the server runs.") { file };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(async services =>
        {
            var target = Path.GetFullPath(result.GetRequiredValue(file));
            if (File.Exists(target))
            {
                await Console.Error.WriteLineAsync($"{target} is there already; name a new file.");
                return Terminal.Failed;
            }
            await using var context = await services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(cancellationToken);
            await context.ExecuteAsync("VACUUM INTO @file", cancellationToken, ("@file", target));
            await Console.Out.WriteLineAsync(target);
            return Terminal.Done;
        }));
        return command;
    }
}
