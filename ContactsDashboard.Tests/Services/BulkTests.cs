using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class BulkTests
{
    [Fact]
    public async Task Block_AllMatching_DoesExactlyThePreviewedSet()
    {
        await using var store = await CreateAsync();
        for (var i = 0; i < 30; i++)
            await store.GivenContactAsync($"p{i:00}@shop.example");
        await store.GivenContactAsync("ann@other.example");
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("p00@shop.example"), null, Stop);
        var bulk = store.As<BulkService>(Role.Operator);

        var preview = (await bulk.PreviewAsync(store.Organization, BulkAction.Block, BulkSelection.AllMatching(new() { Search = "SHOP" }), Stop)).Value;
        await store.GivenContactAsync("late@shop.example");
        await bulk.StartAsync(store.Organization, preview.JobId, Stop);
        await store.RunJobsAsync();

        (preview.Counts.Total, preview.Counts.Of(BulkOutcome.Pending), preview.Counts.Of(BulkOutcome.AlreadySo)).Should().Be((30, 29, 1));
        var state = (await bulk.StateAsync(store.Organization, preview.JobId, Stop)).Value;
        (state.State, state.Counts.Of(BulkOutcome.Done), state.Counts.Skipped).Should().Be((JobState.Done, 29, 1));
        (await store.ListedAsync(ContactStatus.Active)).Should().Equal("ann@other.example", "late@shop.example");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Undo_OfABulkBlock_RestoresTheLedgerAndKeepsOthersBlocks()
    {
        await using var store = await CreateAsync();
        var rows = new List<long>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            await store.GivenContactAsync($"{name}@x.test");
            rows.Add((await store.RowAsync($"{name}@x.test")).AddressId);
        }
        var audit = await RunAsync(store, Role.Operator, BulkAction.Block, BulkSelection.Of(rows));
        await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, Email("b@x.test"), DomainRelease.Exempt, Stop);
        await store.As<BlockService>(Role.Support).BlockEmailAsync(store.Organization, Email("b@x.test"), null, Stop);

        var report = (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, audit, Stop)).Value;

        (report.Reversed, report.Kept, report.WhyKept).Should().Be((2, 1, "released since"));
        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("b@x.test");
        await store.ShouldAgreeAsync();
        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, audit, Stop)).Problem!.Code.Should().Be("NOT_UNDOABLE");
    }

    [Fact]
    public async Task Release_Many_SkipsGuardedAndDomainAndUndoesWhole()
    {
        await using var store = await CreateAsync();
        foreach (var email in new[] { "manual@x.test", "bounced@x.test", "domain@y.test", "active@x.test" })
            await store.GivenContactAsync(email);
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("manual@x.test"), null, Stop);
        await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, new(SuppressionScope.Email, "bounced@x.test", SuppressionReason.Bounced), false, Stop);
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "y.test", [], null, Stop);

        var audit = await RunAsync(store, Role.Operator, BulkAction.Release, BulkSelection.AllMatching(new()));

        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("bounced@x.test", "domain@y.test");
        var report = (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, audit, Stop)).Value;
        (report.Reversed, report.Kept).Should().Be((1, 0));
        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("bounced@x.test", "domain@y.test", "manual@x.test");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Start_BySomebodyElse_IsRefused()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var preview = await store.As<BulkService>(Role.Operator).PreviewAsync(store.Organization, BulkAction.Block, BulkSelection.AllMatching(new()), Stop);

        (await store.As<BulkService>(Role.Auditor).StartAsync(store.Organization, preview.Value.JobId, Stop)).IsOk.Should().BeFalse();
        (await store.As<BulkService>(Role.Auditor).PreviewAsync(store.Organization, BulkAction.Block, BulkSelection.AllMatching(new()), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    [Fact]
    public async Task Job_LeftRunningByAKilledProcess_IsTakenUpAndDoneOnce()
    {
        await using var store = await CreateAsync();
        for (var i = 0; i < 10; i++)
            await store.GivenContactAsync($"p{i}@x.test");
        var bulk = store.As<BulkService>(Role.Operator);
        var preview = await bulk.PreviewAsync(store.Organization, BulkAction.Block, BulkSelection.AllMatching(new()), Stop);
        await bulk.StartAsync(store.Organization, preview.Value.JobId, Stop);
        await using (var context = await store.OpenAsync())
        {
            context.Jobs.Single(j => j.Id == preview.Value.JobId).State = JobState.Running;
            await context.SaveChangesAsync(Stop);
        }

        await store.RunJobsAsync();
        (await store.ListedAsync(ContactStatus.Blocked)).Should().BeEmpty("it belongs to the other process");
        await store.Get<JobRunner>().RecoverAsync(Stop);
        await store.RunJobsAsync();

        (await store.ListedAsync(ContactStatus.Blocked)).Should().HaveCount(10);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Block_WhoIsBlockedUntilTomorrow_BlocksForGoodAndUndoesToTomorrow()
    {
        await using var store = await CreateAsync();
        var until = store.Clock.GetUtcNow().AddDays(1);
        foreach (var (email, reason) in new[] { ("ann@x.test", SuppressionReason.Manual), ("bob@x.test", SuppressionReason.Bounced) })
        {
            await store.GivenContactAsync(email);
            await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization,
                new(SuppressionScope.Email, email, reason) { ExpiresAt = until }, false, Stop);
        }
        var bulk = store.As<BulkService>(Role.Operator);
        var preview = (await bulk.PreviewAsync(store.Organization, BulkAction.Block, BulkSelection.AllMatching(new()), Stop)).Value;
        await bulk.StartAsync(store.Organization, preview.JobId, Stop);
        await store.RunJobsAsync();

        preview.Counts.Of(BulkOutcome.Pending).Should().Be(2);
        var audit = (await bulk.StateAsync(store.Organization, preview.JobId, Stop)).Value.AuditId!.Value;
        await store.ShouldAgreeAsync();
        (await LastsAsync()).Should().BeEquivalentTo(new DateTimeOffset?[] { null, null, until });
        await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, audit, Stop);
        (await LastsAsync()).Should().Equal(until, until);
        await store.ShouldAgreeAsync();

        async Task<IEnumerable<DateTimeOffset?>> LastsAsync() =>
            (await store.As<SuppressionListService>(Role.Auditor).ListAsync(store.Organization, new(), Stop)).Value.Rows.Select(r => r.ExpiresAt);
    }

    [Fact]
    public async Task Undo_ByWhoMayNotReverse_IsRefused()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@x.test");
        var added = await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, new(SuppressionScope.Email, ann.Value, SuppressionReason.Complained), false, Stop);
        var audit = added.Value.Change!.AuditId;

        (await store.As<UndoService>(Role.Auditor).UndoAsync(store.Organization, audit, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        var byOperator = (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, audit, Stop)).Value;
        (byOperator.Reversed, byOperator.Kept).Should().Be((0, 1));
        (await store.MayBeSentToAsync(ann.Value)).Should().BeFalse();
        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, audit, Stop)).Value.Reversed.Should().Be(1);
        (await store.MayBeSentToAsync(ann.Value)).Should().BeTrue();
    }

    [Fact]
    public async Task Undo_After30Days_IsRefused()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@x.test");
        var blocked = await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, ann, null, Stop);

        store.Clock.Advance(TimeSpan.FromDays(31));

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, blocked.Value.AuditId, Stop)).Problem!.Code.Should().Be("NOT_UNDOABLE");
    }

    [Fact]
    public async Task Preview_NeverStarted_IsForgottenAfterADay()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var bulk = store.As<BulkService>(Role.Operator);
        await bulk.PreviewAsync(store.Organization, BulkAction.Block, BulkSelection.AllMatching(new()), Stop);
        store.Clock.Advance(TimeSpan.FromDays(2));
        var recent = await bulk.PreviewAsync(store.Organization, BulkAction.Block, BulkSelection.AllMatching(new()), Stop);

        await store.Get<JobRunner>().ForgetPreviewsAsync(Stop);

        await using var context = await store.OpenAsync();
        context.Jobs.Select(j => j.Id).Should().Equal(recent.Value.JobId);
        context.JobItems.Select(i => i.JobId).Should().Equal(recent.Value.JobId);
    }

    private static async Task<long> RunAsync(TestStore store, Role role, BulkAction action, BulkSelection selection)
    {
        var bulk = store.As<BulkService>(role);
        var preview = await bulk.PreviewAsync(store.Organization, action, selection, Stop);
        await bulk.StartAsync(store.Organization, preview.Value.JobId, Stop);
        await store.RunJobsAsync();
        return (await bulk.StateAsync(store.Organization, preview.Value.JobId, Stop)).Value.AuditId!.Value;
    }
}
