using System.Globalization;
using System.Text;

namespace ContactsDashboard.Benchmarks;

/// <summary>One operation against its bar.</summary>
internal sealed record ReportRow(string Operation, Bar? Bar, string Measured, string Bare, string Verdict);

/// <summary>Collects rows as they are measured, prints them, and writes them down as Markdown.</summary>
internal sealed class Report
{
    private readonly List<ReportRow> _rows = [];
    private readonly List<(string Operation, Measured Measured)> _details = [];

    /// <summary>Times in milliseconds, judged by <paramref name="judged"/>.</summary>
    public void Add(string operation, Bar? bar, Measured measured, Func<Sample, double> judged)
    {
        var times = measured.Times;
        var bare = measured.Bare is { } sample ? $"{Ms(sample.P50)} ({measured.Ratio:0.#}×)" : "";
        Add(new(operation, bar, $"{Ms(times.P50)} / {Ms(times.P95)} / {Ms(times.P99)} ({times.Count} runs)", bare, bar?.Verdict(judged(times)) ?? ""));
    }

    public void Add(string operation, Bar? bar, string measured, double value, string bare = "") =>
        Add(new(operation, bar, measured, bare, bar?.Verdict(value) ?? ""));

    /// <summary>A row of the long table, for operations measured in many variants.</summary>
    public void AddDetail(string operation, Measured measured)
    {
        _details.Add((operation, measured));
        Console.WriteLine($"  {operation}: {Ms(measured.Times.P50)} / {Ms(measured.Times.P95)} / {Ms(measured.Times.P99)}{(measured.Ratio is { } ratio ? $", {ratio:0.#}× bare" : "")}");
    }

    public static string Ms(double milliseconds) => milliseconds switch
    {
        >= 1_000 => (milliseconds / 1_000).ToString("0.00 s", CultureInfo.InvariantCulture),
        >= 100 => milliseconds.ToString("0 ms", CultureInfo.InvariantCulture),
        _ => milliseconds.ToString("0.00 ms", CultureInfo.InvariantCulture),
    };

    public string ToMarkdown(BenchmarkOptions options, long contacts, TimeSpan took)
    {
        var text = new StringBuilder("# Benchmarks\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{contacts:N0} contacts, made by `app seed --contacts {contacts} --seed {BenchmarkOptions.Seed}`.\n\n");
        foreach (var (name, value) in Machine.Facts())
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Command: `dotnet run -c Release --project ContactsDashboard.Benchmarks -- {options.What} --contacts {contacts} --data DIR`, {took.TotalMinutes:0} minutes\n\n");
        text.Append("Times are p50 / p95 / p99. \"Bare\" is the median of a prepared ADO.NET statement for the same rows, run in alternation with the operation,\n"
            + "and how many times as long the operation takes. Machines are noisy and bars are absolute: where the two disagree, believe the ratio.\n\n");
        text.Append(HowToRead);
        text.Append("| operation | bar | measured | bare | |\n|---|---|---|---|---|\n");
        foreach (var row in _rows)
            text.Append(CultureInfo.InvariantCulture, $"| {row.Operation} | {row.Bar?.Text ?? "–"} | {row.Measured} | {row.Bare} | {row.Verdict} |\n");
        if (_details.Count > 0)
            AppendDetails(text);
        return text.Append(NotMeasured).ToString();
    }

    private void AppendDetails(StringBuilder text)
    {
        text.Append("\n## In detail\n\n| operation | p50 | p95 | p99 | bare p50 | ratio |\n|---|---|---|---|---|---|\n");
        foreach (var (operation, measured) in _details)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {operation} | {Ms(measured.Times.P50)} | {Ms(measured.Times.P95)} | {Ms(measured.Times.P99)} ")
                .Append(CultureInfo.InvariantCulture, $"| {(measured.Bare is { } bare ? Ms(bare.P50) : "")} | {(measured.Ratio is { } ratio ? $"{ratio:0.#}×" : "")} |\n");
        }
    }

    private void Add(ReportRow row)
    {
        _rows.Add(row);
        Console.WriteLine($"{row.Operation}: {row.Measured} {row.Bare} [{row.Bar?.Text}] {row.Verdict}");
    }

    private const string HowToRead = """
        - Rows "slowest of 12" show the worst p95 of twelve series: one disturbance in one of them decides the row. The long table has all of them.
        - The bars ask for 30 runs. Domain blocks have 5, bulk actions 3, throughput and memory one each: read those as indications.
        - "Bare" for search and for the gate is the product's own statement without the service around it: about 1× says the statement is what costs, not that
          nothing faster exists. Imports are compared with reading alone, and the rest has no bare figure.
        - Mailboxes are generated in memory while they are read: no disk is read, and every message has a Message-ID, so no body is hashed.
        - Circuits, browser and recovery are measured on the published product in a process of its own; the two hundred people and the browser share its two cores.
          Resident memory is what the process has for itself, mapped files not counted.
        - Clients of the API share the two cores with the server. Peak memory is of one process with the web server in it, on an empty store.


        """;

    private const string NotMeasured = """

        ## Not measured

        Growth with the number of contacts has stores and a table of its own: `-- growth --sizes 10000,100000,1000000 --data DIR --report docs/growth.md`.

        """;
}
