using System.IO.Compression;
using System.Text;
using ContactsDashboard.Mail;

namespace ContactsDashboard.Tests.Mail;

/// <summary>Real bytes in, records out.</summary>
internal static class Mails
{
    public static string Samples { get; } = Path.Combine(AppContext.BaseDirectory, "Mail", "Samples");

    public static Task<List<MailItem>> ReadAsync(string text, long startOffset = 0) => ReadAsync(Encoding.UTF8.GetBytes(text), startOffset);

    public static Task<List<MailItem>> ReadAsync(byte[] bytes, long startOffset = 0) => ReadAsync(new MemoryStream(bytes), startOffset);

    public static async Task<List<MailItem>> ReadAsync(Stream stream, long startOffset = 0)
    {
        var items = new List<MailItem>();
        await foreach (var item in MailReader.ReadAsync(stream, "test", startOffset, TestContext.Current.CancellationToken))
            items.Add(item);
        return items;
    }

    public static async Task<MailMessage> OneAsync(string text) => (await ReadAsync(text)).Should().ContainSingle().Subject.Message!;

    public static async Task<MailMessage> OneAsync(byte[] bytes) => (await ReadAsync(bytes)).Should().ContainSingle().Subject.Message!;

    public static Task<MailMessage> WithHeaderAsync(string header) => OneAsync($"X-Test: 1\n{header}\n\nbody\n");

    public static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>"address/roles" of each participant, as in <c>ann@x.test/From,To</c>.</summary>
    public static IEnumerable<string> People(this MailMessage message) =>
        message.Participants.Select(person => $"{person.Address.Value}/{person.Roles.ToString().Replace(" ", "")}");

    public static IEnumerable<string> Addresses(this MailMessage message) => message.Participants.Select(person => person.Address.Value);
}

/// <summary>Gives away a few bytes at a time and cannot seek, as a network does.</summary>
internal sealed class TrickleStream(byte[] bytes, int step) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
}
