using System.Globalization;
using System.Text;

namespace ContactsDashboard.Benchmarks;

/// <summary>Times of each operation at each number of contacts, and how far the largest is from the one a tenth its size.</summary>
internal sealed class Growth
{
    /// <summary>What must look at every address grows with their number by nature, and has a bar of its own.</summary>
    public const string SearchPrefix = "search, ";

    /// <summary>What is said after the page is there, and has none.</summary>
    public const string TotalPrefix = "total of a ";

    private readonly List<(string Operation, int Size, Sample Times)> _measured = [];

    public IReadOnlyList<string> Operations => [.. _measured.Select(m => m.Operation).Distinct()];

    public IReadOnlyList<int> Sizes => [.. _measured.Select(m => m.Size).Distinct().Order()];

    public Sample? Of(string operation, int size) => _measured.FirstOrDefault(m => m.Operation == operation && m.Size == size).Times;

    public void Add(string operation, int size, Sample times)
    {
        _measured.Add((operation, size, times));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size:N0}: {operation}: {Report.Ms(times.P50)} / {Report.Ms(times.P95)}"));
    }

    public string ToMarkdown(string? chart = null)
    {
        var sizes = Sizes;
        var text = new StringBuilder("# Growth\n\nService calls on stores of different size, median / p95. The last column compares the medians at the two largest sizes;\n"
            + "the bar for ten times as many contacts is 1.5×, and 12× for a search, which looks at every address.\nEach store was read through once before, so that it is the system's cache and not the disk that answers; the sizes take turns.\n"
            + "A smart search's total comes after its page and has no bar: SQLite maps two gigabytes of a store, and copies each page beyond.\n\n");
        foreach (var (name, value) in Machine.Facts())
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Command: `dotnet run -c Release --project ContactsDashboard.Benchmarks -- growth --sizes {string.Join(',', sizes)} --data DIR --report FILE`\n\n");
        text.Append("| operation |").Append(string.Concat(sizes.Select(s => string.Create(CultureInfo.InvariantCulture, $" {s:N0} |")))).Append(" growth | |\n|---|")
            .Append(string.Concat(sizes.Select(_ => "---|"))).Append("---|---|\n");
        foreach (var operation in Operations)
            text.Append(Line(operation, sizes)).Append('\n');
        return chart is null ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"\n![Median times by number of contacts]({chart})\n").ToString();
    }

    private string Line(string operation, IReadOnlyList<int> sizes)
    {
        var cells = string.Concat(sizes.Select(s => Of(operation, s) is { } times ? $" {Report.Ms(times.P50)} / {Report.Ms(times.P95)} |" : " – |"));
        if (sizes.Count < 2 || Of(operation, sizes[^1]) is not { } large || Of(operation, sizes[^2]) is not { } small)
            return $"| {operation} |{cells} | |";
        var times = large.P50 / small.P50;
        var bar = operation.StartsWith(SearchPrefix, StringComparison.Ordinal) ? 12 : 1.5;
        var verdict = operation.StartsWith(TotalPrefix, StringComparison.Ordinal) ? "" : new Bar($"≤ {bar}×", bar).Verdict(times);
        return string.Create(CultureInfo.InvariantCulture, $"| {operation} |{cells} {times:0.0}× | {verdict} |");
    }
}
