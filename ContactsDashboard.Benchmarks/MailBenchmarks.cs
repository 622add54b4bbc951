using System.Diagnostics;
using System.Globalization;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Mail;

namespace ContactsDashboard.Benchmarks;

/// <summary>Reading mail, and importing it into the large store.</summary>
internal sealed class MailBenchmarks(BenchmarkServer server, Report report)
{
    public const int GigabyteMessages = 16_000;
    public const int GigabyteBody = 64 << 10;

    private const int ShortMessages = 30_000;
    private const int ShortBody = 300;
    private const int LargeMessages = 300;
    private const int LargeBody = 1 << 20;
    private const double Megabyte = 1e6;

    public async Task RunAsync()
    {
        var organization = await server.FindOrCreateAsync("mail-" + DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture));
        await ReadAsync(new(ShortMessages / 10, ShortBody, "warmup"));
        await ImportAsync(organization, new(ShortMessages / 10, ShortBody, "warmup"));

        await RatesAsync("short messages", organization, ShortMessages, ShortBody);
        await RatesAsync("messages of 1 MB", organization, LargeMessages, LargeBody);
        await MemoryAsync();
    }

    /// <summary>For a process of its own: imports a gigabyte into an empty store and prints what the report needs.</summary>
    public static async Task ImportGigabyteAsync(BenchmarkServer server)
    {
        using var mailbox = new GeneratedMailbox(GigabyteMessages, GigabyteBody, "gigabyte");
        var seconds = await TimeAsync(() => ImportOneAsync(server, server.Organization, mailbox));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mailbox.Produced} {seconds} {ProcessMemory.PeakBytes()}"));
    }

    private async Task RatesAsync(string what, OrganizationId organization, int messages, int body)
    {
        var (readSeconds, bytes) = await ReadAsync(new(messages, body, $"m{messages}"));
        var (importSeconds, _) = await ImportAsync(organization, new(messages, body, $"m{messages}"));
        var isLarge = body > ShortBody;
        string Rate(double seconds) => $"{messages / seconds:N0} messages/s, {bytes / Megabyte / seconds:N0} MB/s";
        report.Add($"read {what}, without storing", null, Rate(readSeconds), 0);
        report.Add($"import {what}", isLarge ? Bars.ImportBytes : Bars.ImportRate, Rate(importSeconds),
            isLarge ? bytes / Megabyte / importSeconds : messages / importSeconds, $"reading alone ({importSeconds / readSeconds:0.#}×)");
    }

    private static async Task<(double Seconds, long Bytes)> ReadAsync(GeneratedMailbox mailbox)
    {
        await using (mailbox)
        {
            return (await TimeAsync(async () =>
            {
                await foreach (var _ in MailReader.ReadAsync(mailbox, "generated"))
                {
                }
            }), mailbox.Produced);
        }
    }

    private async Task<(double Seconds, long Bytes)> ImportAsync(OrganizationId organization, GeneratedMailbox mailbox)
    {
        await using (mailbox)
            return (await TimeAsync(() => ImportOneAsync(server, organization, mailbox)), mailbox.Produced);
    }

    private static async Task ImportOneAsync(BenchmarkServer server, OrganizationId organization, GeneratedMailbox mailbox)
    {
        var imported = Answer.Of(await server.AsSystem<MailImportService>().ImportMessagesAsync(organization, MailReader.ReadAsync(mailbox, "generated"), default));
        if (imported.Rejected > 0 || imported.Accepted == 0)
            throw new InvalidOperationException("The generated mail was not accepted.");
    }

    // Memory is measured in a process that has done nothing else.
    private async Task MemoryAsync()
    {
        var folder = Directory.CreateTempSubdirectory("contacts-benchmark-");
        try
        {
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [BenchmarkOptions.MailMemory, "--data", folder.FullName]) { RedirectStandardOutput = true })!;
            var lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await child.WaitForExitAsync();
            if (child.ExitCode != 0)
                throw new InvalidOperationException("The import of a gigabyte failed.");
            var numbers = lines[^1].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var (bytes, seconds, peak) = (numbers[0], numbers[1], numbers[2] / Megabyte);
            report.Add($"import an mbox of {bytes / 1e9:0.0} GB: peak memory of the whole process", Bars.ImportMemory, $"{peak:N0} MB, at {bytes / Megabyte / seconds:N0} MB/s", peak);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> TimeAsync(Func<Task> operation) => await Timing.OnceAsync(operation) / 1_000;
}
