using System.Text.Encodings.Web;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.SavedSearches;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Tests.Services.Requests;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Services.Segments;

public sealed class SegmentTests
{
    [Fact]
    public async Task Page_SortsSearchesAndGoesOnByCursor()
    {
        await using var store = await TestStore.CreateAsync();
        var ann = await store.GivenEnteredAsync("ann@x.test");
        foreach (var name in new[] { "beta", "Alpha", "gamma", "Älpha" })
            await store.GivenListAsync(name);
        await store.GivenDynamicAsync("Everybody", "has:email");
        await store.As<SegmentMemberService>(Role.Analyst).AddAsync(store.Organization, (await store.GivenListAsync("Full")).Id, [ann], TestStore.Stop);
        var service = store.As<SegmentService>(Role.Auditor);
        async Task<SegmentList> PageAsync(SegmentsQuery query) => (await service.PageAsync(store.Organization, query, TestStore.Stop)).Value;

        var all = await PageAsync(new());
        all.Rows.Select(r => r.Name).Should().Equal("Alpha", "beta", "Everybody", "Full", "gamma", "Älpha");
        (await PageAsync(new() { Search = "ALPHA" })).Rows.Select(r => r.Name).Should().Equal("Alpha");
        (await PageAsync(new() { Kind = SegmentKind.Dynamic })).Rows.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "Everybody", Query = "has:email", Members = (long?)null });
        (await PageAsync(new() { Sort = SegmentSort.Contacts, Descending = true })).Rows[0].Should().BeEquivalentTo(new { Name = "Full", Members = 1L });
        var walked = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await PageAsync(new() { Limit = 4, Sort = SegmentSort.Name, Descending = true, Cursor = cursor.Length == 0 ? null : cursor });
            walked.AddRange(page.Rows.Select(r => r.Name));
            cursor = page.NextCursor;
        }
        walked.Should().Equal(all.Rows.Select(r => r.Name).Reverse());
        (await service.PageAsync(store.Organization, new() { Cursor = "x" }, TestStore.Stop)).Problem!.Field.Should().Be("cursor");
    }

    [Theory]
    [InlineData("", "VALIDATION_ERROR")]
    [InlineData("blacklist", "SEGMENT_EXISTS")]
    public async Task Name_ThatCannotBe_IsRefused(string name, string code)
    {
        await using var store = await TestStore.CreateAsync();
        await store.GivenListAsync("Blacklist");
        var service = store.As<SegmentService>(Role.Analyst);
        var other = await store.GivenListAsync("Other");

        (await service.CreateListAsync(store.Organization, name, TestStore.Stop)).Problem!.Code.Should().Be(code);
        (await service.CreateDynamicAsync(store.Organization, name, "has:email", TestStore.Stop)).Problem!.Code.Should().Be(code);
        (await service.RenameAsync(store.Organization, other.Id, name, TestStore.Stop)).Problem!.Code.Should().Be(code);
    }

    [Fact]
    public async Task Dynamic_ThatCannotBeReadOrLeadsBackToItself_IsRefused()
    {
        await using var store = await TestStore.CreateAsync();
        var service = store.As<SegmentService>(Role.Analyst);
        var first = await store.GivenDynamicAsync("First", "country:DE");
        await store.GivenDynamicAsync("Second", "segment:First");

        (await service.CreateDynamicAsync(store.Organization, "Third", "country:", TestStore.Stop)).Problem!.Code.Should().Be("INVALID_FILTER");
        var back = await service.ChangeSearchAsync(store.Organization, first.Id, "segment:Second", TestStore.Stop);
        back.Problem!.Message.Should().Contain("leads back to itself");
        (await store.SegmentAsync(first.Id))!.Query.Should().Be("country:DE");
    }

    [Fact]
    public async Task Rename_IsFollowedByTheSearchesThatNameItAndUndone()
    {
        await using var store = await TestStore.CreateAsync();
        var ann = await store.GivenEnteredAsync("ann@x.test");
        var list = await store.GivenListAsync("VIP", ann);
        var dynamic = await store.GivenDynamicAsync("Mailable VIP", "segment:vip -status:blocked");
        var searches = store.As<SavedSearchService>(Role.Analyst);
        await searches.SaveAsync(store.Organization, "Mine", "search=ann&q=segment%3Avip%20country%3ADE&rail=emailActive", false, TestStore.Stop);
        await searches.SaveAsync(store.Organization, "Another", "q=segment%3Aother%20%26%20vip&search=vip", false, TestStore.Stop);

        (await store.As<SegmentService>(Role.Analyst).RenameAsync(store.Organization, list.Id, "Very important", TestStore.Stop)).IsOk.Should().BeTrue();

        (await store.SegmentAsync(dynamic.Id))!.Query.Should().Be("segment:\"Very important\" -status:blocked");
        (await searches.ListAsync(store.Organization, TestStore.Stop)).Value.Select(s => s.Query).Should().Equal("q=segment%3Aother%20%26%20vip&search=vip",
            $"search=ann&q={UrlEncoder.Default.Encode("segment:\"Very important\" country:DE")}&rail=emailActive");
        (await store.MembersAsync(dynamic.Id)).Should().Equal(ann);
        (await store.UndoLastAsync(AuditVerb.RenamedSegment)).Reversed.Should().Be(1);
        (await store.SegmentAsync(list.Id))!.Name.Should().Be("VIP");
        (await store.MembersAsync(dynamic.Id)).Should().Equal(ann);
    }

    [Fact]
    public async Task Delete_ReturnsWithItsMembers_UnderAnotherNameWhereItsOwnIsTaken()
    {
        await using var store = await TestStore.CreateAsync();
        var (ann, bob) = (await store.GivenEnteredAsync("ann@x.test"), await store.GivenEnteredAsync("bob@x.test"));
        var list = await store.GivenListAsync("Old", ann, bob);

        (await store.As<SegmentDeletionService>(Role.Analyst).DeleteAsync(store.Organization, list.Id, null, TestStore.Stop)).IsOk.Should().BeTrue();

        (await store.SegmentAsync(list.Id)).Should().BeNull();
        await store.ShouldAgreeAsync();
        await store.GivenListAsync("old");
        await store.DeletePersonAsync(bob);
        (await store.UndoLastAsync(AuditVerb.DeletedSegment)).Reversed.Should().Be(1);
        (await store.SegmentAsync(list.Id)).Should().BeEquivalentTo(new { Name = "Old (2)", Members = 1L });
        (await store.MembersAsync(list.Id)).Should().Equal(ann);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Delete_OfOneThatASearchNames_SaysWhichAndWaits()
    {
        await using var store = await TestStore.CreateAsync();
        var list = await store.GivenListAsync("Named");
        var user = await store.GivenDynamicAsync("User", "-segment:NAMED");
        var service = store.As<SegmentDeletionService>(Role.Analyst);

        (await service.PreviewAsync(store.Organization, list.Id, false, TestStore.Stop)).Value.UsedBy.Should().Equal("User");
        (await service.DeleteAsync(store.Organization, list.Id, null, TestStore.Stop)).Problem!.Code.Should().Be("SEGMENT_IN_USE");
        (await store.SegmentAsync(list.Id)).Should().NotBeNull();

        (await service.DeleteAsync(store.Organization, user.Id, null, TestStore.Stop)).IsOk.Should().BeTrue();
        (await service.DeleteAsync(store.Organization, list.Id, null, TestStore.Stop)).IsOk.Should().BeTrue();
    }

    [Fact]
    public async Task Delete_LeavesARequestAboutItsContactsAsItIs()
    {
        await using var store = await TestStore.CreateAsync();
        var list = await store.GivenListAsync("Asked", await store.GivenEnteredAsync("ann@x.test"), await store.GivenEnteredAsync("bob@x.test"));
        var filed = (await store.FileAsync(RequestKind.Blacklist, Role.Operator, new RequestSubject.InSegment(list.Id))).Value.Id;

        await store.As<SegmentDeletionService>(Role.Operator).DeleteAsync(store.Organization, list.Id, null, TestStore.Stop);
        (await store.ApproveAsync(filed)).IsOk.Should().BeTrue();

        (await store.RequestAsync(filed)).Row.Subject.Should().Be("ann@x.test and 1 more");
        (await store.MayBeSentToAsync("bob@x.test")).Should().BeFalse();
    }

    [Fact]
    public async Task Delete_OfACategory_IsTheSettingsBusiness()
    {
        await using var store = await TestStore.CreateAsync();
        var category = (await store.As<CategoryService>(Role.Admin).CreateAsync(store.Organization, "News", TestStore.Stop)).Value;

        (await store.As<SegmentDeletionService>(Role.Admin).DeleteAsync(store.Organization, category.Id, null, TestStore.Stop)).Problem!.Code.Should().Be("VALIDATION_ERROR");
        (await store.As<SegmentService>(Role.Admin).RenameAsync(store.Organization, category.Id, "x", TestStore.Stop)).Problem!.Code.Should().Be("VALIDATION_ERROR");
        (await store.As<SegmentMemberService>(Role.Admin).AddAsync(store.Organization, category.Id, [1], TestStore.Stop)).Problem!.Field.Should().Be("segment");
    }

    [Fact]
    public async Task Creation_IsUndone_UnlessContactsAreInIt()
    {
        await using var store = await TestStore.CreateAsync();
        var empty = await store.GivenListAsync("Empty");
        (await store.UndoLastAsync(AuditVerb.CreatedSegment)).Reversed.Should().Be(1);
        (await store.SegmentAsync(empty.Id)).Should().BeNull();

        var full = await store.GivenListAsync("Full", await store.GivenEnteredAsync("ann@x.test"));
        (await store.UndoLastAsync(AuditVerb.CreatedSegment)).Should().BeEquivalentTo(new { Reversed = 0, WhyKept = "contacts are in it" });
        (await store.SegmentAsync(full.Id)).Should().NotBeNull();
    }

    [Fact]
    public async Task Auditor_ChangesNothing()
    {
        await using var store = await TestStore.CreateAsync();
        var list = await store.GivenListAsync("List");

        (await store.As<SegmentService>(Role.Auditor).CreateListAsync(store.Organization, "x", TestStore.Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<SegmentDeletionService>(Role.Auditor).DeleteAsync(store.Organization, list.Id, null, TestStore.Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }
}
