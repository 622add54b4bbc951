using System.Buffers;
using System.Text;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>
/// One part of a message (RFC 2045), as far as a report needs it: forgiving, since reports are written by programs nobody tests, and bounded in depth and
/// number of parts. Text is kept as Latin-1 until it is decoded.
/// </summary>
internal sealed class MimePart
{
    private const int Deepest = 8, MostParts = 100;

    private readonly string _content;
    private readonly int _depth;
    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);
    private string? _text;

    private MimePart(string source, int depth)
    {
        Header = FieldBlock.Read(source.StartsWith("From ", StringComparison.Ordinal) ? source.AsSpan(source.IndexOf('\n') + 1) : source);
        var start = source.StartsWith("From ", StringComparison.Ordinal) ? source.IndexOf('\n') + 1 : 0;
        _content = source[Math.Min(source.Length, start + Header.Length)..];
        _depth = depth;
        ReadType(Header.First("Content-Type") ?? "text/plain");
        Parts = depth < Deepest && !IsMessage ? Split() : [];
        if (Parts.Count == 0 && Type.StartsWith("multipart/", StringComparison.Ordinal))
            Type = "text/plain"; // nobody set the parts apart
    }

    public FieldBlock Header { get; }

    /// <summary>Lower case, without parameters.</summary>
    public string Type { get; private set; } = "";

    public IReadOnlyList<MimePart> Parts { get; }

    /// <summary>A whole message inside this one, or its header.</summary>
    public bool IsMessage => Type is "message/rfc822" or "message/global" or "message/rfc822-headers" or "text/rfc822-headers" or "message/global-headers"
        or "text/rfc822" or "message/partial";

    /// <summary>Decoded by transfer encoding and charset; HTML as the text it shows.</summary>
    public string Text => _text ??= Type == "text/html" ? HtmlText.Of(Decode()) : Decode();

    public static MimePart Parse(ReadOnlySpan<byte> message) => new(Encoding.Latin1.GetString(message), 0);

    /// <summary>The message inside a part that is one, if this is not too deep already.</summary>
    public MimePart? Inner() => _depth >= Deepest ? null : new(Decoded(), _depth + 1);

    /// <summary>This part, and all in it, in order of appearance; messages inside count as one part.</summary>
    public IEnumerable<MimePart> Leaves() => Parts.Count == 0 ? [this] : Parts.SelectMany(p => p.Leaves());

    private void ReadType(string value)
    {
        var parts = value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Type = parts.Length == 0 ? "text/plain" : parts[0].ToLowerInvariant();
        foreach (var parameter in parts.Skip(1))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                _parameters.TryAdd(parameter[..equals].Trim(), parameter[(equals + 1)..].Trim().Trim('"'));
        }
    }

    private List<MimePart> Split()
    {
        if (Boundary() is not { } marker)
            return [];
        var (parts, start) = (new List<MimePart>(), -1);
        foreach (var (lineStart, lineEnd) in Lines(marker))
        {
            if (start < 0 && parts.Count == 0)
                parts.Add(new("\n" + _content[..lineStart], _depth + 1)); // what stands before the first part is meant for nobody, and is all some have
            if (start >= 0 && parts.Count < MostParts)
                parts.Add(new(_content[start..Math.Max(start, lineStart)], _depth + 1));
            start = _content.AsSpan(lineStart + marker.Length).StartsWith("--") ? -1 : lineEnd;
        }
        if (start >= 0 && start < _content.Length && parts.Count < MostParts)
            parts.Add(new(_content[start..], _depth + 1));
        return parts;
    }

    /// <summary>As stated; where that is nowhere, or a mangled header states none, the first line of the kind that a part's header follows.</summary>
    private string? Boundary()
    {
        var isMultipart = Type.StartsWith("multipart/", StringComparison.Ordinal);
        var stated = isMultipart && _parameters.GetValueOrDefault("boundary") is { Length: > 0 } boundary ? "--" + boundary : null;
        if (stated is not null && _content.Contains(stated, StringComparison.Ordinal))
            return stated;
        if (!isMultipart && _depth > 0)
            return null;
        var field = _content.IndexOf("\nContent-Type:", StringComparison.OrdinalIgnoreCase);
        if (field < 2)
            return null;
        var start = _content.LastIndexOf("\n--", field - 1, Math.Min(field, 2_000), StringComparison.Ordinal) + 1;
        var line = _content.AsSpan(start, _content.IndexOf('\n', start) - start).TrimEnd();
        return line.Length is > 4 and < 100 && line.StartsWith("--") ? line.ToString() : null;
    }

    private IEnumerable<(int Start, int End)> Lines(string marker)
    {
        for (var at = 0; (at = _content.IndexOf(marker, at, StringComparison.Ordinal)) >= 0;)
        {
            var lineEnd = _content.IndexOf('\n', at);
            lineEnd = lineEnd < 0 ? _content.Length : lineEnd + 1;
            var rest = _content.AsSpan(at + marker.Length, lineEnd - at - marker.Length).Trim();
            if ((at == 0 || _content[at - 1] == '\n') && (rest.IsEmpty || rest.SequenceEqual("--")))
                yield return (at, lineEnd);
            at = lineEnd;
        }
    }

    private string Decode()
    {
        var bytes = Encoding.Latin1.GetBytes(Decoded());
        return Charsets.Decode(bytes, _parameters.GetValueOrDefault("charset"));
    }

    /// <summary>Bytes as Latin-1.</summary>
    private string Decoded()
    {
        var output = new ArrayBufferWriter<byte>();
        switch (Header.First("Content-Transfer-Encoding")?.Trim().ToLowerInvariant())
        {
            case "base64": TransferDecoder.DecodeBase64(_content, output); break;
            case "quoted-printable": TransferDecoder.DecodeQuotedPrintable(_content, output); break;
            default: return _content;
        }
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }
}
