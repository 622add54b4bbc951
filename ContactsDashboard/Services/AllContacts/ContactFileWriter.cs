using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Files;
using ContactsDashboard.Services.Suppressions;
using CsvHelper;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Writes contacts row by row: the addresses only, or everything the list shows with standing and reason.</summary>
internal static class ContactFileWriter
{
    /// <summary>Always empty: says that cells are protected as <see cref="SpreadsheetSafe"/> does.</summary>
    private const string SafeMark = "spreadsheet_safe";

    private static readonly string[] AllFields =
    [
        "id", "email", "phone", "name", "email_status", "email_reason", "phone_status", "phone_reason", "source", "created_at", "updated_at", "rating", "deleted_at", "delete_reason",
    ];

    public static async Task WriteAsync(Stream destination, IAsyncEnumerable<BaseRow> rows, bool allFields, bool spreadsheetSafe, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(destination, new CsvWriterOptions { WriteByteOrderMark = spreadsheetSafe }, leaveOpen: true);
        string[] header = allFields ? AllFields : ["email"];
        await csv.WriteRecordAsync(spreadsheetSafe ? [.. header, SafeMark] : header, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (!allFields && row.Email is null)
                continue;
            var cells = allFields ? Cells(row) : [row.Email!.Display];
            await csv.WriteRecordAsync(spreadsheetSafe ? [.. cells.Select(SpreadsheetSafe.Protect), null] : cells, cancellationToken);
        }
        await csv.FlushAsync(cancellationToken);
    }

    private static string?[] Cells(BaseRow row) =>
    [
        PublicId.Format(PublicId.Contact, row.Id), row.Email?.Display, row.Phone, row.Name, Word(row.EmailStanding), Reasons(row.EmailEntries), Word(row.PhoneStanding),
        Reasons(row.PhoneEntries), Word(row.CreationMethod), Instant(row.CreatedAt), Instant(row.UpdatedAt), row.Rating.ToString(CultureInfo.InvariantCulture),
        Instant(row.DeletedAt), row.DeletedReason,
    ];

    private static string? Word(Standing standing) => standing == Standing.None ? null : Word<Standing>(standing);

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string? Reasons(IEnumerable<LedgerEntry> entries) =>
        string.Join(' ', entries.Select(e => Word(e.Reason)).Distinct().Order()) is { Length: > 0 } reasons ? reasons : null;

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
