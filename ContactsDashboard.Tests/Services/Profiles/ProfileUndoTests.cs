using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Profiles;

public class ProfileUndoTests
{
    [Fact]
    public async Task Created_IsDeletedUnlessSomebodyChangedItSince()
    {
        await using var store = await CreateAsync();
        var (ann, bob) = (await store.GivenProfileAsync(new() { FirstName = "Ann" }), await store.GivenProfileAsync(new() { FirstName = "Bob" }));
        await store.WhenEditedAsync(bob.ContactId, e => e with { City = "Wien" }, Role.Support);

        (await store.UndoAsync(ann.AuditId!.Value)).Should().Be(new UndoReport(1, 0, null));
        (await store.UndoAsync(bob.AuditId!.Value)).Should().Be(new UndoReport(0, 1, "changed since"));

        (await store.ProfileAsync(ann.ContactId)).Deleted.Should().NotBeNull();
        (await store.ProfileAsync(bob.ContactId)).Deleted.Should().BeNull();
        (await store.ProfileAsync(bob.ContactId)).History[^1].Row.IsUndone.Should().BeFalse("what stood in the way may go");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Edited_ReturnsWhatNobodyChangedSince()
    {
        await using var store = await CreateAsync();
        var id = (await store.GivenProfileAsync(new() { FirstName = "Ann", City = "Linz", Email = "ann@x.test" })).ContactId;
        var edit = await store.WhenEditedAsync(id, e => e with { FirstName = "Anna", City = "Wien", Email = "anna@x.test" });
        await store.WhenEditedAsync(id, e => e with { City = "Graz" }, Role.Support);

        (await store.UndoAsync(edit.AuditId!.Value)).Should().Be(new UndoReport(2, 1, "changed since"));

        (await store.ProfileAsync(id)).Entered.Should().BeEquivalentTo(new { FirstName = "Ann", City = "Graz", Email = "ann@x.test" });
        (await store.ProfileAsync(id)).History[0].Changes.Select(c => c.Label).Should().BeEquivalentTo("name", "email");
        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, edit.AuditId.Value, Stop)).Problem!.Code.Should().Be("NOT_UNDOABLE");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Edited_WhereAFieldIsNoMore_ReturnsTheRest()
    {
        await using var store = await CreateAsync();
        var size = await store.GivenFieldAsync("Size");
        var id = (await store.GivenProfileAsync(new() { FirstName = "Ann", Fields = new Dictionary<string, string> { [size.Key] = "L" } })).ContactId;
        var edit = await store.WhenEditedAsync(id, e => e with { FirstName = "Anna", Fields = new Dictionary<string, string>() });
        await store.As<ContactsDashboard.Services.Fields.FieldService>(Role.Admin).DeleteAsync(store.Organization, size.Id, Stop);

        (await store.UndoAsync(edit.AuditId!.Value)).Should().Be(new UndoReport(1, 1, "changed since"));
        (await store.ProfileAsync(id)).Name.Should().Be("Ann");
    }

    [Fact]
    public async Task DeletedAndRestored_BothGoBackWithTheReason()
    {
        await using var store = await CreateAsync();
        var profiles = store.As<ProfileService>(Role.Operator);
        var id = (await store.GivenProfileAsync(new() { FirstName = "Ann" })).ContactId;
        var deleted = (await profiles.DeleteAsync(store.Organization, id, "double", Stop)).Value;
        var restored = (await profiles.RestoreAsync(store.Organization, id, Stop)).Value;

        (await store.UndoAsync(deleted.AuditId)).Should().Be(new UndoReport(0, 1, "restored or deleted again since"));
        (await store.UndoAsync(restored.AuditId)).Should().Be(new UndoReport(1, 0, null));
        (await store.ProfileAsync(id)).Deleted!.Reason.Should().Be("double");
        await profiles.RestoreAsync(store.Organization, id, Stop);
        var again = (await profiles.DeleteAsync(store.Organization, id, null, Stop)).Value;
        (await store.UndoAsync(again.AuditId)).Reversed.Should().Be(1);
        (await store.ProfileAsync(id)).Deleted.Should().BeNull();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Created_AndRestoredBySomebodySince_Stays()
    {
        await using var store = await CreateAsync();
        var profiles = store.As<ProfileService>(Role.Support);
        var ann = await store.GivenProfileAsync(new() { FirstName = "Ann" });
        await profiles.DeleteAsync(store.Organization, ann.ContactId, null, Stop);
        await profiles.RestoreAsync(store.Organization, ann.ContactId, Stop);

        (await store.UndoAsync(ann.AuditId!.Value)).Should().Be(new UndoReport(0, 1, "changed since"));

        (await store.ProfileAsync(ann.ContactId)).Deleted.Should().BeNull();
    }

    [Fact]
    public async Task Restored_AndChangedBySomebodySince_StaysRestored()
    {
        await using var store = await CreateAsync();
        var profiles = store.As<ProfileService>(Role.Operator);
        var (ann, bob) = ((await store.GivenProfileAsync(new() { FirstName = "Ann" })).ContactId, (await store.GivenProfileAsync(new() { FirstName = "Bob" })).ContactId);
        async Task<long> RestoredAsync(long id)
        {
            await profiles.DeleteAsync(store.Organization, id, null, Stop);
            return (await profiles.RestoreAsync(store.Organization, id, Stop)).Value.AuditId;
        }
        var (edited, again) = (await RestoredAsync(ann), await RestoredAsync(bob));
        var edit = await store.WhenEditedAsync(ann, e => e with { City = "Wien" }, Role.Support);
        await RestoredAsync(bob);

        (await store.UndoAsync(edited)).Should().Be(new UndoReport(0, 1, "changed since"));
        (await store.UndoAsync(again)).Should().Be(new UndoReport(0, 1, "changed since"));

        (await store.ContactsAsync()).Should().OnlyContain(c => c.DeletedAt == null);
        await store.UndoAsync(edit.AuditId!.Value, Role.Support);
        (await store.UndoAsync(edited)).Should().Be(new UndoReport(1, 0, null), "nothing stands in the way any more");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Undo_IsForWhoeverCouldDoTheReverse()
    {
        await using var store = await CreateAsync();
        var done = await store.GivenProfileAsync(new() { FirstName = "Ann" });

        (await store.As<UndoService>(Role.Analyst).UndoAsync(store.Organization, done.AuditId!.Value, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        store.Clock.Advance(TimeSpan.FromDays(31));
        (await store.As<UndoService>(Role.Admin).UndoAsync(store.Organization, done.AuditId.Value, Stop)).Problem!.Code.Should().Be("NOT_UNDOABLE");
    }

    [Fact]
    public async Task BulkDelete_ReturnsAllThatAreStillDeletedByIt()
    {
        await using var store = await CreateAsync();
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
            ids.Add((await store.GivenProfileAsync(new() { Email = $"c{i}@x.test" })).ContactId);
        var audit = await BulkAsync(store, AuditVerb.DeletedContacts, ids.Count, (context, entry) => context.Contacts.Where(c => ids.Contains(c.Id))
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.DeletedAt, store.Clock.GetUtcNow()).SetProperty(x => x.DeletedByAuditId, entry), Stop));
        await store.As<ProfileService>(Role.Operator).RestoreAsync(store.Organization, ids[0], Stop);

        (await store.UndoAsync(audit)).Should().Be(new UndoReport(4, 1, "restored or deleted again since"));

        (await store.ContactsAsync()).Should().OnlyContain(c => c.DeletedAt == null && c.DeletedByAuditId == null);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task AddedToSegments_RemovesTheMembersItAdded()
    {
        await using var store = await CreateAsync();
        var (one, two) = ((await store.GivenProfileAsync(new() { FirstName = "One" })).ContactId, (await store.GivenProfileAsync(new() { FirstName = "Two" })).ContactId);
        var segment = await store.GivenCategoryAsync("Any");
        var audit = await BulkAsync(store, AuditVerb.AddedToSegments, 2, async (context, entry) =>
        {
            context.SegmentMembers.AddRange(new() { SegmentId = segment, ContactId = one, AuditId = entry }, new() { SegmentId = segment, ContactId = two, AuditId = entry });
            await context.SaveChangesAsync(Stop);
        });
        await store.WhenEditedAsync(two, e => e with { Categories = [] });

        (await store.UndoAsync(audit, Role.Analyst)).Should().Be(new UndoReport(1, 1, "removed since"));

        await using var after = await store.OpenAsync();
        (await after.SegmentMembers.CountAsync(Stop)).Should().Be(0);
    }

    private static async Task<long> BulkAsync(TestStore store, AuditVerb verb, long count, Func<ContactsDashboard.Data.DashboardDbContext, long, Task> work)
    {
        await using var context = await store.OpenAsync();
        var entry = new AuditEntry { OrganizationId = store.Organization.Value, At = store.Clock.GetUtcNow(), Actor = "operator@acme.example", Verb = verb, Count = count };
        context.Audit.Add(entry);
        await context.SaveChangesAsync(Stop);
        await work(context, entry.Id);
        return entry.Id;
    }
}
