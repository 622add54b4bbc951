using ContactsDashboard.Mail.Bounces;

namespace ContactsDashboard.Mail;

/// <summary>Goes through a stream message by message; the work on what is in memory is done without waiting.</summary>
internal sealed class MailScanner : IDisposable
{
    private const int LongestHeader = 16 * 1024 * 1024;
    private readonly ByteWindow _window;
    private readonly string _source;
    private readonly MailBody _body;
    private readonly HeaderScanner _header = new();
    private readonly MessageBuilder _builder = new();
    private readonly BodyHash _hash = new();
    private bool _isMailbox;

    public MailScanner(ByteWindow window, string source) => (_window, _source, _body) = (window, source, new(window));

    /// <summary>Finds out what the stream is and where in it reading begins; an item where that cannot be said.</summary>
    public async ValueTask<MailItem?> BeginAsync(long startOffset, CancellationToken ct)
    {
        await _window.SkipToAsync(startOffset, ct);
        await SkipBlanksAsync(ct);
        await _window.EnsureAsync(MboxSeparator.LongestLine, ct);
        _isMailbox = MboxSeparator.BeginsMailbox(_window.Span);
        if (_window.Length == 0)
            return startOffset == 0 ? new(_source, 0, _window.Offset, null, MailRejections.Empty) : null;
        if (startOffset == 0 || _isMailbox)
            return null;
        _isMailbox = true;
        var offset = _window.Offset;
        await _body.SkipInMailboxAsync(0, null, ct);
        return new(_source, offset, _window.Offset, null, MailRejections.NotMail);
    }

    public async ValueTask<MailItem?> ReadNextAsync(CancellationToken ct)
    {
        if (!await HasNextAsync(ct))
            return null;
        var offset = _window.Offset;
        var headerStart = _isMailbox ? await _body.FindLineEndAsync(ct) : 0;
        var separatorDate = SeparatorDate(headerStart);
        if (!await ReadHeaderAsync(headerStart, ct))
        {
            _header.Reset(0);
            await SkipBodyAsync(LongestHeader, null, ct);
            return new(_source, offset, _window.Offset, null, MailRejections.HeadersTooLarge);
        }
        var message = _builder.Build(_window.Span, _header, separatorDate);
        if (message is null)
            return await RejectAsync(offset, headerStart, ct);
        message = await WithBodyAsync(message, headerStart, ct);
        return new(_source, offset, _window.Offset, message, null);
    }

    public void Dispose() => _hash.Dispose();

    private DateTimeOffset? SeparatorDate(int length) =>
        _isMailbox && MboxSeparator.TryParse(_window.Span[..length], out var date) ? date : null;

    private async ValueTask<bool> ReadHeaderAsync(int start, CancellationToken ct)
    {
        _header.Reset(start);
        while (!_header.Scan(_window.Span, _window.IsComplete))
        {
            if (_window.Length > LongestHeader)
                return false;
            await _window.FillAsync(ct);
        }
        return _header.BodyStart <= LongestHeader;
    }

    /// <summary>What has no Message-ID is hashed as a whole, and what may report of another message is read; all other bodies are passed over.</summary>
    private async ValueTask<MailMessage> WithBodyAsync(MailMessage message, int headerStart, CancellationToken ct)
    {
        var (lacksKey, mayReport) = (message.MessageId is null, ReportSigns.Has(message, _window.Span, _header.Fields));
        if (lacksKey)
        {
            _hash.Begin();
            StableHeaders.AppendTo(_hash, _window.Span, _header.Fields);
        }
        var tap = BodyTap.Of(lacksKey ? _hash : null, mayReport);
        tap?.KeepHeader(_window.Span[headerStart.._header.BodyStart]);
        await SkipBodyAsync(_header.BodyStart, tap, ct);
        message = lacksKey ? message with { Key = _hash.End() } : message;
        return mayReport ? message with { Report = BounceReader.Read(tap!.Copy) } : message;
    }

    private async ValueTask<MailItem> RejectAsync(long offset, int headerStart, CancellationToken ct)
    {
        var isEmpty = _window.Span[headerStart.._header.BodyStart].Trim(" \t\r\n\0"u8).IsEmpty;
        _hash.Begin();
        await SkipBodyAsync(_header.BodyStart, BodyTap.Of(isEmpty ? _hash : null, keeps: false), ct);
        isEmpty &= !_hash.HasText;
        return new(_source, offset, _window.Offset, null, isEmpty ? MailRejections.Empty : MailRejections.NotMail);
    }

    private ValueTask SkipBodyAsync(int start, BodyTap? tap, CancellationToken ct) => _isMailbox
        ? _body.SkipInMailboxAsync(start, tap, ct, _header.ContentLengthIn(_window.Span))
        : _body.SkipToEndAsync(start, tap, ct);

    /// <summary>Blank lines, a byte order mark and the zeros of a crashed disk before the first message.</summary>
    private async ValueTask SkipBlanksAsync(CancellationToken ct)
    {
        while (await HasNextAsync(ct))
        {
            var blanks = _window.Span.IndexOfAnyExcept(" \t\r\n\0"u8);
            _window.Advance(blanks < 0 ? _window.Length : blanks);
            if (blanks < 0)
                continue;
            await _window.EnsureAsync(3, ct);
            if (!_window.Span.StartsWith("\ufeff"u8))
                return;
            _window.Advance(3);
        }
    }

    private async ValueTask<bool> HasNextAsync(CancellationToken ct) => _window.Length > 0 || await _window.FillAsync(ct);
}
