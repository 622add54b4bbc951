using System.Buffers;

namespace ContactsDashboard.Mail;

/// <summary>A sliding view of a stream: as much of it as somebody still looks at, in one pooled array.</summary>
internal sealed class ByteWindow(Stream stream) : IDisposable
{
    private const int InitialSize = 256 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _end;

    /// <summary>The position of the first visible byte in the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>Nothing will follow what is visible.</summary>
    public bool IsComplete { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(_start, _end - _start);

    public int Length => _end - _start;

    public void Advance(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Makes more bytes visible behind those that are; false at the end of the stream.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (IsComplete)
            return false;
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += read;
        IsComplete = read == 0;
        return read > 0;
    }

    /// <summary>Sees to it that at least so many bytes are visible, or all there are.</summary>
    public async ValueTask EnsureAsync(int count, CancellationToken ct)
    {
        while (Length < count && await FillAsync(ct))
        {
        }
    }

    /// <summary>Begins at a later position of the stream: by seeking where it can, by reading on where it cannot.</summary>
    public async ValueTask SkipToAsync(long offset, CancellationToken ct)
    {
        if (stream.CanSeek && offset > Offset + Length)
        {
            // Positions count from where the stream stood when it was handed over.
            stream.Seek(offset - Offset - Length, SeekOrigin.Current);
            (_start, _end, Offset) = (0, 0, offset);
            return;
        }
        while (Offset < offset)
        {
            if (Length == 0 && !await FillAsync(ct))
                return;
            Advance((int)Math.Min(Length, offset - Offset));
        }
    }

    /// <summary>Goes to the end of the stream and says where that is.</summary>
    public async ValueTask<long> SkipToEndAsync(CancellationToken ct)
    {
        var rest = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        if (rest > 0)
            await SkipToAsync(Offset + Length + rest, ct);
        do
            Advance(Length);
        while (await FillAsync(ct));
        return Offset;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        (_start, _end) = (0, 0);
    }

    private void MakeRoom()
    {
        if (_start == _end)
            (_start, _end) = (0, 0);
        if (_end < _buffer.Length)
            return;
        var target = _start > _buffer.Length / 4 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Span.CopyTo(target);
        (_start, _end) = (0, _end - _start);
        if (target == _buffer)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
    }
}
