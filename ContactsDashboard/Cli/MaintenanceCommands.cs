using System.CommandLine;
using ContactsDashboard.Configuration;
using ContactsDashboard.Services.Verification;

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
            var done = await services.GetRequiredService<BackupStore>().BackupAsync(target, cancellationToken);
            if (!done.IsOk)
                return await Terminal.FailAsync(done.Problem!);
            await Console.Out.WriteLineAsync(target);
            return Terminal.Done;
        }));
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("file");
        var replace = new Option<bool>("--replace-ledger") { Description = "Forget blocks and releases made since the backup." };
        var command = new Command("restore", "Puts a backup in place of the database; newer ledger entries stay in force.") { file, replace };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(async services =>
        {
            var restored = await services.GetRequiredService<BackupStore>().RestoreAsync(Path.GetFullPath(result.GetRequiredValue(file)), result.GetValue(replace), cancellationToken);
            if (!restored.IsOk)
                return await Terminal.FailAsync(restored.Problem!);
            await Console.Out.WriteLineAsync(restored.Value is { } before ? $"restored; the database as it was: {before}" : "restored");
            return Terminal.Done;
        }));
        return command;
    }
}
