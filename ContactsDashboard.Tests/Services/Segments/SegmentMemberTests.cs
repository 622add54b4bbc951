using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Tests.Services.Segments;

public sealed class SegmentMemberTests
{
    [Fact]
    public async Task AddAndRemove_CountEachAndAreUndone()
    {
        await using var store = await TestStore.CreateAsync();
        var (ann, twin, bob) = (await store.GivenEnteredAsync("ann@x.test"), await store.GivenEnteredAsync("ann@x.test", first: "Twin"), await store.GivenEnteredAsync("bob@x.test"));
        var list = await store.GivenListAsync("List", bob);
        var members = store.As<SegmentMemberService>(Role.Analyst);

        var added = (await members.AddAsync(store.Organization, list.Id, [ann, twin, bob, 999], TestStore.Stop)).Value;
        added.Should().BeEquivalentTo(new { Changed = 1, AlreadySo = 1, SameEmail = 1, NotFound = 1 });
        (await store.MembersAsync(list.Id)).Should().Equal(ann, bob);

        var removed = (await members.RemoveAsync(store.Organization, list.Id, [ann, bob, twin], TestStore.Stop)).Value;
        removed.Should().BeEquivalentTo(new { Changed = 2, AlreadySo = 1 });
        (await store.SegmentAsync(list.Id))!.Members.Should().Be(0);
        await store.ShouldAgreeAsync();

        await members.AddAsync(store.Organization, list.Id, [twin], TestStore.Stop);
        (await store.UndoLastAsync(AuditVerb.RemovedFromSegment)).Should().BeEquivalentTo(new { Reversed = 1, Kept = 1 }, "the twin took the place");
        (await store.MembersAsync(list.Id)).Should().Equal(twin, bob);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task RemoveFrom_AllMatching_IsAJobThatIsUndone()
    {
        await using var store = await TestStore.CreateAsync();
        var ids = new List<long>();
        for (var i = 0; i < 20; i++)
            ids.Add(await store.GivenEnteredAsync($"p{i}@{(i < 15 ? "x" : "y")}.test"));
        var list = await store.GivenListAsync("List", [.. ids]);

        var preview = (await store.As<ContactBulkService>(Role.Analyst).PreviewAsync(store.Organization, new ContactBulkAction.RemoveFrom(list.Id),
            ContactSelection.AllMatching(new() { Segment = list.Id, Filter = "domain:x.test" }), TestStore.Stop)).Value;
        preview.Counts.Of(BulkOutcome.Pending).Should().Be(15);
        (await store.RunAsync(preview.JobId)).Counts.Of(BulkOutcome.Done).Should().Be(15);

        (await store.MembersAsync(list.Id)).Should().Equal(ids.Skip(15));
        (await store.UndoLastAsync(AuditVerb.RemovedFromSegment)).Reversed.Should().Be(15);
        (await store.MembersAsync(list.Id)).Should().Equal(ids);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Freeze_KeepsWhoeverIsInItNow()
    {
        await using var store = await TestStore.CreateAsync();
        var (ann, _) = (await store.GivenEnteredAsync("ann@x.test", with: c => c.Country = "DE"), await store.GivenEnteredAsync("bob@x.test"));
        var dynamic = await store.GivenDynamicAsync("Germans", "country:DE");

        var frozen = (await store.As<SegmentSourceService>(Role.Analyst).FreezeAsync(store.Organization, dynamic.Id, "Germans of today", TestStore.Stop)).Value;
        var copy = (await store.As<SegmentSourceService>(Role.Analyst).CopyAsync(store.Organization, dynamic.Id, "Copy", TestStore.Stop)).Value;
        await store.RunJobsAsync();
        var late = await store.GivenEnteredAsync("zoe@x.test", with: c => c.Country = "DE");

        (await store.MembersAsync(frozen.Segment.Id)).Should().Equal(ann);
        (await store.MembersAsync(copy.Segment.Id)).Should().Equal(ann, late);
        (await store.MembersAsync(dynamic.Id)).Should().Equal(ann, late);
    }

    [Fact]
    public async Task FromAFile_FindsContactsByAddressNumberAndId_AndCountsTheRest()
    {
        await using var store = await TestStore.CreateAsync();
        var (ann, phone, byId) = (await store.GivenEnteredAsync("ann@x.test"), await store.GivenEnteredAsync(phone: "+493023125001"), await store.GivenEnteredAsync("id@x.test"));
        await store.GivenEnteredAsync("ann@x.test", first: "Twin");
        await store.DeletePersonAsync(await store.GivenEnteredAsync("gone@x.test"));
        var text = $"name;Email;Phone\r\nAnn;ANN@x.test;\r\nAnn;ann@x.test;\r\n;;+49 30 23125001\r\nX;nobody@x.test;\r\nG;gone@x.test;\r\n;not an address;\r\n;;\r\n";
        var service = store.As<SegmentSourceService>(Role.Analyst);

        var upload = (await service.UploadAsync(store.Organization, "people.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), TestStore.Stop)).Value;
        var filling = (await service.CreateFromFileAsync(store.Organization, "From a file", upload, TestStore.Stop)).Value;
        await store.RunJobsAsync();

        var state = (await service.FileStateAsync(store.Organization, filling.JobId, TestStore.Stop)).Value;
        state.State.Should().Be(JobState.Done);
        state.Counts.Should().BeEquivalentTo(new { Added = 2, AlreadyIn = 1, SameEmail = 0, NotFound = 2, Unreadable = 1 });
        (await store.MembersAsync(filling.Segment.Id)).Should().Equal(ann, phone);
        Directory.GetFiles(Path.Combine(store.Folder, "uploads")).Should().BeEmpty();
        (await store.UndoLastAsync(AuditVerb.AddedToSegments)).Reversed.Should().Be(2);

        var ids = (await service.UploadAsync(store.Organization, "ids.txt", new MemoryStream(Encoding.UTF8.GetBytes(PublicId.Format(PublicId.Contact, byId))), TestStore.Stop)).Value;
        var second = (await service.CreateFromFileAsync(store.Organization, "By id", ids, TestStore.Stop)).Value;
        await store.RunJobsAsync();
        (await store.MembersAsync(second.Segment.Id)).Should().Equal(byId);
    }

    [Fact]
    public async Task Delete_WithContacts_TakesTheFourStandingsOnly_AndBothComeBack()
    {
        await using var store = await TestStore.CreateAsync();
        var (active, blocked) = (await store.GivenEnteredAsync("ann@x.test"), await store.GivenEnteredAsync("bob@x.test"));
        await store.BlockAsync("bob@x.test");
        var list = await store.GivenListAsync("List", active, blocked);
        var service = store.As<SegmentDeletionService>(Role.Operator);
        (await store.As<SegmentDeletionService>(Role.Analyst).PreviewAsync(store.Organization, list.Id, true, TestStore.Stop)).Problem!.Code.Should().Be("FORBIDDEN");

        var asked = (await service.PreviewAsync(store.Organization, list.Id, true, TestStore.Stop)).Value;
        asked.Contacts!.Counts.Of(BulkOutcome.Pending).Should().Be(1);
        asked.Contacts.Counts.Of(BulkOutcome.NotDeletable).Should().Be(1);
        (await store.As<SegmentDeletionService>(Role.Support).DeleteAsync(store.Organization, list.Id, asked.Contacts.JobId, TestStore.Stop)).Problem!.Code.Should().Be("JOB_NOT_FOUND");
        (await store.SegmentAsync(list.Id)).Should().NotBeNull("both happen or neither");
        (await service.DeleteAsync(store.Organization, list.Id, asked.Contacts.JobId, TestStore.Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();

        (await DeletedAsync(store)).Should().Equal(blocked);
        (await store.UndoLastAsync(AuditVerb.DeletedContacts)).Reversed.Should().Be(1);
        (await store.UndoLastAsync(AuditVerb.DeletedSegment)).Reversed.Should().Be(1);
        (await store.MembersAsync(list.Id)).Should().Equal(active, blocked);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Forget_LetsGoOfWhatNobodyCanUndo()
    {
        await using var store = await TestStore.CreateAsync();
        var ann = await store.GivenEnteredAsync("ann@x.test");
        var (gone, kept) = (await store.GivenListAsync("Gone", ann), await store.GivenListAsync("Kept", ann));
        await store.As<SegmentDeletionService>(Role.Analyst).DeleteAsync(store.Organization, gone.Id, null, TestStore.Stop);
        await store.As<SegmentMemberService>(Role.Analyst).RemoveAsync(store.Organization, kept.Id, [ann], TestStore.Stop);
        var forgetter = store.Get<SegmentForgetter>();

        await forgetter.ForgetAsync(TestStore.Stop);
        (await RowsAsync(store)).Should().Be(2, "both can be undone still");
        store.Clock.Advance(UndoService.Window + TimeSpan.FromMinutes(1));
        await forgetter.ForgetAsync(TestStore.Stop);

        (await RowsAsync(store)).Should().Be(0);
        await store.ShouldAgreeAsync();
    }

    private static async Task<int> RowsAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.SegmentMembers.CountAsync(TestStore.Stop);
    }

    private static async Task<List<long>> DeletedAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.Contacts.Where(c => c.DeletedAt != null).Select(c => c.Id).ToListAsync(TestStore.Stop);
    }
}
