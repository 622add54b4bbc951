using System.Globalization;
using System.Text;

namespace ContactsDashboard.Benchmarks;

/// <summary>An mbox made while it is read: short messages, or ones with an attachment of a given size. Never held as a whole.</summary>
internal sealed class GeneratedMailbox(int messages, int bodyBytes, string name) : Stream
{
    private const int LineLength = 76;
    private const int PeoplePerMailbox = 5_000;
    private const int RepliesPerThread = 3;

    private readonly byte[] _body = Body(bodyBytes);
    private byte[] _head = [];
    private int _at;
    private int _message = -1;

    public long Produced { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => Produced; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _head.Length + _body.Length || _message < 0)
        {
            if (++_message == messages)
            {
                _message--;
                return 0;
            }
            (_head, _at) = (Head(_message), 0);
        }
        var rest = _at < _head.Length ? _head.AsSpan(_at) : _body.AsSpan(_at - _head.Length);
        var length = Math.Min(rest.Length, buffer.Length);
        rest[..length].CopyTo(buffer);
        _at += length;
        Produced += length;
        return length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private byte[] Head(int number)
    {
        var sent = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number);
        var (from, to) = (number % PeoplePerMailbox, number * 7 % PeoplePerMailbox);
        var first = number - number % RepliesPerThread;
        var reply = number == first ? "" : $"In-Reply-To: <{first}@{name}.example>\n";
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"From p{from}@{name}.example {sent:ddd MMM dd HH:mm:ss yyyy}\nFrom: Person {from} <p{from}@{name}.example>\nTo: p{to}@{name}.example\n"
            + $"Date: {sent:R}\nMessage-ID: <{number}@{name}.example>\n{reply}Subject: Subject {number}\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"));
    }

    private static byte[] Body(int bytes)
    {
        var content = new byte[Math.Max(LineLength, bytes) / 4 * 3];
        new Random(bytes).NextBytes(content);
        var lines = Convert.ToBase64String(content).Chunk(LineLength).Select(line => new string(line));
        return Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n\n");
    }
}
