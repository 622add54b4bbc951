using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An operator looks for duplicates, removes them, takes it back, and deletes one of a group; what is stored is looked at after each step.</summary>
public sealed class DuplicatesJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Duplicates_AreFoundRemovedAndBroughtBack()
    {
        var ids = await GivenAsync("a-twin@dup.example", 3);
        var ann = await VisitAsync();
        await ann.GoAsync("/dashboard/contacts/all?org=demo");
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Search duplicates" }).ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Tab, new() { Name = "Email" })).ToHaveAttributeAsync("aria-selected", "true");
        await ann.ShouldBeAccessibleAsync("duplicates");
        await ann.PictureAsync("duplicates");

        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "a-twin@dup.example" }).ClickAsync();
        var drawer = ann.Dialog("a-twin@dup.example");
        await Expect(drawer.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);
        await ann.ShouldBeAccessibleAsync("a group of duplicates");
        await ann.PictureAsync("duplicates-group");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Remove duplicates" }).ClickAsync();
        await ann.Page.GetByLabel("Keep the latest").CheckAsync();
        await ann.Page.GetByLabel("Keep the earliest").CheckAsync();
        await ann.PictureAsync("duplicates-keep");
        await ann.Button("Count them").ClickAsync();
        await Expect(ann.Dialog("Remove 2 duplicates?")).ToContainTextAsync("They share 1 email address");
        await ann.ShouldBeAccessibleAsync("duplicates, counted");
        await ann.PictureAsync("duplicates-counted");
        (await LiveAsync(ids)).Should().Equal(ids);
        await ann.Button("Remove 2 duplicates").ClickAsync();

        await Expect(ann.Page.GetByText("2 duplicates removed.").First).ToBeVisibleAsync();
        (await LiveAsync(ids)).Should().Equal(ids[0]);
        await Expect(drawer.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await ann.Button("Undo").First.ClickAsync();
        await Expect(drawer.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);
        (await LiveAsync(ids)).Should().Equal(ids);
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task OneOfAGroup_IsDeletedWithItsReason()
    {
        var ids = await GivenAsync("b-twin@dup.example", 2);
        var ann = await VisitAsync(width: 390, dark: true);
        await ann.GoAsync("/dashboard/contacts/duplicates?org=demo");
        await ann.PictureAsync("duplicates-390-dark");
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "b-twin@dup.example" }).ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Twin 2" })).ToBeVisibleAsync();
        await ann.PictureAsync("duplicates-group-390-dark");
        await ann.Button($"Delete Twin 2 {PublicId.Format(PublicId.Contact, ids[1])}").ClickAsync();
        await ann.Page.GetByLabel("Reason").FillAsync("entered twice");
        await ann.Button("Delete contact").ClickAsync();

        await Expect(ann.Page.GetByText("1 contact, no duplicate any more")).ToBeVisibleAsync();
        (await LiveAsync(ids)).Should().Equal(ids[0]);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);
        (await context.Set<Contact>().SingleAsync(c => c.Id == ids[1], TestStore.Stop)).DeletedReason.Should().Be("entered twice");
        ann.Errors.Should().BeEmpty();
    }

    private async Task<Visitor> VisitAsync(int width = 1440, bool dark = false)
    {
        var ann = await app.GivenVisitorAsync(dark, width);
        await ann.SignInAsync("operator@demo.example");
        return ann;
    }

    private async Task<List<long>> GivenAsync(string email, int count)
    {
        var demo = await app.FindAsync("demo");
        var ids = new List<long>();
        for (var i = 1; i <= count; i++)
        {
            ids.Add((await app.As<ProfileService>(new SystemActor()).CreateAsync(demo, new() { FirstName = "Twin", LastName = $"{i}", Email = email }, new(true), TestStore.Stop))
                .Value.ContactId);
        }
        return ids;
    }

    private async Task<List<long>> LiveAsync(List<long> ids)
    {
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);
        return await context.Set<Contact>().Where(c => ids.Contains(c.Id) && c.DeletedAt == null).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(TestStore.Stop);
    }
}
