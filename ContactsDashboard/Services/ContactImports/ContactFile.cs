using System.Buffers;
using System.Text;
using System.Text.Unicode;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Files;
using CsvHelper;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>A file that cannot be read as a table; its message is for whoever uploaded it.</summary>
public sealed class ContactFileException(string message) : Exception(message);

/// <summary>
/// Files of contacts as they come: RFC 4180, apart by comma, semicolon, tab or bar, in UTF-8, UTF-16 or an old Windows code page, header or not, rows of any
/// length. Read row by row, never whole.
/// </summary>
internal static class ContactFile
{
    /// <summary>A column of this name, always empty, says that cells are protected as <see cref="SpreadsheetSafe"/> does.</summary>
    public const string SafeMark = "spreadsheet_safe";

    /// <summary>The column of a file of rejected rows that says why.</summary>
    public const string WhyColumn = "rejected_because";

    private const int MaxRecord = 4 << 20;
    private const int Block = 1 << 16;
    private const int ShownRows = 6;

    /// <summary>Looks at the whole file once: how it is written, and its first rows.</summary>
    public static async Task<(FileShape Shape, List<string[]> First)> LookAsync(string path, string name, CancellationToken cancellationToken)
    {
        var encoding = await EncodingAsync(path, cancellationToken);
        await using var csv = Open(File.OpenRead(path), encoding);
        var first = new List<string[]>();
        while (first.Count < ShownRows && await NextAsync(csv, cancellationToken))
            first.Add(Cells(csv));
        if (first.Count == 0)
            throw new ContactFileException("The file is empty.");
        // Names nobody knows are names all the same where addresses begin in the second row.
        var isHeader = KnownHeaders.IsHeader(first[0]) || (first.Count > 1 && !HasAddress(first[0]) && HasAddress(first[1]));
        var shape = new FileShape(encoding, encoding == "windows-1252", csv.Separator, isHeader, first[0].Contains(SafeMark),
            KnownHeaders.Guess(first[0], [], name).Source);
        return (shape, first);
    }

    public static CsvReader Open(Stream file, string encoding) => CsvReader.Create(file, new CsvReaderOptions
    {
        HasHeader = false, MaxRecordSize = MaxRecord, TrackLineNumbers = true, IncludeValuesInExceptions = false, DetectSeparatorHint = true,
        Encoding = encoding == "utf-8" ? null : Of(encoding),
    });

    public static async ValueTask<bool> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            return await csv.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw new ContactFileException($"Near line {Math.Max(e.LineNumber, csv.LineNumber)} a row is longer than {MaxRecord >> 20} MB. Perhaps a quotation mark is never closed.");
        }
    }

    public static string[] Cells(CsvReader csv)
    {
        var cells = new string[csv.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = csv.GetString(i);
        return cells;
    }

    private static bool HasAddress(string[] cells) => Array.Exists(cells, c => EmailAddress.TryParse(c, out _));

    private static Encoding Of(string name) => name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.GetEncoding(name);

    // What is no UTF-8 anywhere is an old code page; that of western Windows is the likeliest, and people are told.
    private static async Task<string> EncodingAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var buffer = ArrayPool<byte>.Shared.Rent(Block + 4);
        try
        {
            var (kept, isFirst) = (0, true);
            for (int read; (read = await file.ReadAtLeastAsync(buffer.AsMemory(kept, Block), Block, throwOnEndOfStream: false, cancellationToken)) > 0; isFirst = false)
            {
                var length = kept + read;
                if (isFirst && Wide(buffer.AsSpan(0, length)) is { } wide)
                    return wide;
                var whole = read < Block ? length : WholeCharacters(buffer.AsSpan(0, length));
                if (!Utf8.IsValid(buffer.AsSpan(0, whole)))
                    return "windows-1252";
                kept = length - whole;
                buffer.AsSpan(whole, kept).CopyTo(buffer);
            }
            return kept == 0 ? "utf-8" : "windows-1252";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    // A byte order mark, or every second byte zero, as in Latin text.
    private static string? Wide(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..])
            return "utf-16";
        if (start is [0xFE, 0xFF, ..])
            return "utf-16BE";
        var (even, odd, some) = (0, 0, Math.Min(start.Length, 512) / 2);
        for (var i = 0; i < some * 2; i++)
        {
            if (start[i] == 0)
                _ = i % 2 == 0 ? even++ : odd++;
        }
        return odd > some / 2 && even < some / 8 ? "utf-16" : even > some / 2 && odd < some / 8 ? "utf-16BE" : null;
    }

    // The length without a character the block cuts off.
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if ((lead & 0xC0) == 0x80)
                continue;
            var needs = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
            return needs > back ? bytes.Length - back : bytes.Length;
        }
        return bytes.Length;
    }
}
