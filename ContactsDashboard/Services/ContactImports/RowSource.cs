using System.Runtime.CompilerServices;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Some rows of a file, and how much of it is read with them.</summary>
internal sealed record RowChunk(List<ImportRow> Rows, long Records, long Bytes);

/// <summary>Reads a file chunk by chunk.</summary>
internal static class RowSource
{
    /// <summary>The rows after record <paramref name="done"/>; those before are read again, for what later rows may repeat, and not handed out.</summary>
    /// <exception cref="ContactFileException">The file is no table; the message says where.</exception>
    public static async IAsyncEnumerable<RowChunk> ReadAsync(ImportCommand command, ImportPlan plan, long done, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(command.File, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan);
        await using var csv = ContactFile.Open(file, command.Shape!.Encoding);
        var (reader, record, rows) = (new RowReader(plan, command.Salt), 0L, new List<ImportRow>(size));
        while (await ContactFile.NextAsync(csv, cancellationToken))
        {
            record++;
            if ((record == 1 && plan.Options.HasHeader) || RowReader.IsBlank(csv))
                continue;
            var row = reader.Read(csv, record);
            if (record <= done)
                continue;
            rows.Add(row);
            if (rows.Count < size)
                continue;
            yield return new(rows, record, file.Position);
            rows = new(size);
        }
        if (rows.Count > 0)
            yield return new(rows, record, file.Position);
    }
}
