using System.Security.Cryptography;

namespace ContactsDashboard.Mail;

/// <summary>
/// Hashes a message so that its copies agree whatever a mailbox format did to them: line ends, quoted <c>&gt;From </c>
/// lines, blank lines at the end.
/// </summary>
internal sealed class BodyHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _pendingNewLines;
    private bool _isAtLineStart;

    /// <summary>The body had something in it.</summary>
    public bool HasText { get; private set; }

    public void Begin()
    {
        (_pendingNewLines, _isAtLineStart, HasText) = (0, true, false);
        _hash.GetHashAndReset(stackalloc byte[SHA256.HashSizeInBytes]); // drops what reading broke off in
        // The zero keeps these keys apart from those of a Message-ID.
        _hash.AppendData("\0"u8);
    }

    public void AppendRaw(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>Takes the next part of the body; a part may end anywhere.</summary>
    public void AppendBody(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            if (_isAtLineStart)
                body = SkipQuoting(body);
            var end = body.IndexOfAny((byte)'\r', (byte)'\n');
            var text = end < 0 ? body : body[..end];
            if (!text.IsEmpty)
                AppendText(text);
            if (end < 0)
                return;
            if (body[end] == '\n')
            {
                _pendingNewLines++;
                _isAtLineStart = true;
            }
            body = body[(end + 1)..];
        }
    }

    public byte[] End()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(hash);
        return hash[..MessageKey.Length].ToArray();
    }

    public void Dispose() => _hash.Dispose();

    /// <summary>Any depth of quoting counts as none, on every line: which lines a mailbox quotes depends on who wrote it.</summary>
    private ReadOnlySpan<byte> SkipQuoting(ReadOnlySpan<byte> body)
    {
        var text = body.TrimStart((byte)'>');
        _isAtLineStart = text.IsEmpty;
        return text;
    }

    private void AppendText(ReadOnlySpan<byte> text)
    {
        while (_pendingNewLines > 0)
        {
            var count = Math.Min(_pendingNewLines, NewLines.Length);
            _hash.AppendData(NewLines[..count]);
            _pendingNewLines -= count;
        }
        HasText = true;
        _hash.AppendData(text);
    }

    private static ReadOnlySpan<byte> NewLines => "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"u8;
}
