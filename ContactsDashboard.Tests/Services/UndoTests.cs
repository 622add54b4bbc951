using System.Text;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Deliverability;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.SuppressionFiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

/// <summary>Undo beside what goes on meanwhile: running jobs, expiries, other people's rights.</summary>
public class UndoTests
{
    [Fact]
    public async Task Undo_OfAnImportThatIsNotOver_WaitsForItsEnd()
    {
        await using var store = await CreateAsync();
        var job = await GivenImportAsync(store, string.Concat(Enumerable.Range(0, 2_300).Select(i => $"p{i}@x.test\n")));
        await RunAndStopAfterAsync(store, JobRunner.Imports, commits: 2);
        var audit = (await ImportAsync(store, job)).AuditId!.Value;
        var undo = store.As<UndoService>(Role.Support);

        (await undo.UndoAsync(store.Organization, audit, Stop)).Problem!.Code.Should().Be("NOT_UNDOABLE");
        (await undo.StartAsync(store.Organization, audit, Stop)).Problem!.Code.Should().Be("NOT_UNDOABLE");
        (await store.As<AuditService>(Role.Support).FindAsync(store.Organization, audit, Stop)).Value.IsUndone.Should().BeFalse();

        await store.RunJobsAsync();
        (await undo.UndoAsync(store.Organization, audit, Stop)).Value.Should().Be(new UndoReport(2_300, 0, null));
    }

    [Fact]
    public async Task Undo_OfWhatIsPartlyForSupport_LeavesTheRestToThem()
    {
        await using var store = await CreateAsync();
        var job = await GivenImportAsync(store, "email,reason\nann@x.test,manual\nbob@x.test,bounced\n");
        await store.RunJobsAsync();
        var audit = (await ImportAsync(store, job)).AuditId!.Value;

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, audit, Stop)).Value
            .Should().Be(new UndoReport(1, 1, UndoWork.NotYours));
        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, audit, Stop)).Value.Reversed.Should().Be(1);
        (await store.MayBeSentToAsync("bob@x.test")).Should().BeTrue();
    }

    [Fact]
    public async Task Undo_OfABlockThatRanOut_SaysSoAndIsOver()
    {
        await using var store = await CreateAsync();
        var edit = new SuppressionEdit(SuppressionScope.Email, "ann@x.test", SuppressionReason.Manual) { ExpiresAt = store.Clock.GetUtcNow().AddHours(1) };
        var added = (await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, edit, false, Stop)).Value;
        store.Clock.Advance(TimeSpan.FromHours(2));
        await store.Get<ExpirySweeper>().SweepAsync(Stop);

        (await store.As<UndoService>(Role.Admin).UndoAsync(store.Organization, added.Change!.AuditId, Stop)).Value
            .Should().Be(new UndoReport(0, 1, "expired since"));
        (await store.As<AuditService>(Role.Admin).FindAsync(store.Organization, added.Change.AuditId, Stop)).Value.CanUndo.Should().BeFalse();
    }

    [Fact]
    public async Task Undo_OfOneValueAddedTwice_KeepsNothing()
    {
        await using var store = await CreateAsync();
        var once = new SuppressionEdit(SuppressionScope.Email, "ann@x.test", SuppressionReason.Manual) { ExpiresAt = store.Clock.GetUtcNow().AddHours(1) };
        var added = (await store.As<SuppressionBatchService>(Role.Operator)
            .AddAsync(store.Organization, [once, once with { ExpiresAt = null }], Stop)).Value;

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, added.Change!.AuditId, Stop)).Value
            .Should().Be(new UndoReport(1, 0, null));
    }

    [Fact]
    public async Task Undo_CutOffAndAskedForAgain_TakesNothingForReleased()
    {
        await using var store = await CreateAsync();
        var edits = new[] { "ann@x.test", "bob@x.test" }.Select(e => new SuppressionEdit(SuppressionScope.Email, e, SuppressionReason.Manual));
        var audit = (await store.As<SuppressionBatchService>(Role.Operator).AddAsync(store.Organization, [.. edits], Stop)).Value.Change!.AuditId;
        await GivenHalfAnUndoAsync(store, audit);

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, audit, Stop)).Value.Should().Be(new UndoReport(1, 0, null));
    }

    [Fact]
    public async Task Cancel_OfSomebodysUndo_IsNotForWhoOnlyReads()
    {
        await using var store = await CreateAsync();
        var blocked = (await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), null, Stop)).Value;
        var job = (await store.As<UndoService>(Role.Operator).StartAsync(store.Organization, blocked.AuditId, Stop)).Value;

        (await store.As<JobService>(Role.Auditor).CancelAsync(store.Organization, job, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<JobService>(Role.Operator).CancelAsync(store.Organization, job, Stop)).IsOk.Should().BeTrue();
    }

    [Fact]
    public async Task Job_WhoseStarterLosesTheRightMeanwhile_Stops()
    {
        await using var store = await CreateAsync();
        var edits = Enumerable.Range(0, 1_800).Select(i => new SuppressionEdit(SuppressionScope.Email, $"p{i}@x.test", SuppressionReason.Bounced));
        await store.As<SuppressionBatchService>(Role.Operator).AddAsync(store.Organization, [.. edits], Stop);
        var service = store.As<ReleaseMatchingService>(Role.Support);
        var preview = (await service.PreviewAsync(store.Organization, new() { Domain = "x.test" }, Stop)).Value;
        var job = (await service.StartAsync(store.Organization, preview, Stop)).Value;
        var writer = store.Get<StoreWriter>();
        void Demote()
        {
            writer.Committed -= Demote;
            using var context = store.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContext();
            var support = store.Person(Role.Support).UserId;
            context.Memberships.Where(m => m.UserId == support).ExecuteUpdate(m => m.SetProperty(x => x.Role, Role.Operator));
        }
        writer.Committed += Demote;

        await store.RunJobsAsync();

        var state = (await service.StateAsync(store.Organization, job, Stop)).Value;
        (state.State, state.Released).Should().Be((JobState.Failed, 500));
    }

    private static async Task<long> GivenImportAsync(TestStore store, string text)
    {
        var service = store.As<SuppressionImportService>(Role.Operator);
        var job = (await service.UploadAsync(store.Organization, "list.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), Stop)).Value;
        var preview = (await service.PreviewAsync(store.Organization, job, SuppressionReason.Manual, Stop)).Value;
        (await service.StartAsync(store.Organization, preview, SuppressionReason.Manual, Stop)).IsOk.Should().BeTrue();
        return job;
    }

    // What a killed process leaves: its record, and the first of the claims taken back.
    private static async Task GivenHalfAnUndoAsync(TestStore store, long audit)
    {
        var scope = (await store.As<AccessService>(Role.Operator).RequireAsync(store.Organization, Permissions.Release, Stop)).Value;
        await store.Get<StoreWriter>().WriteAsync<bool>(store.Organization, async context =>
        {
            var undo = await AuditLog.WriteAsync(context, scope, AuditVerb.Undid, store.Clock.GetUtcNow(), Stop);
            var claim = await context.SuppressionClaims.FirstAsync(c => c.AuditId == audit, Stop);
            await context.ExecuteAsync(LedgerBulkSql.RemoveClaims, Stop, ("@undo", undo.Id), ("@claims", $"[{claim.Id}]"));
            return await context.ExecuteAsync(LedgerBulkSql.EndUnclaimed, Stop, ("@ids", $"[{claim.SuppressionId}]"),
                ("@now", store.Clock.GetUtcNow().UtcTicks), ("@undo", undo.Id)) == 1;
        }, Stop);
    }

    private static async Task<FileImportState> ImportAsync(TestStore store, long job) =>
        (await store.As<SuppressionImportService>(Role.Operator).LatestAsync(store.Organization, 5, Stop)).Value.Single(i => i.JobId == job);

    private static async Task RunAndStopAfterAsync(TestStore store, JobKind[] kinds, int commits)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writer = store.Get<StoreWriter>();
        void Count()
        {
            if (--commits == 0)
                stop.Cancel();
        }
        writer.Committed += Count;
        await store.Invoking(s => s.Get<JobRunner>().RunQueuedAsync(kinds, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        writer.Committed -= Count;
    }
}
