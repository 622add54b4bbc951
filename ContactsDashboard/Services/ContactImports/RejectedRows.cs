using ContactsDashboard.Domain;
using CsvHelper;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>
/// The file of rows an import rejects: each as it stood, with a column that says why, to be mended and uploaded again. Cut back to what the store knows of
/// when an import goes on after its process was killed.
/// </summary>
internal sealed class RejectedRows : IAsyncDisposable
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private readonly FileStream _file;
    private readonly char _separator;

    private RejectedRows(FileStream file, char separator) => (_file, _separator) = (file, separator);

    public long Length => _file.Position;

    public int Columns { get; private set; }

    public static async Task<RejectedRows> OpenAsync(ImportCommand command, long length, CancellationToken cancellationToken)
    {
        var rows = new RejectedRows(new(command.RejectedFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read | FileShare.Delete, 1 << 16), command.Shape!.Separator);
        await using var source = File.OpenRead(command.File);
        await using var csv = ContactFile.Open(source, command.Shape.Encoding);
        byte[]? header = null;
        if (command.Options!.HasHeader && await ContactFile.NextAsync(csv, cancellationToken))
            (header, rows.Columns) = (csv.RawRecord.ToArray(), csv.FieldCount);
        // It may have been deleted with somebody who was erased meanwhile: then it begins anew.
        var kept = Math.Min(length, rows._file.Length);
        rows._file.SetLength(kept);
        rows._file.Position = kept;
        if (kept == 0)
        {
            rows._file.Write(Mark);
            if (header is not null)
                rows.Write(header, ContactFile.WhyColumn);
        }
        return rows;
    }

    public void Add(RowPlan plan)
    {
        if (plan.Outcome is not (RowOutcome.Invalid or RowOutcome.Duplicate))
            return;
        _file.Write(plan.Row.Raw);
        // Beside the header's columns, however many the row has.
        for (var i = plan.Row.Cells; i < Columns; i++)
            _file.WriteByte((byte)_separator);
        Write([], plan.Note ?? "");
    }

    /// <summary>To the disk, before the store says that it is there.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private void Write(byte[] record, string why)
    {
        _file.Write(record);
        _file.WriteByte((byte)_separator);
        _file.Write(System.Text.Encoding.UTF8.GetBytes($"\"{why.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n"));
    }
}
