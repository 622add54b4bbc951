using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Tests.Services.AllContacts;

public sealed class ContactBulkTests
{
    [Fact]
    public async Task Delete_AllMatching_TakesOnlyTheFourStandingsAndIsUndone()
    {
        await using var store = await TestStore.CreateAsync();
        var ids = await GivenOfEachAsync(store);

        var preview = await PreviewAsync(store, new ContactBulkAction.Delete("gone", ContactRail.None), ContactSelection.AllMatching(new() { Search = "x.test" }));

        preview.Counts.Of(BulkOutcome.Pending).Should().Be(4);
        preview.Counts.Of(BulkOutcome.NotDeletable).Should().Be(1);
        preview.ActiveElsewhere.Should().Be(1);
        (await DeletedAsync(store)).Should().BeEmpty();
        var done = await RunAsync(store, preview.JobId);
        done.Counts.Of(BulkOutcome.Done).Should().Be(4);
        (await DeletedAsync(store)).Should().BeEquivalentTo(ids.Where(i => i.Key != "active").Select(i => i.Value));
        await store.ShouldAgreeAsync();

        var undone = await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, done.AuditId!.Value, TestStore.Stop);
        undone.Value.Reversed.Should().Be(4);
        (await DeletedAsync(store)).Should().BeEmpty();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Delete_WithATooLongReason_IsRefused()
    {
        await using var store = await TestStore.CreateAsync();

        var refused = await store.As<ContactBulkService>(Role.Operator).PreviewAsync(store.Organization,
            new ContactBulkAction.Delete(new('x', 501), ContactRail.None), ContactSelection.Of([]), TestStore.Stop);

        refused.Problem!.Field.Should().Be("reason");
    }

    [Fact]
    public async Task Delete_OnAPhoneRail_DecidesByThePhone()
    {
        await using var store = await TestStore.CreateAsync();
        var id = await store.GivenEnteredAsync("ann@x.test", "+493023125001");
        await SuppressAsync(store, SuppressionScope.Phone, "+493023125001", SuppressionReason.Manual);

        var byEmail = await PreviewAsync(store, new ContactBulkAction.Delete(null, ContactRail.None), ContactSelection.Of([id]));
        var byPhone = await PreviewAsync(store, new ContactBulkAction.Delete(null, ContactRail.PhoneBlacklisted), ContactSelection.Of([id]));

        byEmail.Counts.Of(BulkOutcome.NotDeletable).Should().Be(1);
        byPhone.Counts.Of(BulkOutcome.Pending).Should().Be(1);
        byPhone.ActiveElsewhere.Should().Be(1);
    }

    [Fact]
    public async Task Delete_ReleasedAfterThePreview_IsLeft()
    {
        await using var store = await TestStore.CreateAsync();
        var id = await store.GivenEnteredAsync("ann@x.test");
        var entry = await SuppressAsync(store, SuppressionScope.Email, "ann@x.test", SuppressionReason.Manual);
        var preview = await PreviewAsync(store, new ContactBulkAction.Delete(null, ContactRail.None), ContactSelection.Of([id]));
        await store.As<SuppressionService>(Role.Admin).DeleteAsync(store.Organization, entry, TestStore.Stop);

        var done = await RunAsync(store, preview.JobId);

        done.Counts.Of(BulkOutcome.NotDeletable).Should().Be(1);
        (await DeletedAsync(store)).Should().BeEmpty();
    }

    [Fact]
    public async Task AddTo_TwoOfOneAddress_SecondIsLeftOutAndUndoTakesThemBack()
    {
        await using var store = await TestStore.CreateAsync();
        long[] ids = [await store.GivenEnteredAsync("ann@x.test"), await store.GivenEnteredAsync("ann@x.test"), await store.GivenEnteredAsync(phone: "+493023125001"), await store.GivenEnteredAsync("bob@x.test")];
        var segments = store.As<SegmentService>(Role.Analyst);
        long[] lists = [(await segments.CreateListAsync(store.Organization, "One", TestStore.Stop)).Value.Id, (await segments.CreateListAsync(store.Organization, "Two", TestStore.Stop)).Value.Id];

        var first = await RunAsync(store, (await PreviewAsync(store, new ContactBulkAction.AddTo(lists), ContactSelection.Of(ids), Role.Analyst)).JobId, Role.Analyst);
        var again = await PreviewAsync(store, new ContactBulkAction.AddTo(lists), ContactSelection.Of(ids), Role.Analyst);

        first.Counts.ByOutcome.Should().BeEquivalentTo(new Dictionary<BulkOutcome, long> { [BulkOutcome.Done] = 3, [BulkOutcome.SameEmail] = 1 });
        again.Counts.Of(BulkOutcome.AlreadySo).Should().Be(3);
        again.Counts.Of(BulkOutcome.SameEmail).Should().Be(1);
        (await MembersAsync(store)).Should().Be(6);
        (await store.As<UndoService>(Role.Analyst).UndoAsync(store.Organization, first.AuditId!.Value, TestStore.Stop)).IsOk.Should().BeTrue();
        (await MembersAsync(store)).Should().Be(0);
    }

    [Fact]
    public async Task Selection_OfAnotherOrganisation_FreezesNothing()
    {
        await using var store = await TestStore.CreateAsync();
        var id = await store.GivenEnteredAsync("ann@x.test", confirmation: Confirmation.Asked);
        var other = await store.GivenOrganizationAsync("other");
        var stranger = await store.GivenMemberAsync(other, "eve@other.test", Role.Admin);

        var preview = await store.As<ContactBulkService>(stranger).PreviewAsync(other, new ContactBulkAction.Delete(null, ContactRail.None), ContactSelection.Of([id]), TestStore.Stop);

        preview.Value.Counts.Total.Should().Be(0);
    }

    [Fact]
    public async Task Segments_NamesAreOnceAndNotEmpty()
    {
        await using var store = await TestStore.CreateAsync();
        var segments = store.As<SegmentService>(Role.Analyst);
        await segments.CreateListAsync(store.Organization, "  Müller ", TestStore.Stop);

        (await segments.CreateListAsync(store.Organization, "MÜLLER", TestStore.Stop)).Problem!.Code.Should().Be("SEGMENT_EXISTS");
        (await segments.CreateListAsync(store.Organization, " ", TestStore.Stop)).Problem!.Code.Should().Be("VALIDATION_ERROR");
        (await segments.ListAsync(store.Organization, SegmentKind.List, TestStore.Stop)).Value.Should().ContainSingle().Which.Name.Should().Be("Müller");
    }

    [Fact]
    public async Task Export_AllFields_HasStandingAndReasonAndRunsNoFormula()
    {
        await using var store = await TestStore.CreateAsync();
        await GivenOfEachAsync(store);
        await store.GivenEnteredAsync(phone: "+493023125009", first: "=SUM(1)");
        var export = await store.As<ContactExportService>(Role.Analyst).ExportAsync(store.Organization, new() { Sort = AllContactsSort.Created, Descending = false }, TestStore.Stop);
        using var all = new MemoryStream();
        using var emails = new MemoryStream();

        await export.Value.WriteAsync(all, new(AllFields: true, SpreadsheetSafe: true), TestStore.Stop);
        var again = await store.As<ContactExportService>(Role.Analyst).ExportAsync(store.Organization, new(), TestStore.Stop);
        await again.Value.WriteAsync(emails, new(AllFields: false, SpreadsheetSafe: false), TestStore.Stop);

        Encoding.UTF8.GetString(all.ToArray()).Should().Contain("complained@x.test").And.Contain("spam_report,complained").And.Contain("'=SUM(1)").And.Contain("+493023125009");
        Encoding.UTF8.GetString(emails.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(6).And.StartWith("email\r");
    }

    private static async Task<Dictionary<string, long>> GivenOfEachAsync(TestStore store)
    {
        var ids = new Dictionary<string, long>
        {
            ["active"] = await store.GivenEnteredAsync("active@x.test"), ["complained"] = await store.GivenEnteredAsync("complained@x.test", "+493023125002"),
            ["unsubscribed"] = await store.GivenEnteredAsync("unsubscribed@x.test"), ["manual"] = await store.GivenEnteredAsync("manual@x.test"),
            ["asked"] = await store.GivenEnteredAsync("asked@x.test", confirmation: Confirmation.Asked),
        };
        await SuppressAsync(store, SuppressionScope.Email, "complained@x.test", SuppressionReason.Complained);
        await SuppressAsync(store, SuppressionScope.Email, "unsubscribed@x.test", SuppressionReason.Unsubscribed);
        await SuppressAsync(store, SuppressionScope.Email, "manual@x.test", SuppressionReason.Manual);
        return ids;
    }

    private static async Task<long> SuppressAsync(TestStore store, SuppressionScope scope, string value, SuppressionReason reason) =>
        (await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(scope, value, reason), false, TestStore.Stop)).Value.Entry.Id;

    private static async Task<ContactBulkPreview> PreviewAsync(TestStore store, ContactBulkAction action, ContactSelection selection, Role role = Role.Operator) =>
        (await store.As<ContactBulkService>(role).PreviewAsync(store.Organization, action, selection, TestStore.Stop)).Value;

    private static async Task<BulkState> RunAsync(TestStore store, long job, Role role = Role.Operator)
    {
        (await store.As<BulkService>(role).StartAsync(store.Organization, job, TestStore.Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();
        return (await store.As<BulkService>(role).StateAsync(store.Organization, job, TestStore.Stop)).Value;
    }

    private static async Task<List<long>> DeletedAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.Contacts.Where(c => c.DeletedAt != null).Select(c => c.Id).ToListAsync(TestStore.Stop);
    }

    private static async Task<int> MembersAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.SegmentMembers.CountAsync(TestStore.Stop);
    }
}
