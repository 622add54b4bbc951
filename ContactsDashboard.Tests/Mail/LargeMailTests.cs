using System.Text;
using ContactsDashboard.Mail;

namespace ContactsDashboard.Tests.Mail;

public sealed class LargeMailTests
{
    private const long Size = 200_000_000;

    [Theory]
    [InlineData("From a@x.test Thu Aug 22 12:36:23 2002\nMessage-ID: <1@x>\nFrom: a@x.test\n\n", false)]
    [InlineData("From a@x.test Thu Aug 22 12:36:23 2002\nFrom: a@x.test\n\n", false)]
    [InlineData("Message-ID: <1@x>\nFrom: a@x.test\n\n", false)]
    [InlineData("From: a@x.test\n\n", false)]
    [InlineData("From a@x.test Thu Aug 22 12:36:23 2002\nMessage-ID: <1@x>\nFrom: a@x.test\n\n", true)]
    public async Task Body_Of200Megabytes_IsReadInFlatMemory(string header, bool isOneLine)
    {
        var stream = new EndlessStream(header, isOneLine ? "x" : "A line of a body, and From what follows not much can be learned.\n", Size);
        await foreach (var _ in MailReader.ReadAsync(Stream.Null, "warm up", 0, TestContext.Current.CancellationToken))
        {
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var items = await Mails.ReadAsync(stream);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        items.Should().ContainSingle().Which.NextOffset.Should().Be(Size);
        allocated.Should().BeLessThan(4_000_000);
    }

    /// <summary>A head, then one line again and again; never waits, so that all work stays on the reader's thread.</summary>
    private sealed class EndlessStream(string head, string line, long length) : Stream
    {
        private readonly byte[] _head = Encoding.ASCII.GetBytes(head);
        private readonly byte[] _lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, 65536 / line.Length)));
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var source = _position < _head.Length
                ? _head.AsSpan((int)_position)
                : _lines.AsSpan((int)((_position - _head.Length) % _lines.Length));
            var read = (int)Math.Min(Math.Min(count, source.Length), length - _position);
            source[..read].CopyTo(buffer.AsSpan(offset));
            _position += read;
            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(buffer, out var array);
            return new(Read(array.Array!, array.Offset, array.Count));
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
