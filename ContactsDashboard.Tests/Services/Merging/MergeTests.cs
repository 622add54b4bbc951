using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Merging;
using ContactsDashboard.Services.Orders;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Services.Profiles;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Merging;

public sealed class MergeTests
{
    [Fact]
    public async Task Merge_ByDefault_KeepsTheEarliestWithTheLatestValuesAndEverythingElse()
    {
        await using var store = await CreateAsync();
        var news = await store.GivenCategoryAsync("News");
        var first = (await store.GivenProfileAsync(new() { FirstName = "Ann", City = "Linz", Email = "ann@x.test" })).ContactId;
        store.Clock.Advance(TimeSpan.FromHours(1));
        var second = (await store.GivenProfileAsync(new() { FirstName = "Anna", LastName = "Berg", Email = "ann@x.test", Categories = [news] })).ContactId;
        await store.As<OrderService>(Role.Operator).AddAsync(store.Organization,
            [new("o1", new(second, null, null), 12, null, store.Clock.GetUtcNow())], Stop);

        var merged = (await store.As<MergeService>(Role.Operator).MergeAsync(store.Organization, (await PreviewAsync(store, first, second)).Proposed, Stop)).Value;

        merged.Dropped.Should().BeEmpty();
        var kept = await store.ProfileAsync(first);
        kept.Entered.Should().BeEquivalentTo(new { FirstName = "Anna", LastName = "Berg", City = "Linz", Email = "ann@x.test", Categories = new[] { news } });
        kept.Orders.Count.Should().Be(1);
        kept.MergedFrom.Select(c => c.Id).Should().Equal(second);
        kept.ConsentAt.Should().Be(kept.CreatedAt, "consent is the kept contact's own");
        var gone = await store.ProfileAsync(second);
        gone.MergedInto.Should().Be(first);
        gone.Deleted!.Reason.Should().Be($"merged into contact {PublicId.Format(PublicId.Contact, first)}");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Merge_ByPhone_NamesTheDroppedAddressAndFreesNobody()
    {
        await using var store = await CreateAsync();
        var first = (await store.GivenProfileAsync(new() { Email = "good@x.test", Phone = "+493012345" })).ContactId;
        store.Clock.Advance(TimeSpan.FromHours(1));
        var second = (await store.GivenProfileAsync(new() { Email = "bad@x.test", Phone = "+493012345" })).ContactId;
        await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, "bad@x.test", SuppressionReason.Bounced), false, Stop);
        var preview = await PreviewAsync(store, first, second);
        var choice = preview.Proposed with { Values = new Dictionary<string, long> { ["email"] = first } };

        preview.Dropped(preview.Proposed).Select(d => d.Address).Should().Equal("good@x.test");
        var merged = (await store.As<MergeService>(Role.Operator).MergeAsync(store.Organization, choice, Stop)).Value;

        merged.Dropped.Should().Equal(new DroppedAddress(SuppressionScope.Email, "bad@x.test", Standing.Blacklisted));
        (await store.MayBeSentToAsync("bad@x.test")).Should().BeFalse();
        (await store.MayBeSentToAsync("good@x.test")).Should().BeTrue();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Merge_AfterSomebodyEdited_SaysSoAndDoesNothing()
    {
        await using var store = await CreateAsync();
        var (first, second) = await GivenTwinsAsync(store);
        var preview = await PreviewAsync(store, first, second);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await store.WhenEditedAsync(second, e => e with { City = "Graz" }, Role.Admin);

        var merged = await store.As<MergeService>(Role.Operator).MergeAsync(store.Organization, preview.Proposed, Stop);

        merged.Problem!.Code.Should().Be("CHANGED_SINCE");
        merged.Problem.Message.Should().Contain("city");
        (await store.ProfileAsync(second)).Deleted.Should().BeNull();
    }

    [Fact]
    public async Task Merge_OfStrangersOrDeletedOrOne_IsRefused()
    {
        await using var store = await CreateAsync();
        var (first, second) = await GivenTwinsAsync(store);
        var other = (await store.GivenProfileAsync(new() { Email = "bob@x.test" })).ContactId;
        var service = store.As<MergeService>(Role.Operator);

        (await service.PreviewAsync(store.Organization, [first, other], Stop)).Problem!.Code.Should().Be("NOT_DUPLICATES");
        (await service.PreviewAsync(store.Organization, [first], Stop)).Problem!.Code.Should().Be("VALIDATION_ERROR");
        (await service.PreviewAsync(store.Organization, [first, 999], Stop)).Problem!.Code.Should().Be("CONTACT_NOT_FOUND");
        await store.As<ProfileService>(Role.Operator).DeleteAsync(store.Organization, second, null, Stop);
        (await service.PreviewAsync(store.Organization, [first, second], Stop)).Problem!.Code.Should().Be("CONTACT_DELETED");
        (await store.As<MergeService>(Role.Analyst).PreviewAsync(store.Organization, [first, second], Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    [Fact]
    public async Task Unmerge_AfterAnEdit_LeavesWhatWasEditedAndSaysSo()
    {
        await using var store = await CreateAsync();
        var (first, second) = await GivenTwinsAsync(store);
        var merged = (await store.As<MergeService>(Role.Operator).MergeAsync(store.Organization, (await PreviewAsync(store, first, second)).Proposed, Stop)).Value;
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await store.WhenEditedAsync(first, e => e with { FirstName = "Annabel" });

        var undone = await store.UndoAsync(merged.Change.AuditId);

        undone.Should().BeEquivalentTo(new { Reversed = 1, Kept = 1, WhyKept = "changed since" });
        (await store.ProfileAsync(first)).Entered.FirstName.Should().Be("Annabel");
        (await store.ProfileAsync(second)).Deleted.Should().BeNull();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task BulkRestore_OfAMergedContact_LeavesItMerged()
    {
        await using var store = await CreateAsync();
        var (first, second) = await GivenTwinsAsync(store);
        await store.As<MergeService>(Role.Operator).MergeAsync(store.Organization, (await PreviewAsync(store, first, second)).Proposed, Stop);

        var preview = await store.As<ContactBulkService>(Role.Operator).PreviewAsync(store.Organization, new ContactBulkAction.Restore(), ContactSelection.Of([second]), Stop);

        preview.Value.Counts.Of(BulkOutcome.Merged).Should().Be(1);
    }

    private static async Task<(long First, long Second)> GivenTwinsAsync(TestStore store)
    {
        var first = (await store.GivenProfileAsync(new() { FirstName = "Ann", Email = "ann@x.test" })).ContactId;
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        return (first, (await store.GivenProfileAsync(new() { FirstName = "Anna", Email = "ann@x.test" })).ContactId);
    }

    private static async Task<MergePreview> PreviewAsync(TestStore store, params long[] ids) =>
        (await store.As<MergeService>(Role.Operator).PreviewAsync(store.Organization, ids, Stop)).Value;
}
