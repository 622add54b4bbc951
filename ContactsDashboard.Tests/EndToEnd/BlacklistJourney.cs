using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An operator works through the blacklist, brings back what was deleted from it, and merges duplicates; what is stored is looked at after each step.</summary>
public sealed class BlacklistJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Blacklisted_DeletedRestoredAndBack()
    {
        var id = await GivenAsync("gone-away@blocked.example", "Gina", "+436641230001");
        await BlockAsync("gone-away@blocked.example");
        var ann = await VisitAsync();
        await ann.GoAsync("/dashboard/contacts/blacklist?org=demo&search=gone-away");
        await ann.PictureAsync("blacklist");
        await ann.ShouldBeAccessibleAsync("blacklist");
        await ann.Button("Recalculate").ClickAsync();
        await Expect(ann.Page.GetByText("as shown.")).ToBeVisibleAsync();
        await ann.PictureAsync("blacklist-recounted");

        await ann.Row("gone-away@blocked.example").ClickAsync();
        var card = ann.Dialog("gone-away@blocked.example");
        await Expect(card).ToContainTextAsync("550 5.1.1");
        await ann.ShouldBeAccessibleAsync("the card");
        await ann.PictureAsync("blacklist-card");
        await card.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await ann.Page.GetByLabel("Reason").FillAsync("moved house");
        await ann.Button("Delete contact").ClickAsync();
        await Expect(ann.Row("gone-away@blocked.example")).ToContainTextAsync("Deleted");
        await Expect(card).ToBeHiddenAsync();
        (await FindAsync(id)).Should().BeEquivalentTo(new { DeletedReason = "moved house", EmailStanding = Standing.Blacklisted });

        await ann.GoAsync("/dashboard/contacts/deleted?org=demo&search=gone-away");
        await Expect(ann.Row("gone-away@blocked.example")).ToContainTextAsync("moved house");
        await ann.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Select all on this page" }).CheckAsync();
        await ann.Button("Restore").ClickAsync();
        await Expect(ann.Dialog("Restore 1 contact?")).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("bulk restore");
        await ann.PictureAsync("restore-counted");
        await ann.Button("Restore 1 contact").ClickAsync();
        await Expect(ann.Page.GetByText("1 contact restored.").First).ToBeVisibleAsync();
        (await FindAsync(id)).DeletedAt.Should().BeNull();

        await ann.GoAsync("/dashboard/contacts/blacklist?org=demo&search=gone-away");
        await Expect(ann.Row("gone-away@blocked.example")).ToContainTextAsync("Blacklisted");
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Export_FromTheBlacklist_IsEmailOnlyUnlessAskedOtherwise()
    {
        await GivenAsync("csv@blocked.example", "Cleo", "+436641230002");
        await BlockAsync("csv@blocked.example");
        var ann = await VisitAsync(width: 390, dark: true);
        await ann.GoAsync("/dashboard/contacts/blacklist?org=demo&search=csv%40");
        await ann.PictureAsync("blacklist-390-dark");
        await ann.Button("Export").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new("^To CSV") }).ClickAsync();
        await Expect(ann.Page.GetByLabel("Export email only")).ToBeCheckedAsync();
        await ann.ShouldBeAccessibleAsync("export");
        await ann.PictureAsync("blacklist-export-390-dark");

        var download = await ann.Page.RunAndWaitForDownloadAsync(() => ann.Dialog("Export to CSV").GetByRole(AriaRole.Link, new() { Name = "Export" }).ClickAsync());

        (await File.ReadAllTextAsync(await download.PathAsync(), TestStore.Stop)).Should().Contain("csv@blocked.example").And.NotContain("Cleo");
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Duplicates_AreMergedAndTakenApart()
    {
        var first = await GivenAsync("m-twin@dup.example", "Mia", "+436641230003");
        var second = await GivenAsync("m-twin@dup.example", "Maria", "+436641230004");
        var ann = await VisitAsync();
        await ann.GoAsync("/dashboard/contacts/duplicates?org=demo");
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "m-twin@dup.example" }).ClickAsync();
        await ann.Button("Merge…").ClickAsync();
        var dialog = ann.Dialog("Merge contacts of m-twin@dup.example?");
        await Expect(dialog).ToContainTextAsync("+436641230003");
        await dialog.GetByLabel("Name", new() { Exact = true }).SelectOptionAsync("Mia");
        await ann.ShouldBeAccessibleAsync("merge");
        await ann.PictureAsync("merge");
        await ann.Button("Merge 2 contacts").ClickAsync();

        await Expect(ann.Page.GetByText("1 contact, no duplicate any more")).ToBeVisibleAsync();
        (await FindAsync(first)).Should().BeEquivalentTo(new { FirstName = "Mia", DeletedAt = (DateTimeOffset?)null });
        (await FindAsync(second)).DeletedReason.Should().Be($"merged into contact {PublicId.Format(PublicId.Contact, first)}");
        await ann.Button("Undo").First.ClickAsync();
        await Expect(ann.Dialog("m-twin@dup.example").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        (await FindAsync(second)).Should().BeEquivalentTo(new { FirstName = "Maria", DeletedAt = (DateTimeOffset?)null });

        await ann.GoAsync($"/dashboard/contacts/{PublicId.Format(PublicId.Contact, first)}?org=demo");
        await ann.Button("More actions").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Merge with…" }).ClickAsync();
        await Expect(ann.Button("Merge…")).ToBeVisibleAsync();
        ann.Errors.Should().BeEmpty();
    }

    private async Task<Visitor> VisitAsync(int width = 1440, bool dark = false)
    {
        var ann = await app.GivenVisitorAsync(dark, width);
        await ann.SignInAsync("operator@demo.example");
        return ann;
    }

    private async Task<long> GivenAsync(string email, string name, string phone) => (await app.As<ProfileService>(new SystemActor())
        .CreateAsync(await app.FindAsync("demo"), new() { FirstName = name, Email = email, Phone = phone }, new(true), TestStore.Stop)).Value.ContactId;

    private async Task BlockAsync(string email) => (await app.As<SuppressionService>(new UserActor(1, "admin@demo.example")).AddAsync(await app.FindAsync("demo"),
        new(SuppressionScope.Email, email, SuppressionReason.Bounced) { Evidence = new("550 5.1.1", "No such user here") }, false, TestStore.Stop)).IsOk.Should().BeTrue();

    private async Task<Contact> FindAsync(long id)
    {
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);
        return await context.Set<Contact>().AsNoTracking().SingleAsync(c => c.Id == id, TestStore.Stop);
    }
}
