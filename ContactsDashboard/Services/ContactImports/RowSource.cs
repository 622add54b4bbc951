using System.Threading.Channels;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Some rows of a file, and how much of it is read with them.</summary>
internal sealed record RowChunk(List<ImportRow> Rows, long Records, long Bytes);

/// <summary>
/// Reads a file ahead of whoever works on it, a few chunks at most. Rows that are done already are read again, for what later rows may repeat, and not handed out.
/// </summary>
internal sealed class RowSource : IAsyncDisposable
{
    private const int Ahead = 4;

    private readonly CancellationTokenSource _stop;
    private readonly Channel<RowChunk> _chunks = Channel.CreateBounded<RowChunk>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
    private readonly Task _reading;

    private RowSource(ImportCommand command, ImportPlan plan, long done, int size, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _reading = Task.Run(() => ReadAsync(command, plan, done, size, _stop.Token), CancellationToken.None);
    }

    public static RowSource Open(ImportCommand command, ImportPlan plan, long done, int size, CancellationToken cancellationToken) => new(command, plan, done, size, cancellationToken);

    /// <summary>Null at the end of the file.</summary>
    /// <exception cref="ContactFileException">The file is no table; the message says where.</exception>
    public async ValueTask<RowChunk?> NextAsync(CancellationToken cancellationToken) =>
        await _chunks.Reader.WaitToReadAsync(cancellationToken) && _chunks.Reader.TryRead(out var chunk) ? chunk : null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    // What goes wrong is told to whoever takes the chunks.
    private async Task ReadAsync(ImportCommand command, ImportPlan plan, long done, int size, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAllAsync(command, plan, done, size, cancellationToken);
            _chunks.Writer.Complete();
        }
#pragma warning disable CA1031 // it is thrown again where it is waited for
        catch (Exception e)
        {
            _chunks.Writer.Complete(e);
        }
#pragma warning restore CA1031
    }

    private async Task ReadAllAsync(ImportCommand command, ImportPlan plan, long done, int size, CancellationToken cancellationToken)
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
            await _chunks.Writer.WriteAsync(new(rows, record, file.Position), cancellationToken);
            rows = new(size);
        }
        if (rows.Count > 0)
            await _chunks.Writer.WriteAsync(new(rows, record, file.Position), cancellationToken);
    }
}
