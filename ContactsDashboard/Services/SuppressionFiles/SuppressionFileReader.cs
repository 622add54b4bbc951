using System.Globalization;
using System.Runtime.CompilerServices;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Files;
using CsvHelper;

namespace ContactsDashboard.Services.SuppressionFiles;

/// <summary>One line of a ledger file: what it adds, or why it cannot.</summary>
internal sealed record FileLine(long Line, string[] Cells, Result<LedgerAddition> Addition);

/// <summary>
/// Reads comma, semicolon or tab separated files, UTF-8 or UTF-16, with or without header, line after line, never whole in memory. Without a header
/// the first column is the address, domain or number.
/// </summary>
internal sealed class SuppressionFileReader(OrganizationScope scope, SuppressionReason otherwise, DateTimeOffset now)
{
    private const int MaxRecord = 256 * 1024;

    private Dictionary<string, int> _columns = [];
    private bool _isSafe;

    /// <summary>The columns found, by our names; to be read after the first line.</summary>
    public IReadOnlyCollection<string> Columns => _columns.Keys;

    public string[] Header { get; private set; } = [];

    /// <summary>The lines after line <paramref name="after"/>.</summary>
    /// <exception cref="SuppressionFileException">The file is no table; the message says where.</exception>
    public async IAsyncEnumerable<FileLine> ReadAsync(Stream file, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.Create(file, new CsvReaderOptions
        {
            HasHeader = false, MaxRecordSize = MaxRecord, TrackLineNumbers = true, IncludeValuesInExceptions = false,
        }, leaveOpen: true);
        for (var isFirst = true; await NextAsync(csv, cancellationToken); isFirst = false)
        {
            var cells = new string[csv.FieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = csv.GetString(i);
            if (isFirst && ReadHeader(cells))
                continue;
            if (csv.LineNumber > after && Array.Exists(cells, c => !string.IsNullOrWhiteSpace(c)))
                yield return new(csv.LineNumber, cells, Read(cells));
        }
    }

    private static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            return await csv.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw new SuppressionFileException($"Near line {Math.Max(e.LineNumber, csv.LineNumber)} a line is longer than {MaxRecord / 1024} KB. Perhaps a quotation mark is never closed.");
        }
    }

    private bool ReadHeader(string[] cells)
    {
        _columns = SuppressionColumns.Find(cells);
        _isSafe = Array.IndexOf(cells, SuppressionColumns.SafeMark) >= 0;
        if (_columns.Count == 0)
            _columns["value"] = 0;
        else
            Header = cells;
        return Header.Length > 0;
    }

    private string? Cell(string[] cells, string column)
    {
        if (!_columns.TryGetValue(column, out var at) || at >= cells.Length)
            return null;
        var text = _isSafe ? SpreadsheetSafe.Unprotect(cells[at]) : cells[at];
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private Result<LedgerAddition> Read(string[] cells)
    {
        if (Cell(cells, "value") is not { } value)
            return new Problem("VALIDATION_ERROR", "There is no address in this line.");
        if (string.Equals(Cell(cells, "level"), "platform", StringComparison.OrdinalIgnoreCase))
            return new Problem("VALIDATION_ERROR", "A platform entry is kept by the platform, not by import.");
        var entryScope = ScopeOf(Cell(cells, "scope"), value);
        if (!entryScope.IsOk)
            return entryScope.Problem!;
        var (reasonText, reason) = (Cell(cells, "reason"), (SuppressionReason?)otherwise);
        if (reasonText is not null && (reason = SuppressionColumns.ReasonOf(reasonText)) is null)
            return new Problem("VALIDATION_ERROR", $"The reason {reasonText} is not known: manual, unsubscribed, bounced, complained or spam_trap.");
        var expires = default(DateTimeOffset);
        if (Cell(cells, "expires_at") is { } until
            && !DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out expires))
            return new Problem("VALIDATION_ERROR", $"{until} is not an instant such as 2026-11-21T19:12:00Z.");
        var (code, diagnostic) = (Cell(cells, "evidence_code"), Cell(cells, "evidence_text"));
        var edit = new SuppressionEdit(entryScope.Value, value, reason.Value)
        {
            Note = Cell(cells, "note"), ExpiresAt = expires == default ? null : expires, Evidence = new(code, diagnostic),
            Exceptions = Cell(cells, "exceptions")?.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
        };
        var read = SuppressionEdits.Read(edit, scope.PhoneCountry, now);
        return read.IsOk && SuppressionService.MayNotExempt(scope, read.Value, SuppressionSource.Import) ? SuppressionProblems.Guarded : read;
    }

    private static Result<SuppressionScope> ScopeOf(string? text, string value) =>
        text is null ? SuppressionText.ScopeOf(value)
        : Enum.TryParse<SuppressionScope>(text, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known
        : new Problem("VALIDATION_ERROR", "The scope must be email, domain or phone.");
}
