using System.Text;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>kill -9 in the middle of an import of contacts, at the terminal and in the server: the same rows as if nothing had happened.</summary>
public sealed class KilledContactImportTests : IDisposable
{
    private const int Rows = 12_000;

    private const string State = """
        SELECT coalesce(a.Value, '') || '|' || coalesce(c.ExternalId, '') || '|' || coalesce(c.FirstName, '') || '|' || c.EmailStanding || '|' || (c.DeletedAt IS NOT NULL)
        FROM Contacts c JOIN Organizations o ON o.Id = c.OrganizationId AND o.Slug = 't' LEFT JOIN Addresses a ON a.Id = c.EmailAddressId ORDER BY 1
        """;

    private const string Count = "SELECT count(*) FROM Contacts c JOIN Organizations o ON o.Id = c.OrganizationId AND o.Slug = 't'";

    private readonly string _root = Directory.CreateTempSubdirectory("contacts-kill-").FullName;

    [Fact]
    public async Task Import_KilledThreeTimes_EndsInTheSameRows()
    {
        var file = Path.Combine(_root, "contacts.csv");
        await File.WriteAllTextAsync(file, Text(), TestContext.Current.CancellationToken);
        var (calm, killed) = (Path.Combine(_root, "calm"), Path.Combine(_root, "killed"));
        foreach (var folder in new[] { calm, killed })
            (await ProductProcess.RunAsync(folder, "organization", "create", "t", "--name", "T")).Code.Should().Be(0);
        var done = await ProductProcess.RunAsync(calm, "import", file, "-o", "t", "--consent", "--map", "status=status", "--rejected", Path.Combine(_root, "rejected.csv"));
        done.Code.Should().Be(1, "some rows are rejected: {0}", done.Output);

        using (var import = ProductProcess.Start(killed, "import", file, "-o", "t", "--consent", "--map", "status=status"))
            await import.KillWhenAsync(() => ProductProcess.Ask(killed, Count) > 0);
        for (var kill = 0; kill < 2; kill++)
        {
            var before = ProductProcess.Ask(killed, Count);
            before.Should().BeInRange(1, Rows - 1, "it was killed in the middle");
            using var server = ProductProcess.Start(killed);
            await server.KillWhenAsync(() => ProductProcess.Ask(killed, Count) > before);
        }
        using (var server = ProductProcess.Start(killed))
            await server.KillWhenAsync(() => ProductProcess.Ask(killed, "SELECT count(*) FROM Jobs WHERE Kind = 30 AND FinishedAt IS NOT NULL") == 1);

        ProductProcess.List(killed, State).Should().Equal(ProductProcess.List(calm, State));
        ProductProcess.List(killed, "SELECT json_extract(Progress, '$.applied') FROM Jobs WHERE Kind = 30")
            .Should().Equal(ProductProcess.List(calm, "SELECT json_extract(Progress, '$.applied') FROM Jobs WHERE Kind = 30"));
        var rejected = Directory.GetFiles(Path.Combine(killed, "uploads"), "*.rejected").Single();
        (await File.ReadAllTextAsync(rejected, TestContext.Current.CancellationToken)).Should().Be(await File.ReadAllTextAsync(Path.Combine(_root, "rejected.csv"), TestContext.Current.CancellationToken));
        var verified = await ProductProcess.RunAsync(killed, "verify");
        verified.Code.Should().Be(0, verified.Output);
    }

    [Fact]
    public async Task Terminal_ExportsWhatItImported_AndSaysWhyItCouldNotRun()
    {
        var (folder, file) = (Path.Combine(_root, "data"), Path.Combine(_root, "few.csv"));
        await File.WriteAllTextAsync(file, "Mail,first name\nann@x.test,Ann\n", TestContext.Current.CancellationToken);
        (await ProductProcess.RunAsync(folder, "organization", "create", "t", "--name", "T")).Code.Should().Be(0);

        (await ProductProcess.RunAsync(folder, "import", file, "-o", "t")).Should().Match<(int Code, string Output)>(r => r.Code == 2 && r.Output.Contains("--consent"));
        (await ProductProcess.RunAsync(folder, "import", file, "-o", "t", "--dry-run", "--json")).Should().Match<(int Code, string Output)>(r => r.Code == 0 && r.Output.Contains("\"new\": 1"));
        (await ProductProcess.RunAsync(folder, "import", file, "-o", "t", "--consent", "--map", "nothing=email")).Code.Should().Be(2);
        (await ProductProcess.RunAsync(folder, "import", file, "-o", "t", "--consent")).Code.Should().Be(0);
        var exported = await ProductProcess.RunAsync(folder, "export", "-o", "t", "--query", "domain:x.test", "--plain");
        exported.Should().Be((0, "email\r\nann@x.test\r\n"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Text()
    {
        var text = new StringBuilder("email,first name,external id,status\n");
        for (var i = 0; i < Rows; i++)
            text.Append(i % 40 == 7 ? $"not an address {i},x,,\n" : i % 30 == 3 ? $"p{i - 1}@x.test,again,,bounced\n" : $"p{i}@x.test,Ann {i % 7},c{i},{(i % 25 == 0 ? "unsubscribed" : "")}\n");
        return text.ToString();
    }
}
