namespace ContactsDashboard.Services.AllContacts;

/// <summary>What a file of contacts holds.</summary>
/// <param name="AllFields">Everything entered, with standing and reason; otherwise the e-mail addresses.</param>
/// <param name="SpreadsheetSafe">No cell is run as a formula, and the file is marked as ours.</param>
public sealed record ContactFileFormat(bool AllFields, bool SpreadsheetSafe);

/// <summary>Writes files of contacts part by part, so that neither memory nor the log of the store grows with the file.</summary>
internal static class ContactFileWriter
{
    /// <summary>How many rows were written; <paramref name="told"/> hears of it after each part, and says whether to go on.</summary>
    public static async Task<long> WriteAsync(Stream destination, ContactExport export, ContactFileFormat format, Func<long, Task<bool>>? told, CancellationToken cancellationToken)
    {
        await using var parts = await ContactFileParts.OpenAsync(export, format, cancellationToken);
        await destination.WriteAsync(parts.Header(), cancellationToken);
        var written = 0L;
        while (await parts.NextAsync(cancellationToken) is { } part)
        {
            // Where it goes may take only what does not hold a thread up.
            await destination.WriteAsync(part.Bytes, cancellationToken);
            written += part.Rows;
            if (told is not null && !await told(written))
                break;
        }
        await destination.FlushAsync(cancellationToken);
        return written;
    }
}
