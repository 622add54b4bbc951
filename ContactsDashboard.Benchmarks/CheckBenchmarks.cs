using System.Text.Json;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Benchmarks;

/// <summary>The send gate.</summary>
internal sealed class CheckBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const int Many = 10_000;
    private const int OneRuns = 1_000;

    // Of fifty runs the worst would be the 99th percentile.
    private const int ManyRuns = 300;

    public async Task RunAsync()
    {
        var check = server.Get<CheckService>();
        var known = bare.Query("SELECT Value FROM Addresses WHERE OrganizationId = @organization AND Listed = 1 ORDER BY random() LIMIT @limit",
            ("@organization", server.Organization.Value), ("@limit", Many)).ConvertAll(row => (string)row[0]);
        using var one = Entries();
        report.Add("check, 1 recipient", Bars.CheckOne, await Timing.MeasureAsync(
            async run => Answer.Of(await check.CheckAsync(server.Organization, [known[run % Many]], default)),
            run => BareCheck(one, [known[run % Many]]), OneRuns), t => t.P99);
        report.Add($"check, {Many:N0} recipients", Bars.CheckMany, await Timing.MeasureAsync(
            async _ => Answer.Of(await check.CheckAsync(server.Organization, known, default)), _ => BareCheck(one, known), ManyRuns), t => t.P99);
    }

    private Microsoft.Data.Sqlite.SqliteCommand Entries() => bare.Prepare(LedgerSql.EntriesOf,
        ("@organization", server.Organization.Value), ("@scope", 0), ("@values", "[]"));

    // What a program that trusts its input would ask: the entries for these addresses and for their domains.
    private static void BareCheck(Microsoft.Data.Sqlite.SqliteCommand entries, List<string> recipients)
    {
        entries.Parameters["@scope"].Value = (int)SuppressionScope.Email;
        entries.Parameters["@values"].Value = JsonSerializer.Serialize(recipients);
        BareStore.Read(entries);
        entries.Parameters["@scope"].Value = (int)SuppressionScope.Domain;
        entries.Parameters["@values"].Value = JsonSerializer.Serialize(recipients.Select(r => r[(r.IndexOf('@', StringComparison.Ordinal) + 1)..]).Distinct());
        BareStore.Read(entries);
    }
}
