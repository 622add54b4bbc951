using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.ContactImports;

public sealed class ImportUndoTests
{
    [Fact]
    public async Task Undo_TakesBackWhatNobodyWorkedWithSince_AndLeavesTheBlocks()
    {
        await using var store = await CreateAsync();
        var list = (await store.As<SegmentService>(Role.Admin).CreateListAsync(store.Organization, "Spring", Stop)).Value.Id;
        await store.GivenEnteredAsync("known@x.test", first: "Old", last: "Name");
        await store.GivenEnteredAsync("edited@x.test", first: "Old");
        await store.GivenEnteredAsync("gone@x.test", first: "Gone", with: c => (c.DeletedAt, c.DeletedBy, c.DeletedReason) = (store.Clock.GetUtcNow(), "me", "moved"));
        var before = await store.PeopleAsync();
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        var state = await store.ImportAsync("email,first name,city,status\nknown@x.test,New,Graz,\nedited@x.test,New,Graz,\ngone@x.test,Back,,\nnew@x.test,N,,unsubscribed\nkept@x.test,K,,\n",
            o => o with { Columns = ["email", "firstName", "city", "status"], RestoresDeleted = true, Segments = [list] });
        state.Applied!.Changed.Should().Be(5);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await EditAsync(store, "edited@x.test", e => e with { FirstName = "Mine" });
        await EditAsync(store, "kept@x.test", e => e with { LastName = "Mine" });

        var report = (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, state.AuditId!.Value, Stop)).Value;

        report.Should().Be(new UndoReport(4, 1, "changed since"));
        var after = await store.PeopleAsync();
        after.Should().Contain(before.Single(p => p.StartsWith("known", StringComparison.Ordinal))).And.Contain(before.Single(p => p.StartsWith("gone", StringComparison.Ordinal)));
        after.Single(p => p.StartsWith("edited", StringComparison.Ordinal)).Should().Contain("|Mine|").And.NotContain("Graz");
        after.Single(p => p.StartsWith("new", StringComparison.Ordinal)).Split('|')[11].Should().Be("1", "it is deleted");
        after.Single(p => p.StartsWith("kept", StringComparison.Ordinal)).Split('|')[11].Should().Be("0");
        (await store.MayBeSentToAsync("new@x.test")).Should().BeFalse("what an import blocked stays blocked");
        await using var context = await store.OpenAsync();
        (await context.SegmentMembers.CountAsync(Stop)).Should().Be(0);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Undo_OfChangedAddresses_GoesBackToThem()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var contact = (await store.RowAsync("ann@x.test")).ContactId!.Value;
        await EditAsync(store, "ann@x.test", e => e with { ExternalId = "1", Phone = "+442079460000" });
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        var state = await store.ImportAsync("external id,email,phone\n1,ann@new.test,+442079460001\n", o => o with { Unique = UniqueField.ExternalId });
        (await store.RowAsync("ann@x.test")).ContactId.Should().NotBe(contact, "an address with conversations has a contact");

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, state.AuditId!.Value, Stop)).Value.Should().Be(new UndoReport(1, 0, null));

        (await store.RowAsync("ann@x.test")).ContactId.Should().Be(contact);
        (await store.PeopleAsync()).Should().ContainSingle().Which.Should().StartWith("ann@x.test|-|+442079460000|1|");
        await store.ShouldAgreeAsync();
    }

    private static async Task EditAsync(TestStore store, string email, Func<ProfileEdit, ProfileEdit> change)
    {
        await using var context = await store.OpenAsync();
        var contact = await context.Contacts.SingleAsync(c => context.Addresses.Any(a => a.Id == c.EmailAddressId && a.Value == email), Stop);
        var profiles = store.As<ProfileService>(Role.Operator);
        var entered = (await profiles.GetAsync(store.Organization, contact.Id, Stop)).Value.Entered;
        (await profiles.EditAsync(store.Organization, contact.Id, change(entered), contact.UpdatedAt, Stop)).Problem.Should().BeNull();
    }
}
