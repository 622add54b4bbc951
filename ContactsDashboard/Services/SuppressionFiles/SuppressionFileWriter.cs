using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Files;
using CsvHelper;

namespace ContactsDashboard.Services.SuppressionFiles;

/// <summary>Writes ledger files row by row, as <see cref="SuppressionFileReader"/> reads them back.</summary>
internal static class SuppressionFileWriter
{
    /// <summary>Entries; with <paramref name="spreadsheetSafe"/> no cell is run as a formula and the file is marked as ours.</summary>
    public static async Task WriteAsync(Stream destination, IAsyncEnumerable<LedgerEntry> entries, bool spreadsheetSafe, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(destination, new CsvWriterOptions { WriteByteOrderMark = spreadsheetSafe }, leaveOpen: true);
        string[] header = spreadsheetSafe ? [.. SuppressionColumns.Written, SuppressionColumns.SafeMark] : SuppressionColumns.Written;
        await csv.WriteRecordAsync(header, cancellationToken);
        await foreach (var entry in entries.WithCancellation(cancellationToken))
            await csv.WriteRecordAsync(spreadsheetSafe ? [.. Cells(entry).Select(SpreadsheetSafe.Protect), null] : Cells(entry), cancellationToken);
        await csv.FlushAsync(cancellationToken);
    }

    /// <summary>Rejected lines as they were, with a column that says why.</summary>
    public static async Task WriteAsync(Stream destination, RejectedLines lines, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(destination, new CsvWriterOptions { ValidateFieldCount = false }, leaveOpen: true);
        if (lines.Header.Count > 0)
            await csv.WriteRecordAsync([.. lines.Header, "rejected_because"], cancellationToken);
        await foreach (var (cells, why) in lines.Rows.WithCancellation(cancellationToken))
        {
            // Beside the header's columns, however many the line has; lines keep what they had, so that mending is changing one cell.
            var padding = Enumerable.Repeat("", Math.Max(0, lines.Header.Count - cells.Count));
            await csv.WriteRecordAsync([.. cells, .. padding, why], cancellationToken);
        }
        await csv.FlushAsync(cancellationToken);
    }

    private static string?[] Cells(LedgerEntry entry) =>
    [
        entry.Value, Word(entry.Scope), Word(entry.Reason), entry.Note, Instant(entry.ExpiresAt), string.Join(' ', entry.Exceptions), entry.EvidenceCode,
        entry.EvidenceText, Word(entry.Source), Word(entry.Level), Instant(entry.CreatedAt), entry.CreatedBy,
    ];

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
