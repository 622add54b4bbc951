using System.CommandLine;

namespace ContactsDashboard.Benchmarks;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchmarkOptions(string What, int Contacts, string Data, string? Report, IReadOnlyList<int> Sizes)
{
    public const int Seed = 1;
    public const string MailMemory = "mail-memory";

    public static async Task<int> ParseAsync(string[] args, Func<BenchmarkOptions, Task> run)
    {
        var what = new Argument<string>("what")
        {
            DefaultValueFactory = _ => "all", Description = "seed, read, base, analytics and api (parts of read), write, block, domain and bulk (parts of write), mail, "
                + "events, import-csv, export, circuits, browser, recovery, or all of these; growth by itself.",
        };
        what.AcceptOnlyFromAmong("seed", "read", "base", "analytics", "api", "write", "block", "domain", "bulk", "mail", "events", "import-csv", "export", "circuits", "browser",
            "recovery", "growth", "all", MailMemory);
        var contacts = new Option<int>("--contacts") { DefaultValueFactory = _ => 1_000_000 };
        var data = new Option<DirectoryInfo>("--data") { Required = true, Description = "Where the store is, or is made; not deleted afterwards." };
        var report = new Option<FileInfo?>("--report") { Description = "Writes the result down as Markdown." };
        var sizes = new Option<string>("--sizes") { DefaultValueFactory = _ => "10000,100000,1000000", Description = "For growth: a store for each, below --data, kept for the next time." };
        var root = new RootCommand("Measures the product against its bars.") { what, contacts, data, report, sizes };
        root.SetAction((result, _) => run(new(result.GetRequiredValue(what), result.GetValue(contacts), result.GetRequiredValue(data).FullName,
            result.GetValue(report)?.FullName, [.. result.GetValue(sizes)!.Split(',').Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))])));
        return await root.Parse(args).InvokeAsync();
    }

    public bool Wants(string what) => What == what || What == "all";
}
