using System.Runtime.CompilerServices;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Files;
using ContactsDashboard.Services.Jobs;
using CsvHelper;

namespace ContactsDashboard.Services.Segments;

/// <summary>Whom one line of a file names; normalised values.</summary>
internal sealed record MemberLine(long Line, long? Id, string? Email, string? Phone)
{
    public bool IsReadable => Id is not null || Email is not null || Phone is not null;
}

/// <summary>
/// Reads who is meant from a comma, semicolon or tab separated file: the columns named email, phone or id, or without such a header whatever a line's first
/// filled cell is.
/// </summary>
internal static class MemberFileReader
{
    private const int MaxRecord = 256 * 1024;

    private static readonly Dictionary<string, char> Headers = new()
    {
        ["id"] = 'i', ["contact id"] = 'i', ["contact_id"] = 'i', ["email"] = 'e', ["e-mail"] = 'e', ["email address"] = 'e', ["e-mail address"] = 'e', ["email_address"] = 'e',
        ["mail"] = 'e', ["phone"] = 'p', ["phone number"] = 'p', ["phone_number"] = 'p', ["mobile"] = 'p', ["tel"] = 'p',
    };

    /// <summary>The lines after line <paramref name="after"/>, some at a time; empty ones left out.</summary>
    public static async IAsyncEnumerable<List<MemberLine>> ReadAsync(Stream file, string phoneCountry, long after, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.Create(file, new CsvReaderOptions
        {
            HasHeader = false, MaxRecordSize = MaxRecord, TrackLineNumbers = true, IncludeValuesInExceptions = false,
        }, leaveOpen: true);
        var (columns, isFirst, chunk) = (new Dictionary<int, char>(), true, new List<MemberLine>(size));
        while (await NextAsync(csv, cancellationToken))
        {
            var cells = new string[csv.FieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = SpreadsheetSafe.Unprotect(csv.GetString(i))!.Trim();
            var isHeader = isFirst && (columns = Columns(cells)).Count > 0;
            isFirst = false;
            if (isHeader || csv.LineNumber <= after || Array.TrueForAll(cells, c => c.Length == 0))
                continue;
            chunk.Add(Read(csv.LineNumber, cells, columns, phoneCountry));
            if (chunk.Count < size)
                continue;
            yield return chunk;
            chunk = new(size);
        }
        if (chunk.Count > 0)
            yield return chunk;
    }

    private static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            return await csv.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw new JobFailedException($"Near line {Math.Max(e.LineNumber, csv.LineNumber)} a line is longer than {MaxRecord / 1024} KB. Perhaps a quotation mark is never closed.");
        }
    }

    private static Dictionary<int, char> Columns(string[] cells)
    {
        var found = new Dictionary<int, char>();
        for (var i = 0; i < cells.Length; i++)
        {
            if (Headers.TryGetValue(TextKey.Fold(cells[i]) ?? "", out var what) && !found.ContainsValue(what))
                found.Add(i, what);
        }
        return found;
    }

    private static MemberLine Read(long line, string[] cells, Dictionary<int, char> columns, string phoneCountry)
    {
        if (columns.Count == 0)
        {
            var first = Array.Find(cells, c => c.Length > 0)!;
            return new(line, Id(first), Email(first), Id(first) is null && Email(first) is null ? Phone(first, phoneCountry) : null);
        }
        string? Cell(char what) => columns.Where(c => c.Value == what && c.Key < cells.Length).Select(c => cells[c.Key]).FirstOrDefault();
        return new(line, Id(Cell('i')), Email(Cell('e')), Phone(Cell('p'), phoneCountry));
    }

    private static long? Id(string? text) => PublicId.TryParse(PublicId.Contact, text?.ToLowerInvariant() ?? "", out var id) ? id : null;

    private static string? Email(string? text) => EmailAddress.TryParse(text ?? "", out var email) ? email.Value : null;

    private static string? Phone(string? text, string country) => PhoneNumber.TryParse(text ?? "", country, out var phone) ? phone.Value : null;
}
