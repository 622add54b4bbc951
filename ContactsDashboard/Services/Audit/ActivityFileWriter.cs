using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Files;
using CsvHelper;

namespace ContactsDashboard.Services.Audit;

/// <summary>Writes the record of changes as a file for spreadsheets.</summary>
internal static class ActivityFileWriter
{
    private static readonly string[] Header = ["id", "at", "actor", "path", "change", "subject", "count", "undone", "details"];

    public static async Task WriteAsync(Stream destination, IAsyncEnumerable<AuditRow> rows, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(destination, new CsvWriterOptions { WriteByteOrderMark = true }, leaveOpen: true);
        await csv.WriteRecordAsync(Header, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
            await csv.WriteRecordAsync([.. Cells(row).Select(SpreadsheetSafe.Protect)], cancellationToken);
        await csv.FlushAsync(cancellationToken);
    }

    private static string?[] Cells(AuditRow row) =>
    [
        PublicId.Format(PublicId.Audit, row.Id), row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), row.Actor,
        JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Path.ToString()), JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Verb.ToString()), row.Subject,
        row.Count.ToString(CultureInfo.InvariantCulture), row.IsUndone ? "yes" : "no", row.Details,
    ];
}
