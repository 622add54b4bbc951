using System.CommandLine;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.ContactImports;

namespace ContactsDashboard.Cli;

/// <summary>Brings contacts in from files, and takes them out.</summary>
internal static class TransferCommands
{
    public static Command Import()
    {
        var file = new Argument<string>("file") { Description = "CSV: comma, semicolon or tab; UTF-8 or UTF-16; with a header or without." };
        var (organization, json) = (Terminal.OrganizationOption(), Terminal.JsonOption());
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would happen, and change nothing." };
        var map = new Option<string[]>("--map") { Description = "COLUMN=FIELD, the column by name or number; FIELD empty skips it. Where it is not told, names decide." };
        var unique = new Option<string?>("--unique") { Description = "By what contacts are recognised." };
        unique.AcceptOnlyFromAmong("email", "phone", "externalId");
        var restore = new Option<bool>("--restore-deleted") { Description = "Deleted contacts the file names come back." };
        var keep = new Option<bool>("--keep-rows") { Description = "Keep a row without a value that cannot be read." };
        var clear = new Option<bool>("--clear-empty") { Description = "An empty cell clears what is there." };
        var consent = new Option<bool>("--consent") { Description = "The owners of the data agreed to it; without that nothing is imported." };
        var rejected = new Option<string?>("--rejected") { Description = "Where rejected rows are written, to be mended." };
        var command = new Command("import", "Imports contacts after a dry run over the whole file; never lifts a block.")
            { file, organization, json, dryRun, map, unique, restore, keep, clear, consent, rejected };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), (services, id) => ImportAsync(services, id,
            new(result.GetRequiredValue(file), result.GetValue(dryRun), result.GetValue(consent), result.GetValue(json), result.GetValue(rejected)), options => options with
            {
                Unique = result.GetValue(unique) is { } by ? Enum.Parse<UniqueField>(by, ignoreCase: true) : options.Unique,
                RestoresDeleted = result.GetValue(restore), KeepsRows = result.GetValue(keep), ClearsEmpty = result.GetValue(clear),
            }, result.GetValue(map) ?? [], cancellationToken)));
        return command;
    }

    public static Command Export()
    {
        var organization = Terminal.OrganizationOption();
        var query = new Option<string?>("--query") { Description = "A smart search, as on the page." };
        var all = new Option<bool>("--all-fields") { Description = "Everything entered, with standing and reason; otherwise email addresses." };
        var plain = new Option<bool>("--plain") { Description = "Cells as they are: a spreadsheet may run them." };
        var command = new Command("export", "Writes contacts as CSV to standard output.") { organization, query, all, plain };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), async (services, id) =>
        {
            var export = await services.GetRequiredService<ContactExportService>().ExportAsync(id, new() { Filter = result.GetValue(query), Descending = false }, cancellationToken);
            if (!export.IsOk)
                return await Terminal.FailAsync(export.Problem!);
            await using var output = Console.OpenStandardOutput();
            await export.Value.WriteAsync(output, new(result.GetValue(all), !result.GetValue(plain)), cancellationToken);
            return Terminal.Done;
        }));
        return command;
    }

    private sealed record ImportArguments(string File, bool DryRun, bool Consent, bool Json, string? Rejected);

    private static async Task<int> ImportAsync(IServiceProvider services, OrganizationId organization, ImportArguments asked, Func<ImportOptions, ImportOptions> change, string[] maps,
        CancellationToken cancellationToken)
    {
        if (!File.Exists(asked.File))
            return await Terminal.FailAsync(new("FILE_NOT_FOUND", $"There is nothing at {asked.File}."));
        if (!asked.DryRun && !asked.Consent)
            return await Terminal.FailAsync(new("CONSENT_REQUIRED", "Confirm with --consent that the owners of the data agreed, or look first with --dry-run."));
        var result = await services.GetRequiredService<ImportRunner>().RunAsync(organization, asked.File, file => ColumnMaps.Apply(file, change(file.Options), maps),
            asked.DryRun ? null : new(Confirmed: true), cancellationToken);
        if (!result.IsOk)
            return await Terminal.FailAsync(result.Problem!);
        var state = result.Value;
        if (state.State != JobState.Done)
            return await Terminal.FailAsync(new("IMPORT_FAILED", state.Error ?? "The import was stopped; what was done so far is kept."));
        if (asked.Rejected is { } path && state.Applied?.Invalid + state.Applied?.Duplicates > 0)
        {
            await using var rows = (await services.GetRequiredService<ContactImportService>().RejectedAsync(organization, state.JobId, cancellationToken)).Value;
            await using var copy = File.Create(path);
            await rows.CopyToAsync(copy, cancellationToken);
        }
        var counts = (asked.DryRun ? state.Planned : state.Applied)!;
        if (asked.Json)
            await TerminalJson.WriteAsync(new { job = PublicId.Format(PublicId.Job, state.JobId), asked.DryRun, counts, state.Samples });
        else
            await PrintAsync(state, counts);
        return counts.Invalid > 0 ? Terminal.Partly : Terminal.Done;
    }

    private static async Task PrintAsync(ImportState state, ImportCounts counts)
    {
        await Console.Out.WriteLineAsync($"""
            rows        {counts.Rows}
            new         {counts.New}
            updated     {counts.Updated}
            unchanged   {counts.Unchanged}
            restored    {counts.Restored}
            duplicate   {counts.Duplicates}
            deleted     {counts.Deleted}
            erased      {counts.Erased}
            rejected    {counts.Invalid}
            blocked     {counts.Blocked} (and stay blocked)
            blocks      {counts.BlocksAdded} added, {counts.BlocksJoined} known
            """);
        foreach (var sample in state.Samples.Where(s => s.Outcome == RowOutcome.Invalid))
            await Console.Out.WriteLineAsync($"  line {sample.Line}: {sample.Note}");
        if (state.Differs)
            await Console.Out.WriteLineAsync("The contacts changed after the dry run: it announced other numbers.");
    }
}
