using System.Buffers;
using System.Security.Cryptography;

namespace ContactsDashboard.Api;

/// <summary>A request's body that is hashed while it is read, whoever reads it.</summary>
internal sealed class HashingStream(Stream inner, IncrementalHash hash) : Stream
{
    public bool IsAtEnd { get; private set; }

    /// <summary>Reads what nobody read, so that the hash is of the whole body; false when that is more than <paramref name="most"/> bytes.</summary>
    public async Task<bool> FinishAsync(long most, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            for (var read = 0L; !IsAtEnd && read <= most;)
                read += await ReadAsync(buffer, cancellationToken);
            return IsAtEnd;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        hash.AppendData(buffer.Span[..read]);
        IsAtEnd |= read == 0 && buffer.Length > 0;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
