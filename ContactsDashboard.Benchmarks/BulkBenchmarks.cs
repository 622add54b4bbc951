using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;

namespace ContactsDashboard.Benchmarks;

/// <summary>A bulk block of 100,000 contacts from all over the list, and its undo, which must leave the ledger exactly as it was.</summary>
internal sealed class BulkBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const int Rounds = 3;

    private const int Size = 100_000;

    public async Task RunAsync()
    {
        var ids = bare.Query("SELECT Id FROM Addresses WHERE OrganizationId = @organization AND Listed = 1 AND Blocked = 0 ORDER BY Id * 7919 % 999983 LIMIT " + Size,
            ("@organization", server.Organization.Value)).ConvertAll(row => (long)row[0]);
        var before = Fingerprint();
        var (previews, runs, undos, changed) = (new List<double>(), new List<double>(), new List<double>(), 0L);
        for (var round = 0; round < Rounds; round++)
        {
            BulkPreview? preview = null;
            previews.Add(await Timing.OnceAsync(async () =>
                preview = Answer.Of(await server.Get<BulkService>().PreviewAsync(server.Organization, BulkAction.Block, BulkSelection.Of(ids), default))));
            BulkState? done = null;
            runs.Add(await Timing.OnceAsync(async () => done = await RunAsync(preview!.JobId)));
            changed = done!.Counts.Of(BulkOutcome.Done);
            undos.Add(await Timing.OnceAsync(async () => Answer.Of(await server.Get<UndoService>().UndoAsync(server.Organization, done.AuditId!.Value, default))));
            if (Fingerprint() != before)
                throw new InvalidOperationException("The undo left the ledger or the flags other than they were.");
        }
        report.Add($"bulk block of {changed:N0}: preview", null, new(new(previews), null), t => t.P50);
        report.Add($"bulk block of {changed:N0}: carry out", null, new(new(runs), null), t => t.P50);
        report.Add($"bulk block of {changed:N0}: undo, everything exactly as before", Bars.BulkUndo, new(new(undos), null), t => t.P50);
    }

    // Which entries, claims and exceptions stand, until when, and which addresses count as blocked.
    private string Fingerprint() => string.Join('|', bare.Query("""
        SELECT count(*), sum(Id), sum(coalesce(ExpiresAt, 0) % 1000003) FROM Suppressions WHERE EndedAt IS NULL
        UNION ALL SELECT count(*), sum(Id), sum(SuppressionId) FROM SuppressionClaims WHERE RemovedByAuditId IS NULL
        UNION ALL SELECT count(*), sum(Id), sum(SuppressionId) FROM SuppressionExceptions WHERE RemovedByAuditId IS NULL
        UNION ALL SELECT count(*), sum(Id), sum(Listed) FROM Addresses WHERE Blocked = 1
        UNION ALL SELECT sum(Count), sum(Count * Blocked), count(*) FROM ContactCounts
        """).SelectMany(row => row));

    private async Task<BulkState> RunAsync(long job)
    {
        var bulk = server.Get<BulkService>();
        Answer.Of(await bulk.StartAsync(server.Organization, job, default));
        while (true)
        {
            var state = Answer.Of(await bulk.StateAsync(server.Organization, job, default));
            if (state.State == JobState.Done)
                return state;
            if (state.State is JobState.Failed or JobState.Cancelled)
                throw new InvalidOperationException(state.Error);
            await Task.Delay(20);
        }
    }
}
