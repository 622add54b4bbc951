using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Duplicates;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Duplicates;

/// <summary>Contacts that share an address: found, opened, removed and brought back.</summary>
public sealed class DuplicateTests
{
    [Fact]
    public async Task List_Channels_CountsWhatIsTooMany()
    {
        await using var store = await CreateAsync();
        await GivenGroupAsync(store, 3, email: "b@x.test");
        await GivenGroupAsync(store, 2, email: "a@x.test", phone: "+4930123456");
        await GivenGroupAsync(store, 1, email: "alone@x.test");

        var page = await ListAsync(store, DuplicateChannel.Email);

        page.Rows.Select(r => (r.Value, r.Contacts)).Should().Equal(("a@x.test", 2), ("b@x.test", 3));
        (page.Email, page.Phone).Should().Be((new DuplicateTotal(2, 3), new DuplicateTotal(1, 1)));
        (await ListAsync(store, DuplicateChannel.Phone)).Rows.Single().Value.Should().Be("+4930123456");
    }

    [Fact]
    public async Task Group_Opened_ShowsWhoSharesTheAddress()
    {
        await using var store = await CreateAsync();
        var ids = await GivenGroupAsync(store, 3, email: "Ann@x.test");
        await store.DeletePersonAsync(ids[1]);
        var row = (await ListAsync(store, DuplicateChannel.Email)).Rows.Single();

        var group = (await store.As<DuplicateService>(Role.Auditor).GroupAsync(store.Organization, row.AddressId, Stop)).Value;

        (group.Count, group.Channel).Should().Be((2, DuplicateChannel.Email));
        group.Contacts.Select(c => c.Id).Should().Equal(ids[0], ids[2]);
    }

    [Theory]
    [InlineData(KeptContact.Earliest, 1)]
    [InlineData(KeptContact.Latest, 0)]
    public async Task Remove_OneGroup_KeepsTheChosenAndComesBackByUndo(KeptContact keep, int kept)
    {
        await using var store = await CreateAsync();
        // The second is the older one: what counts is when a contact was made, not its id.
        var ids = await GivenGroupAsync(store, 3, email: "a@x.test", made: i => i == 1 ? -3 : -i);
        var others = await GivenGroupAsync(store, 2, email: "b@x.test");
        var row = (await ListAsync(store, DuplicateChannel.Email)).Rows[0];

        var (preview, state) = await RemoveAsync(store, new(DuplicateChannel.Email, keep, row.AddressId));

        (preview.Addresses, preview.Counts.Of(BulkOutcome.Pending), state.Counts.Of(BulkOutcome.Done)).Should().Be((1, 2, 2));
        (await LiveAsync(store)).Should().BeEquivalentTo([ids[kept], .. others]);
        await store.ShouldAgreeAsync();
        var report = (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, state.AuditId!.Value, Stop)).Value;
        report.Should().Be(new UndoReport(2, 0, null));
        (await LiveAsync(store)).Should().BeEquivalentTo([.. ids, .. others]);
        (await ListAsync(store, DuplicateChannel.Email)).Email.Should().Be(new DuplicateTotal(2, 3));
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Remove_KeptOneGoneMeanwhile_TheNextStays()
    {
        await using var store = await CreateAsync();
        var ids = await GivenGroupAsync(store, 3, email: "a@x.test");
        var service = store.As<DuplicateService>(Role.Operator);
        var preview = (await service.PreviewAsync(store.Organization, new(DuplicateChannel.Email, KeptContact.Earliest), Stop)).Value;
        await store.As<ProfileService>(Role.Operator).DeleteAsync(store.Organization, ids[0], null, Stop);
        var late = await GivenGroupAsync(store, 1, email: "a@x.test");

        var state = await StartAsync(store, preview.JobId);

        (state.Counts.Of(BulkOutcome.Done), state.Counts.Of(BulkOutcome.NoDuplicate)).Should().Be((1, 1));
        (await LiveAsync(store)).Should().BeEquivalentTo([ids[1], .. late], "a contact that came after the preview was not part of it");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Remove_RestoredSince_UndoLeavesItAlone()
    {
        await using var store = await CreateAsync();
        var ids = await GivenGroupAsync(store, 3, phone: "+4930123456");
        var (_, state) = await RemoveAsync(store, new(DuplicateChannel.Phone, KeptContact.Latest));
        await store.As<ProfileService>(Role.Operator).RestoreAsync(store.Organization, ids[0], Stop);

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, state.AuditId!.Value, Stop)).Value
            .Should().Be(new UndoReport(1, 1, "restored or deleted again since"));
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task OtherOrganisation_SeesAndRemovesNothingOfIt()
    {
        await using var store = await CreateAsync();
        var ids = await GivenGroupAsync(store, 2, email: "a@x.test");
        var address = (await ListAsync(store, DuplicateChannel.Email)).Rows.Single().AddressId;
        var other = await store.GivenOrganizationAsync("other");
        var stranger = store.As<DuplicateService>(await store.GivenMemberAsync(other, "admin@other.example", Role.Admin));

        (await stranger.GroupAsync(other, address, Stop)).Problem.Should().Be(DuplicateService.NotFound);
        (await stranger.PreviewAsync(other, new(DuplicateChannel.Email, KeptContact.Earliest, address), Stop)).Value.Counts.Total.Should().Be(0);
        var listed = (await stranger.ListAsync(other, new(), Stop)).Value;
        (listed.Rows.Count, listed.Email.Surplus).Should().Be((0, 0));
        (await LiveAsync(store)).Should().BeEquivalentTo(ids);
    }

    [Theory]
    [InlineData(Role.Auditor, false)]
    [InlineData(Role.Analyst, false)]
    [InlineData(Role.Operator, true)]
    [InlineData(Role.Admin, true)]
    public async Task Remove_Roles_OnlyForThoseWhoMayDelete(Role role, bool may)
    {
        await using var store = await CreateAsync();
        var service = store.As<DuplicateService>(role);

        (await service.PreviewAsync(store.Organization, new(DuplicateChannel.Email, KeptContact.Earliest), Stop)).IsOk.Should().Be(may);
        (await service.ListAsync(store.Organization, new(), Stop)).IsOk.Should().BeTrue();
    }

    [Fact]
    public async Task List_Impossible_IsRefused()
    {
        await using var store = await CreateAsync();
        var service = store.As<DuplicateService>(Role.Auditor);
        DuplicatesQuery[] wrong = [new() { Page = 0 }, new() { Page = 501 }, new() { Limit = 0 }, new() { Limit = 101 }, new() { Cursor = "nonsense" }];

        foreach (var query in wrong)
            (await service.ListAsync(store.Organization, query, Stop)).Problem!.Code.Should().Be("INVALID_PARAMETER");
    }

    internal static async Task<List<long>> GivenGroupAsync(TestStore store, int count, string? email = null, string? phone = null, Func<int, int>? made = null)
    {
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
        {
            var at = store.Clock.GetUtcNow().AddDays(made?.Invoke(i) ?? i - count);
            ids.Add(await store.GivenPersonAsync(email, phone, "Person", $"{i + 1}", c => c.CreatedAt = at));
        }
        return ids;
    }

    internal static async Task<(DuplicateRemovalPreview Preview, BulkState State)> RemoveAsync(TestStore store, DuplicateRemoval removal)
    {
        var preview = (await store.As<DuplicateService>(Role.Operator).PreviewAsync(store.Organization, removal, Stop)).Value;
        return (preview, await StartAsync(store, preview.JobId));
    }

    private static async Task<BulkState> StartAsync(TestStore store, long job)
    {
        var bulk = store.As<BulkService>(Role.Operator);
        (await bulk.StartAsync(store.Organization, job, Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();
        return (await bulk.StateAsync(store.Organization, job, Stop)).Value;
    }

    private static async Task<DuplicatesList> ListAsync(TestStore store, DuplicateChannel channel) =>
        (await store.As<DuplicateService>(Role.Auditor).ListAsync(store.Organization, new() { Channel = channel }, Stop)).Value;

    internal static async Task<List<long>> LiveAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.Set<Contact>().Where(c => c.OrganizationId == store.Organization.Value && c.DeletedAt == null).Select(c => c.Id).ToListAsync(Stop);
    }
}
