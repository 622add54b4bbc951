using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Contacts;

namespace ContactsDashboard.Benchmarks;

/// <summary>A bulk block of a tenth of all contacts, and its undo.</summary>
internal sealed class BulkBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const int Rounds = 3;

    public async Task RunAsync()
    {
        var domain = (string)bare.Query("SELECT Domain FROM Addresses WHERE OrganizationId = @organization AND Listed = 1 GROUP BY Domain ORDER BY count(*) DESC LIMIT 1",
            ("@organization", server.Organization.Value))[0][0];
        var query = new ContactsQuery { Search = "@" + domain, Status = ContactStatus.Active };
        var (previews, runs, undos, changed) = (new List<double>(), new List<double>(), new List<double>(), 0L);
        for (var round = 0; round < Rounds; round++)
        {
            BulkPreview? preview = null;
            previews.Add(await Timing.OnceAsync(async () =>
                preview = Answer.Of(await server.Get<BulkService>().PreviewAsync(server.Organization, BulkAction.Block, BulkSelection.AllMatching(query), default))));
            BulkState? done = null;
            runs.Add(await Timing.OnceAsync(async () => done = await RunAsync(preview!.JobId)));
            changed = done!.Counts.Of(BulkOutcome.Done);
            undos.Add(await Timing.OnceAsync(async () => Answer.Of(await server.Get<UndoService>().UndoAsync(server.Organization, done.AuditId!.Value, default))));
        }
        report.Add($"bulk block of {changed:N0}: preview", null, new(new(previews), null), t => t.P50);
        report.Add($"bulk block of {changed:N0}: carry out", null, new(new(runs), null), t => t.P50);
        report.Add($"bulk block of {changed:N0}: undo", Bars.BulkUndo, new(new(undos), null), t => t.P50);
    }

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
