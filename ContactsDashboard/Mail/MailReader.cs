using System.Runtime.CompilerServices;

namespace ContactsDashboard.Mail;

/// <summary>Reads mail out of a stream: one message, or a mailbox in any of the mbox formats.</summary>
public static class MailReader
{
    /// <summary>
    /// Every message with where it stands, or why it could not be read. Content never throws; the stream's own errors do.
    /// Memory does not grow with the stream: bodies are passed over, only headers (up to 16 MiB each) are held.
    /// </summary>
    /// <param name="stream">Stands at the beginning of the (decompressed) file; need not be seekable.</param>
    /// <param name="source">Named in each item.</param>
    /// <param name="startOffset">Where to go on: the <see cref="MailItem.NextOffset"/> of an item read earlier.</param>
    /// <param name="ct">Observed between reads.</param>
    public static async IAsyncEnumerable<MailItem> ReadAsync(
        Stream stream, string source, long startOffset = 0, [EnumeratorCancellation] CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var window = new ByteWindow(stream);
        using var scanner = new MailScanner(window, source);
        if (await scanner.BeginAsync(startOffset, ct) is { } problem)
            yield return problem;
        while (await scanner.ReadNextAsync(ct) is { } item)
            yield return item;
    }
}
