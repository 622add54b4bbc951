using System.Text;

namespace ContactsDashboard.Api.Postfix;

/// <summary>Takes requests out of bytes: lines <c>name=value</c>, ended by an empty one (Postfix SMTPD_POLICY_README).</summary>
/// <remarks>
/// What breaks the rules or a limit is still read to its end, holding nothing of it, and becomes <see cref="PolicyRequest.Unreadable"/>.
/// </remarks>
internal sealed class PolicyReader
{
    /// <summary>Bytes of one line. Postfix itself reads SMTP lines of 2,048.</summary>
    public const int MaxLine = 8 * 1024;

    /// <summary>Postfix 3.7 sends thirty.</summary>
    public const int MaxAttributes = 200;

    /// <summary>Bytes of one request; who sends more is not heard any further.</summary>
    public const int MaxRequest = 64 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _line = new byte[MaxLine];
    private readonly Dictionary<string, string> _known = new(3, StringComparer.Ordinal);
    private int _length;
    private int _attributes;
    private int _size;
    private bool _isBroken;

    /// <summary>No request has begun.</summary>
    public bool IsBetweenRequests => _size == 0;

    public bool IsTooLong => _size > MaxRequest;

    /// <summary>Reads one request and moves <paramref name="data"/> behind what it read; null when the end is still to come.</summary>
    public PolicyRequest? Read(ref ReadOnlyMemory<byte> data)
    {
        var bytes = data.Span;
        for (var i = 0; i < bytes.Length && !IsTooLong; i++)
        {
            _size++;
            if (bytes[i] != (byte)'\n')
            {
                Add(bytes[i]);
            }
            else if (EndLine())
            {
                data = data[(i + 1)..];
                return EndRequest();
            }
        }
        data = default;
        return null;
    }

    private void Add(byte value)
    {
        if (_length == MaxLine || value == 0)
            _isBroken = true;
        else
            _line[_length++] = value;
    }

    /// <summary>True when the line was empty: the end of the request.</summary>
    private bool EndLine()
    {
        var line = _line.AsSpan(0, _length);
        _length = 0;
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        if (line.IsEmpty)
            return true;
        var equals = line.IndexOf((byte)'=');
        if (equals <= 0 || ++_attributes > MaxAttributes)
            _isBroken = true;
        else if (NameOf(line[..equals]) is { } name)
            Keep(name, line[(equals + 1)..]);
        return false;
    }

    // Servers ignore attributes they do not know, so that the protocol can grow.
    private static string? NameOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("request"u8) ? "request"
        : name.SequenceEqual("protocol_state"u8) ? "protocol_state"
        : name.SequenceEqual("recipient"u8) ? "recipient" : null;

    private void Keep(string name, ReadOnlySpan<byte> value)
    {
        try
        {
            var text = Utf8.GetString(value);
            // Said twice and differently, it is not clear who is meant.
            if (!_known.TryAdd(name, text) && _known[name] != text)
                _isBroken = true;
        }
        catch (DecoderFallbackException)
        {
            _isBroken = true;
        }
    }

    private PolicyRequest EndRequest()
    {
        var request = _isBroken ? PolicyRequest.Unreadable
            : new(_known.GetValueOrDefault("request"), _known.GetValueOrDefault("protocol_state"), _known.GetValueOrDefault("recipient"));
        _known.Clear();
        (_attributes, _size, _isBroken) = (0, 0, false);
        return request;
    }
}
