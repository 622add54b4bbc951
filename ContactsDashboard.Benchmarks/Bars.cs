namespace ContactsDashboard.Benchmarks;

/// <summary>What an operation may take at most, or must reach at least.</summary>
internal sealed record Bar(string Text, double Limit, bool AtLeast = false)
{
    public string Verdict(double value)
    {
        var missedBy = AtLeast ? Limit / value : value / Limit;
        return missedBy <= 1 ? "met" : $"missed by {missedBy:0.##}×";
    }
}

/// <summary>All bars in one place; times in milliseconds, at a million contacts.</summary>
internal static class Bars
{
    public static readonly Bar Page = new("p95 ≤ 5 ms", 5);
    public static readonly Bar Counts = new("p95 ≤ 2 ms", 2);
    public static readonly Bar Search = new("p95 ≤ 25 ms", 25);
    public static readonly Bar SmartPage = new("p95 ≤ 100 ms", 100);
    public static readonly Bar SmartTotal = new("p95 ≤ 500 ms", 500);
    public static readonly Bar Duplicates = new("p95 ≤ 20 ms", 20);
    public static readonly Bar Analytics = new("p95 ≤ 50 ms", 50);
    public static readonly Bar BlockOne = new("p95 ≤ 15 ms", 15);
    public static readonly Bar DomainGate = new("≤ 50 ms", 50);
    public static readonly Bar DomainRestated = new("≤ 3 s", 3_000);
    public static readonly Bar CheckOne = new("p99 ≤ 1 ms", 1);
    public static readonly Bar CheckMany = new("p99 ≤ 100 ms", 100);
    public static readonly Bar BulkUndo = new("≤ 5 s", 5_000);
    public static readonly Bar ImportRate = new("≥ 5,000 messages/s", 5_000, AtLeast: true);
    public static readonly Bar ImportBytes = new("≥ 60 MB/s", 60, AtLeast: true);
    public static readonly Bar CsvImportRate = new("≥ 20,000 rows/s", 20_000, AtLeast: true);
    public static readonly Bar ExportEmails = new("≥ 250,000 rows/s", 250_000, AtLeast: true);
    public static readonly Bar ExportFields = new("≥ 80,000 rows/s", 80_000, AtLeast: true);
    public static readonly Bar ExportMemory = new("≤ 150 MB", 150);
    public static readonly Bar ImportMemory = new("≤ 300 MB", 300);
    public static readonly Bar Events = new("≥ 2,000 events/s", 2_000, AtLeast: true);
    public static readonly Bar ApiPage = new("p50 ≤ 3 ms", 3);
    public static readonly Bar ApiRate = new("≥ 1,500 requests/s", 1_500, AtLeast: true);
    public static readonly Bar FirstByte = new("p95 ≤ 60 ms", 60);
    public static readonly Bar Repaint = new("p95 ≤ 50 ms", 50);
    public static readonly Bar FirstLoad = new("≤ 80 KB", 80);
    public static readonly Bar Start = new("≤ 2 s", 2_000);
    public static readonly Bar CircuitAction = new("p95 ≤ 60 ms", 60);
    public static readonly Bar CircuitManaged = new("≤ 350 KB", 350);
    public static readonly Bar CircuitResident = new("≤ 750 KB", 750);
}
