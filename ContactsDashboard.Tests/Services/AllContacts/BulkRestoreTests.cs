using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.AllContacts;

public sealed class BulkRestoreTests
{
    [Fact]
    public async Task Restore_AllMatching_BringsThemBackWithTheirStandingAndUndoDeletesThemAsTheyWere()
    {
        await using var store = await CreateAsync();
        var ids = await GivenDeletedAsync(store, 3);
        await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, "p1@x.test", SuppressionReason.Bounced), false, Stop);
        var before = await DeletionsAsync(store);
        store.Clock.Advance(TimeSpan.FromHours(1));

        var done = await RunAsync(store, ContactSelection.AllMatching(new() { Deleted = true }));

        done.Counts.ByOutcome.Should().BeEquivalentTo(new Dictionary<BulkOutcome, long> { [BulkOutcome.Done] = 3 });
        (await DeletionsAsync(store)).Should().BeEmpty();
        (await store.MayBeSentToAsync("p1@x.test")).Should().BeFalse();
        await store.ShouldAgreeAsync();
        (await store.ProfileAsync(ids[0])).History.Should().Contain(e => e.Row.Verb == AuditVerb.RestoredContacts);

        (await store.UndoAsync(done.AuditId!.Value)).Should().BeEquivalentTo(new UndoReport(3, 0, null));
        (await DeletionsAsync(store)).Should().BeEquivalentTo(before);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Restore_OfWhoIsThereAgain_IsSkippedAndUndoLeavesWhoWasEdited()
    {
        await using var store = await CreateAsync();
        var ids = await GivenDeletedAsync(store, 3);
        var preview = await PreviewAsync(store, ContactSelection.Of(ids));
        await store.As<ProfileService>(Role.Operator).RestoreAsync(store.Organization, ids[0], Stop);

        var done = await RunAsync(store, preview.JobId);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await store.WhenEditedAsync(ids[1], e => e with { City = "Graz" });

        done.Counts.ByOutcome.Should().BeEquivalentTo(new Dictionary<BulkOutcome, long> { [BulkOutcome.Done] = 2, [BulkOutcome.AlreadySo] = 1 });
        (await store.UndoAsync(done.AuditId!.Value)).Should().BeEquivalentTo(new { Reversed = 1, Kept = 1 });
        (await DeletionsAsync(store)).Keys.Should().Equal(ids[2]);
    }

    [Fact]
    public async Task Restore_Preview_SaysWhoWillBeThereTwiceAndWhatThePlanMakesOfIt()
    {
        await using var store = await CreateAsync();
        var ids = await GivenDeletedAsync(store, 2);
        await store.GivenProfileAsync(new() { Email = "p0@x.test" });
        await store.As<PlanService>(Role.Admin).ChangeAsync(store.Organization, new(2, "EUR"), Stop);

        var preview = await PreviewAsync(store, ContactSelection.Of(ids));

        preview.Sharing.Should().Be(1);
        preview.Plan.Should().Be(new PlanRoom(2, 3));
        (await store.As<ContactBulkService>(Role.Analyst).PreviewAsync(store.Organization, new ContactBulkAction.Restore(), ContactSelection.Of(ids), Stop))
            .Problem!.Code.Should().Be("FORBIDDEN");
    }

    private static async Task<List<long>> GivenDeletedAsync(TestStore store, int count)
    {
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
        {
            ids.Add((await store.GivenProfileAsync(new() { FirstName = $"P{i}", Email = $"p{i}@x.test" })).ContactId);
            await store.As<ProfileService>(Role.Operator).DeleteAsync(store.Organization, ids[i], i == 1 ? "bounces" : null, Stop);
        }
        return ids;
    }

    private static async Task<Dictionary<long, (DateTimeOffset?, string?, string?, long?)>> DeletionsAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.Contacts.Where(c => c.DeletedAt != null).ToDictionaryAsync(c => c.Id, c => (c.DeletedAt, c.DeletedBy, c.DeletedReason, c.DeletedByAuditId), Stop);
    }

    private static async Task<ContactBulkPreview> PreviewAsync(TestStore store, ContactSelection selection) =>
        (await store.As<ContactBulkService>(Role.Operator).PreviewAsync(store.Organization, new ContactBulkAction.Restore(), selection, Stop)).Value;

    private static async Task<BulkState> RunAsync(TestStore store, ContactSelection selection) => await RunAsync(store, (await PreviewAsync(store, selection)).JobId);

    private static async Task<BulkState> RunAsync(TestStore store, long job)
    {
        (await store.As<BulkService>(Role.Operator).StartAsync(store.Organization, job, Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();
        return (await store.As<BulkService>(Role.Operator).StateAsync(store.Organization, job, Stop)).Value;
    }
}
