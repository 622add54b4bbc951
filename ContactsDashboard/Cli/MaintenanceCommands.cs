using System.CommandLine;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
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
        var replace = new Option<bool>("--replace-ledger", "--without-newer") { Description = "Forget blocks, releases and erasures made since the backup." };
        var command = new Command("restore", "Puts a backup in place of the database; newer ledger entries and erasures stay in force.") { file, replace };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(async services =>
        {
            var restored = await services.GetRequiredService<BackupStore>().RestoreAsync(Path.GetFullPath(result.GetRequiredValue(file)), result.GetValue(replace), cancellationToken);
            if (!restored.IsOk)
                return await Terminal.FailAsync(restored.Problem!);
            await ReportAsync(restored.Value);
            return await VerifyAsync(services, cancellationToken);
        }));
        return command;
    }

    public static Command HashKeys()
    {
        var rotate = new Command("rotate", "Adds a key that all hashes are made with from now on; the others keep matching.");
        rotate.SetAction((_, _) => Terminal.RunAsync(async services =>
        {
            var ring = services.GetRequiredService<HashKeyRing>();
            await Console.Out.WriteLineAsync(ring.PathOf(ring.Rotate()));
            return Terminal.Done;
        }));
        var list = new Command("list", "The keys that are there, oldest first.");
        list.SetAction((_, _) => Terminal.RunAsync(async services =>
        {
            var ring = services.GetRequiredService<HashKeyRing>();
            foreach (var (id, at) in ring.Keys)
                await Console.Out.WriteLineAsync($"{at.UtcDateTime:yyyy-MM-dd}  {ring.PathOf(id)}");
            return Terminal.Done;
        }));
        return new("hash-keys", "The keys under which erased people and opt-outs by hash are recognised.") { rotate, list };
    }

    private static async Task ReportAsync(RestoreReport report)
    {
        var (entries, ended, erasures) = (report.Entries, report.Ended, report.Erasures);
        await Console.Out.WriteLineAsync($"restored; carried over: {entries:N0} newer entries, {ended:N0} that ended since, {erasures:N0} erasures ({report.Erased:N0} addresses taken out)");
        if (report.Before is { } before)
            await Console.Out.WriteLineAsync($"the database as it was: {before}");
        else if (report.IsBeforeDeleted)
            await Console.Out.WriteLineAsync("the database as it was held people who are erased, and was deleted");
    }

    private static async Task<int> VerifyAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var differences = await services.GetRequiredService<VerifyService>().VerifyAsync(cancellationToken);
        await Console.Out.WriteLineAsync(differences.Count == 0 ? "Everything agrees." : $"{differences.Count:N0} differences; see: verify");
        return differences.Count == 0 ? Terminal.Done : Terminal.Partly;
    }
}
