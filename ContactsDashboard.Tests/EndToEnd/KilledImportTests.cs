using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>kill -9 in the middle of an import, a restart, the import again: the same state as if nothing had happened.</summary>
public sealed partial class KilledImportTests : IDisposable
{
    private const int Copies = 5;

    private readonly string _root = Directory.CreateTempSubdirectory("contacts-kill-").FullName;

    [Fact]
    public async Task Terminal_KilledInTheMiddle_ASecondImportEndsInTheSameState()
    {
        var mailbox = await WriteMailboxAsync();
        var (calm, killed) = (Path.Combine(_root, "calm"), Path.Combine(_root, "killed"));
        foreach (var folder in new[] { calm, killed })
            (await ProductProcess.RunAsync(folder, "organization", "create", "t", "--name", "T")).Code.Should().Be(0);
        (await ProductProcess.RunAsync(calm, "import-mail", mailbox, "-o", "t")).Code.Should().Be(0);

        using (var import = ProductProcess.Start(killed, "import-mail", mailbox, "-o", "t"))
            await import.KillWhenAsync(() => ProductProcess.Ask(killed, "SELECT count(*) FROM Messages") > 1_000);
        ProductProcess.Ask(killed, "SELECT count(*) FROM Messages").Should().BeInRange(1_000, (Copies * 2_365) - 1, "it was killed in the middle");
        (await ProductProcess.RunAsync(killed, "import-mail", mailbox, "-o", "t")).Code.Should().Be(0);

        ProductProcess.StateOf(killed, "t").Should().Equal(ProductProcess.StateOf(calm, "t"));
        var verified = await ProductProcess.RunAsync(killed, "verify");
        verified.Code.Should().Be(0, verified.Output);
    }

    [Fact]
    public async Task Server_KilledInTheMiddle_GoesOnByItselfAndReportsEveryMessageOnce()
    {
        var mailbox = await WriteMailboxAsync();
        var folder = Path.Combine(_root, "server");
        using (var server = ProductProcess.Start(folder))
        {
            await HttpVisitor.UploadAsync(await server.AddressAsync(), "demo", mailbox);
            await server.KillWhenAsync(() => ProductProcess.Ask(folder, "SELECT count(*) FROM Messages") > 1_000);
        }
        ProductProcess.Ask(folder, "SELECT count(*) FROM Messages").Should().BeInRange(1_000, (Copies * 2_365) - 1, "it was killed in the middle");

        using (var server = ProductProcess.Start(folder))
        {
            await server.AddressAsync();
            await server.KillWhenAsync(() => ProductProcess.Ask(folder, "SELECT count(*) FROM Jobs WHERE FinishedAt IS NOT NULL") == 1);
        }

        var report = JsonDocument.Parse(ProductProcess.List(folder, "SELECT Progress FROM Jobs WHERE State = 3")[0]).RootElement;
        // One message of the mailbox has no id: its copies are copies.
        report.GetProperty("accepted").GetInt64().Should().Be((Copies * 2_365) - (Copies - 1));
        report.GetProperty("duplicates").GetInt64().Should().Be(Copies - 1);
        var verified = await ProductProcess.RunAsync(folder, "verify");
        verified.Code.Should().Be(0, verified.Output);
    }

    [Fact]
    public async Task Server_AfterAKilledMigration_Starts()
    {
        var folder = Path.Combine(_root, "migration");
        (await ProductProcess.RunAsync(folder, "organization", "create", "t", "--name", "T")).Code.Should().Be(0);
        ProductProcess.List(folder, """
            CREATE TABLE IF NOT EXISTS __EFMigrationsLock (Id INTEGER PRIMARY KEY, Timestamp TEXT NOT NULL);
            INSERT OR REPLACE INTO __EFMigrationsLock VALUES (1, '2026-01-01');
            """);

        using var server = ProductProcess.Start(folder);

        (await server.AddressAsync()).Should().StartWith("http://127.0.0.1:");
        ProductProcess.Ask(folder, "SELECT count(*) FROM __EFMigrationsLock").Should().Be(0);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>The real mailbox several times over, each with ids of its own, so that an import takes a while.</summary>
    private async Task<string> WriteMailboxAsync()
    {
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Mail", "Samples", "ham-2002.mbox.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(packed, Encoding.Latin1);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var path = Path.Combine(_root, "many.mbox");
        await using var writer = new StreamWriter(path, append: false, Encoding.Latin1);
        for (var copy = 0; copy < Copies; copy++)
            await writer.WriteAsync(MessageIdLine().Replace(text, $"$1<copy{copy}."));
        return path;
    }

    [GeneratedRegex("^(Message-ID: *)<", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex MessageIdLine();

}
