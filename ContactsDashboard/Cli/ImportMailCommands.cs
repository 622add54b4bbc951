using System.CommandLine;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.MailReports;

namespace ContactsDashboard.Cli;

/// <summary>Brings mail in from files.</summary>
internal static class ImportMailCommands
{
    public static Command ImportMail()
    {
        var paths = new Argument<string[]>("paths") { Description = "Messages, mailboxes (.gz too), Maildirs, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var (organization, json) = (Terminal.OrganizationOption(), Terminal.JsonOption());
        var command = new Command("import-mail", "Reads mail; importing the same again changes nothing.") { paths, organization, json };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), (services, id) =>
            ImportAsync(services.GetRequiredService<MailImportService>(), services.GetRequiredService<MailReportService>(), id, result.GetRequiredValue(paths), result.GetValue(json), cancellationToken)));
        return command;
    }

    private static async Task<int> ImportAsync(MailImportService imports, MailReportService reports, OrganizationId organization, string[] paths, bool json, CancellationToken cancellationToken)
    {
        var missing = paths.Where(p => !File.Exists(p) && !Directory.Exists(p)).ToList();
        foreach (var path in missing)
            await Console.Error.WriteLineAsync($"There is nothing at {path}.");
        if (missing.Count == paths.Length)
            return Terminal.Failed;
        var result = await imports.ImportFilesAsync(organization, [.. paths.Except(missing)], Console.IsErrorRedirected ? null : ShowAsync, cancellationToken);
        if (!result.IsOk)
            return await Terminal.FailAsync(result.Problem!);
        var report = result.Value;
        var bounces = await reports.OfMessagesAsync(organization, report.ReportKeys, cancellationToken);
        if (!bounces.IsOk)
            return await Terminal.FailAsync(bounces.Problem!);
        if (json)
            await TerminalJson.WriteAsync(new { report.Accepted, duplicate = report.Duplicates, report.Rejected, report.Recognised, report.Rejections,
                bounces = bounces.Value.Select(Shown) });
        else
            await PrintAsync(report, bounces.Value);
        return missing.Count > 0 || report.Rejected > 0 ? Terminal.Partly : Terminal.Done;
    }

    private static Task ShowAsync(ImportReport report) => Console.Error.WriteAsync($"\r{report.Total:N0} messages ");

    private static object Shown(MailReportRow row) => new { row.Recipient, @class = MailReportWords.Class(row), verified = row.State == MailReportState.Verified,
        state = MailReportWords.State(row.State), row.Code, diagnostic = row.Text, suppressed = row.SuppressionId is not null };

    private static async Task PrintAsync(ImportReport report, IReadOnlyList<MailReportRow> bounces)
    {
        await Console.Out.WriteLineAsync($"accepted   {report.Accepted}\nduplicate  {report.Duplicates}\nrejected   {report.Rejected}{(report.Recognised > 0 ? $"\nrecognised {report.Recognised} erased people, left out" : "")}");
        if (bounces.Count > 0)
            await Console.Out.WriteLineAsync($"bounces    {bounces.Count}");
        foreach (var row in bounces)
            await Console.Out.WriteLineAsync($"  {row.Recipient ?? "(recipient hidden)"}  {MailReportWords.Class(row)}  {MailReportWords.State(row.State)}  {row.Code}".TrimEnd());
        foreach (var rejection in report.Rejections)
            await Console.Out.WriteLineAsync($"  {rejection.File} at byte {rejection.Offset}: {rejection.Reason} ({rejection.Code})");
        if (report.Rejected > report.Rejections.Count)
            await Console.Out.WriteLineAsync($"  and {report.Rejected - report.Rejections.Count} more");
    }
}
