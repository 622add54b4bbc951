using System.Buffers;

namespace ContactsDashboard.Mail;

/// <summary>Passes over bodies, to the end of the stream or to the next message of a mailbox, in the memory of one window.</summary>
internal sealed class MailBody(ByteWindow window)
{
    private const int LongestTrustedLength = 1024 * 1024;
    private const int LongestFieldName = 76;

    private static readonly SearchValues<byte> FieldNameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>The length of the line the window begins with, as far as a line may reach that means something.</summary>
    public async ValueTask<int> FindLineEndAsync(CancellationToken ct)
    {
        int end;
        while ((end = window.Span.IndexOf((byte)'\n')) < 0 && window.Length < LongestTrustedLength && await window.FillAsync(ct))
        {
        }
        return end < 0 ? window.Length : end + 1;
    }

    public async ValueTask SkipToEndAsync(int start, BodyTap? tap, CancellationToken ct)
    {
        if (tap is null)
        {
            await window.SkipToEndAsync(ct);
            return;
        }
        window.Advance(start);
        do
        {
            tap.Append(window.Span);
            window.Advance(window.Length);
        }
        while (!tap.IsDone && await window.FillAsync(ct));
        await window.SkipToEndAsync(ct);
    }

    /// <summary>Leaves the window at the next separator or at the end.</summary>
    public async ValueTask SkipInMailboxAsync(int start, BodyTap? tap, CancellationToken ct, int contentLength = 0)
    {
        var end = await FindStatedEndAsync(start, contentLength, ct);
        var position = Math.Max(start - 1, 0); // the line end before the body may be the one before a separator
        while (end < 0 && (end = FindSeparator(ref position)) < 0)
        {
            if (window.IsComplete)
            {
                end = window.Length;
                break;
            }
            var seen = Math.Max(position - 2, 0); // whether the line before is empty must stay visible
            if (seen > start)
                tap?.Append(window.Span[start..seen]);
            (start, position) = (Math.Max(start - seen, 0), position - seen);
            window.Advance(seen);
            await window.FillAsync(ct);
        }
        tap?.Append(window.Span[start..Math.Max(start, end)]);
        window.Advance(end);
    }

    /// <summary>Where the body ends by its stated length, if a separator or the end of the mailbox is there; else -1.</summary>
    private async ValueTask<int> FindStatedEndAsync(int start, int contentLength, CancellationToken ct)
    {
        if (contentLength is 0 or > LongestTrustedLength)
            return -1;
        var end = start + contentLength;
        await window.EnsureAsync(end + MboxSeparator.LongestLine, ct);
        return end > window.Length ? -1 : SeparatorAt(window.Span, end, window.IsComplete);
    }

    private static int SeparatorAt(ReadOnlySpan<byte> data, int position, bool isComplete)
    {
        var rest = data[position..].TrimStart("\r\n"u8);
        if (rest.IsEmpty)
            return isComplete ? data.Length : -1;
        position = data.Length - rest.Length;
        return data[position - 1] == '\n' && MboxSeparator.TryParse(LineOf(rest), out _) ? position : -1;
    }

    /// <summary>The position of the next separator, or -1 when more must be seen; what was looked at is not looked at again.</summary>
    private int FindSeparator(ref int position)
    {
        var data = window.Span;
        while (true)
        {
            var next = data[position..].IndexOf("\nFrom "u8);
            if (next < 0)
            {
                position = Math.Max(position, data.Length - "\nFrom".Length);
                return -1;
            }
            position += next;
            if (data.Length - position < MboxSeparator.LongestLine + LongestFieldName && !window.IsComplete)
                return -1;
            if (IsSeparator(data, position))
                return position + 1;
            position++;
        }
    }

    /// <summary>Without an empty line before it, as writers that break off leave it, a header field must follow.</summary>
    private static bool IsSeparator(ReadOnlySpan<byte> data, int lineEnd)
    {
        var rest = data[(lineEnd + 1)..];
        var line = LineOf(rest);
        return MboxSeparator.TryParse(line, out _) && (IsAfterEmptyLine(data[..lineEnd]) || BeginsWithField(rest[line.Length..]));
    }

    private static bool IsAfterEmptyLine(ReadOnlySpan<byte> before) =>
        before.IsEmpty || before.EndsWith("\n"u8) || before.EndsWith("\n\r"u8);

    private static bool BeginsWithField(ReadOnlySpan<byte> text)
    {
        var length = text[..Math.Min(text.Length, LongestFieldName)].IndexOfAnyExcept(FieldNameBytes);
        return length > 0 && text[length] == ':';
    }

    private static ReadOnlySpan<byte> LineOf(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..(end + 1)];
    }
}
