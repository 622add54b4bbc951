using System.Text.RegularExpressions;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>From analytics to a segment, and from the blacklist to a list and back; what is stored is looked at after each step.</summary>
public sealed class SegmentsJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Analyst_MakesASegmentOfAPartOfASlice_AndExportsIt()
    {
        await GivenLostAsync("gone@reach.example");
        var ann = await VisitAsync("analyst@demo.example");
        await ann.GoAsync("/dashboard/analytics?org=demo");
        await ann.Page.GetByRole(AriaRole.List, new() { Name = "Contacts by activity" }).GetByRole(AriaRole.Link, new() { NameRegex = new("^Lost") }).ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Lost: structure" })).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("structure");
        await ann.Button("Actions for Blacklisted, lost").ClickAsync();
        await ann.PictureAsync("analytics-actions");
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new("^Create a segment") }).ClickAsync();
        await Expect(ann.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Blacklisted, lost");
        await Expect(ann.Page.GetByText(new Regex(@"^\d+ contacts? at the moment"))).ToBeVisibleAsync();
        await ann.PictureAsync("segment-new");
        await ann.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Gone for good");
        await ann.Button("Create segment").ClickAsync();

        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Gone for good" })).ToBeVisibleAsync();
        await Expect(ann.Row("gone@reach.example")).ToBeVisibleAsync();
        (await FindAsync("Gone for good")).Should().BeEquivalentTo(new { Kind = SegmentKind.Dynamic, Query = "reach:lost status:blacklisted" });
        await ann.ShouldBeAccessibleAsync("segment");
        await ann.PictureAsync("segment");
        await ann.Button("Export").ClickAsync();
        var download = await ann.Page.RunAndWaitForDownloadAsync(() => ann.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new("^CSV, email only") }).ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync(), TestStore.Stop)).Should().Contain("gone@reach.example");
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Operator_ExportsTheBlacklistToAList_AndDeletesItWithATick()
    {
        var contact = await GivenLostAsync("listed@reach.example");
        var ann = await VisitAsync("operator@demo.example");
        await ann.GoAsync("/dashboard/segments?org=demo");
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Add segment" }).First.ClickAsync();
        await Expect(ann.Page.GetByLabel("Create without contacts")).ToBeCheckedAsync();
        await ann.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Blacklist");
        await ann.ShouldBeAccessibleAsync("new segment");
        await ann.Button("Create segment").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "This list is empty" })).ToBeVisibleAsync();
        var list = await FindAsync("Blacklist");

        await ann.GoAsync("/dashboard/contacts/all?org=demo&rail=email_blacklisted&search=listed%40reach");
        await ann.Button("Export").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new("^To lists") }).ClickAsync();
        await ann.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Blacklist") }).CheckAsync();
        await ann.Button("Continue").ClickAsync();
        await ann.Button("Add 1 contact").ClickAsync();
        await Expect(ann.Page.GetByText("1 contact added.").First).ToBeVisibleAsync();
        (await MembersAsync(list!.Id)).Should().Equal(contact);

        await ann.GoAsync("/dashboard/segments?org=demo&kind=list");
        await ann.PictureAsync("segments");
        await ann.ChooseAsync("Blacklist", "Delete segment");
        var dialog = ann.Dialog("Delete segment Blacklist?");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Yes, delete" })).ToBeDisabledAsync();
        await dialog.GetByLabel("Yes, I want to delete this segment").CheckAsync();
        await ann.ShouldBeAccessibleAsync("delete segment");
        await ann.PictureAsync("segment-delete");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Yes, delete" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        (await FindAsync("Blacklist")).Should().BeNull();
        await ann.Button("Undo").First.ClickAsync();
        await Expect(ann.Row("Blacklist")).ToBeVisibleAsync();
        (await MembersAsync(list.Id)).Should().Equal(contact);
        ann.Errors.Should().BeEmpty();
    }

    private async Task<Visitor> VisitAsync(string who)
    {
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync(who);
        return ann;
    }

    // Somebody who was written to, and whose address is no more.
    private async Task<long> GivenLostAsync(string email)
    {
        var demo = await app.FindAsync("demo");
        var contact = (await app.As<ProfileService>(new SystemActor()).CreateAsync(demo, new() { Email = email }, new(true), TestStore.Stop)).Value.ContactId;
        await app.As<ActivityService>(new SystemActor()).RecordAsync(demo, [new(contact, MessageChannel.Email, "Hello", null, DateTimeOffset.UtcNow.AddDays(-3), ActivityStatus.Undelivered)],
            TestStore.Stop);
        await app.As<SuppressionService>(new UserActor(1, "admin@demo.example")).AddAsync(demo, new(SuppressionScope.Email, email, SuppressionReason.Bounced), false, TestStore.Stop);
        return contact;
    }

    private async Task<Segment?> FindAsync(string name)
    {
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);
        return await context.Set<Segment>().AsNoTracking().SingleOrDefaultAsync(s => s.Name == name, TestStore.Stop);
    }

    private async Task<List<long>> MembersAsync(long segment)
    {
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);
        return await context.Set<SegmentMember>().Where(m => m.SegmentId == segment).Select(m => m.ContactId).ToListAsync(TestStore.Stop);
    }
}
