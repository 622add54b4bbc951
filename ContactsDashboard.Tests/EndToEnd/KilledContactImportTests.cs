using System.Text;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>kill -9 in the middle of an import of contacts, at the terminal and in the server: the same rows as if nothing had happened.</summary>
public sealed class KilledContactImportTests : IDisposable
{
    private const int Rows = 16_000;
    private const int Kills = 10;
    private const int ImportBatch = 500;

    private static readonly string[] Options = ["-o", "t", "--consent", "--map", "status=status"];

    private const string State = """
        SELECT coalesce(a.Value, '') || '|' || coalesce(c.ExternalId, '') || '|' || coalesce(c.FirstName, '') || '|' || c.EmailStanding || '|' || (c.DeletedAt IS NOT NULL)
        FROM Contacts c JOIN Organizations o ON o.Id = c.OrganizationId AND o.Slug = 't' LEFT JOIN Addresses a ON a.Id = c.EmailAddressId ORDER BY 1
        """;

    private const string Count = "SELECT count(*) FROM Contacts c JOIN Organizations o ON o.Id = c.OrganizationId AND o.Slug = 't'";

    private const string Version = "SELECT Version FROM Changes v JOIN Organizations o ON o.Id = v.OrganizationId AND o.Slug = 't'";

    private const string Step = "SELECT json_extract(Command, '$.step') FROM Jobs WHERE Kind = 30 AND State = 2 AND FinishedAt IS NULL";

    private const string IsDone = "SELECT count(*) FROM Jobs WHERE Kind = 30 AND FinishedAt IS NOT NULL";

    private const string Applied = "SELECT json_extract(Progress, '$.applied') FROM Jobs WHERE Kind = 30";

    // How far it is stands in the store with the rows themselves.
    private const string Recorded = "SELECT coalesce(json_extract(Progress, '$.applied.new'), 0) FROM Jobs WHERE Kind = 30";

    private readonly string _root = Directory.CreateTempSubdirectory("contacts-kill-").FullName;

    [Fact]
    public async Task Import_KilledTenTimes_EndsInTheSameRows()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var (file, calm) = (Path.Combine(_root, "contacts.csv"), Path.Combine(_root, "calm"));
        await File.WriteAllTextAsync(file, Text(), TestContext.Current.CancellationToken);
        (await ProductProcess.RunAsync(calm, "organization", "create", "t", "--name", "T")).Code.Should().Be(0);
        var runs = new Runs(_root, calm, file, new(seed));
        var done = await ProductProcess.RunAsync(calm, ["import", file, .. Options, "--rejected", Path.Combine(_root, "rejected.csv")]);
        done.Code.Should().Be(1, "some rows are rejected: {0}", done.Output);

        for (var kill = 0; kill < Kills; kill++)
        {
            await runs.KillAsync(kill, ProductProcess.Ask(calm, Count));
            ProductProcess.Ask(runs.Folder, Count).Should().Be(ProductProcess.Ask(runs.Folder, Recorded), "kill {0} of seed {1} left rows and progress together", kill, seed);
        }
        await runs.EndAsync();

        foreach (var folder in runs.Folders)
        {
            ProductProcess.List(folder, State).Should().Equal(ProductProcess.List(calm, State), "seed {0}", seed);
            ProductProcess.List(folder, Applied).Should().Equal(ProductProcess.List(calm, Applied), "seed {0}", seed);
            var rejected = Directory.GetFiles(Path.Combine(folder, "uploads"), "*.rejected").Single();
            (await File.ReadAllTextAsync(rejected, TestContext.Current.CancellationToken)).Should()
                .Be(await File.ReadAllTextAsync(Path.Combine(_root, "rejected.csv"), TestContext.Current.CancellationToken));
        }
        var verified = await ProductProcess.RunAsync(runs.Folder, "verify");
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

    /// <summary>One import after the other, each killed again and again until it is done, so that a fast machine is killed as often as a slow one.</summary>
    private sealed class Runs(string root, string untouched, string file, Random random)
    {
        private readonly string _template = Copy(untouched, Path.Combine(root, "template"));

        public List<string> Folders { get; } = [];

        public string Folder => Folders[^1];

        /// <summary>
        /// The first in the dry run, the second in the first batch, the last in the last batch or after it, and those between at some commit: none that is chosen by a clock.
        /// </summary>
        public async Task KillAsync(int kill, long last)
        {
            var isNew = Folders.Count == 0 || ProductProcess.Ask(Folder, IsDone) == 1;
            if (isNew)
                Folders.Add(Copy(_template, Path.Combine(root, $"killed-{Folders.Count}")));
            using var store = new ProductProcess.Look(Folder);
            var (version, commits) = (store.Ask(Version), random.Next(1, 3));
            using var product = isNew ? ProductProcess.Start(Folder, ["import", file, .. Options]) : ProductProcess.Start(Folder);
            await product.KillWhenAsync(() => kill switch
            {
                0 => store.Ask(Step) >= 1,
                1 => store.Ask(Step) == 2,
                Kills - 1 => store.Ask(Count) >= last - ImportBatch,
                _ => store.Ask(Step) == 2 && store.Ask(Version) >= version + commits,
            } || store.Ask(IsDone) == 1);
        }

        public async Task EndAsync()
        {
            using var store = new ProductProcess.Look(Folder);
            using var server = ProductProcess.Start(Folder);
            await server.KillWhenAsync(() => store.Ask(IsDone) == 1);
        }

        private static string Copy(string from, string to)
        {
            foreach (var (source, target) in new[] { (from, to), (from + "-keys", to + "-keys") })
            {
                foreach (var path in Directory.Exists(source) ? Directory.GetFiles(source, "*", SearchOption.AllDirectories) : [])
                {
                    var copy = Path.Combine(target, Path.GetRelativePath(source, path));
                    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                    File.Copy(path, copy);
                }
            }
            return to;
        }
    }
}
