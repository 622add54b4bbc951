using System.Text.RegularExpressions;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>A contact from its first field to its deletion and back; what is stored is looked at after each step.</summary>
public sealed class ProfileJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Contact_IsCreatedEditedDeletedAndReturns()
    {
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync();
        await DefineAsync(ann);
        await CreateAsync(ann);
        await EditAsync(ann);
        await DeleteAsync(ann);
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task NewContact_OfAKnownAndBlockedAddress_SaysSoBeforeItIsSaved()
    {
        var demo = await app.FindAsync("demo");
        await app.As<BlockService>(new SystemActor()).BlockEmailAsync(demo, TestStore.Email("known@profile.example"), null, TestStore.Stop);
        await app.As<ContactsDashboard.Services.Profiles.ProfileService>(new SystemActor()).CreateAsync(demo,
            new() { FirstName = "First", Email = "known@profile.example" }, new(true), TestStore.Stop);
        var ann = await app.GivenVisitorAsync(width: 390);
        await ann.SignInAsync("operator@demo.example");
        await ann.GoAsync("/dashboard/contacts/new?org=demo");

        await Line(ann, "Email").FillAsync("Known@profile.example");
        await Line(ann, "Email").BlurAsync();
        await Expect(ann.Page.GetByText("Already known: 1 contact with this address")).ToBeVisibleAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Link, new() { Name = "First" })).ToBeVisibleAsync();
        await Expect(ann.Page.GetByText("This address is blocked: Manual")).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("new contact, known");
        await ann.PictureAsync("new-contact-known-390");

        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Expect(ann.Dialog("Leave without saving?")).ToBeVisibleAsync();
        await ann.Dialog("Leave without saving?").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(Line(ann, "Email")).ToHaveValueAsync("Known@profile.example");
        await Consent(ann).CheckAsync();
        await ann.Button("Done").ClickAsync();
        await Expect(ann.Page.GetByText("The contact is created; it is blocked already: Manual · this address")).ToBeVisibleAsync();
        await Expect(ann.Page.GetByText("Blacklisted", new() { Exact = true })).ToBeVisibleAsync();
        await ann.PictureAsync("profile-blocked-390");
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Edit_WhileSomebodyElseEdits_LosesNothing()
    {
        var demo = await app.FindAsync("demo");
        var profiles = app.As<ContactsDashboard.Services.Profiles.ProfileService>(new SystemActor());
        var id = (await profiles.CreateAsync(demo, new() { FirstName = "Both", City = "Linz" }, new(true), TestStore.Stop)).Value.ContactId;
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync("operator@demo.example");
        await ann.GoAsync($"/dashboard/contacts/{PublicId.Format(PublicId.Contact, id)}/edit?org=demo");
        await Line(ann, "Surname").FillAsync("Typed");
        var shown = (await profiles.GetAsync(demo, id, TestStore.Stop)).Value;
        await profiles.EditAsync(demo, id, shown.Entered with { City = "Graz" }, shown.UpdatedAt, TestStore.Stop);

        await ann.Button("Save").ClickAsync();
        await Expect(ann.Page.GetByText("changed city since you opened it")).ToBeVisibleAsync();
        await Expect(Line(ann, "City")).ToHaveValueAsync("Graz");
        await Expect(Line(ann, "Surname")).ToHaveValueAsync("Typed");
        await ann.ShouldBeAccessibleAsync("edit, changed since");
        await ann.Button("Save").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Both Typed" })).ToBeVisibleAsync();
        (await StoredAsync("Both")).Should().BeEquivalentTo(new { LastName = "Typed", City = "Graz" });
        ann.Errors.Should().BeEmpty();
    }

    private static ILocator Line(Visitor visitor, string label) => visitor.Page.GetByLabel(label, new() { Exact = true });

    private static ILocator Consent(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("owner's consent") });

    private static async Task DefineAsync(Visitor ann)
    {
        await ann.GoAsync("/dashboard/settings?org=demo");
        await ann.Button("New field").ClickAsync();
        var dialog = ann.Dialog("New field");
        await dialog.GetByLabel("Label").FillAsync("T-shirt size");
        await dialog.GetByLabel("Type").SelectOptionAsync("Choice");
        await dialog.GetByLabel("Choices").FillAsync("S\nM\nL");
        await ann.ShouldBeAccessibleAsync("new field");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add field" }).ClickAsync();
        await Expect(ann.Page.GetByText("tshirt_size").Or(ann.Page.GetByText("t_shirt_size"))).ToBeVisibleAsync();
        await Line(ann, "New category").FillAsync("Journey news");
        await ann.Button("Add category").ClickAsync();
        await Expect(ann.Button("Rename Journey news")).ToBeVisibleAsync();
        await ann.PictureAsync("settings-fields");
    }

    private async Task CreateAsync(Visitor ann)
    {
        await ann.GoAsync("/dashboard/contacts/new?org=demo");
        await Line(ann, "Name").FillAsync("Journey");
        await Line(ann, "Surname").FillAsync("Lee");
        await Line(ann, "Email").FillAsync("lee@profile.example");
        await Line(ann, "Phone").FillAsync("+43 664 1234567");
        await ann.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Journey news" }).CheckAsync();
        await Line(ann, "City").FillAsync("Wien");
        await Line(ann, "Country").SelectOptionAsync("Austria");
        await Line(ann, "Time zone").FillAsync("Europe/Nowhere");
        await Line(ann, "T-shirt size").SelectOptionAsync("M");
        await Expect(ann.Button("Done")).ToBeDisabledAsync();
        await Consent(ann).CheckAsync();
        await ann.Button("Done").ClickAsync();
        await Expect(ann.Page.GetByText("Choose a time zone from the list")).ToBeVisibleAsync();
        await Expect(Line(ann, "Time zone")).ToBeFocusedAsync();
        await Expect(Line(ann, "Email")).ToHaveValueAsync("lee@profile.example");
        await ann.ShouldBeAccessibleAsync("new contact, refused");
        await ann.PictureAsync("new-contact");
        await Line(ann, "Time zone").FillAsync("Europe/Vienna");
        await ann.Button("Done").ClickAsync();

        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Journey Lee" })).ToBeVisibleAsync();
        await Expect(ann.Page).ToHaveURLAsync(new Regex("/dashboard/contacts/cnt_"));
        var stored = await StoredAsync("Journey");
        stored.Should().BeEquivalentTo(new { LastName = "Lee", City = "Wien", Country = "AT", TimeZone = "Europe/Vienna", ConsentBy = "admin@demo.example", CreationMethod = CreationMethod.Manual });
        (await FieldAsync(stored.Id)).Should().Be("M");
        await ann.ShouldBeAccessibleAsync("profile");
        await ann.PictureAsync("profile-created");
    }

    private async Task EditAsync(Visitor ann)
    {
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Edit Journey Lee" })).ToBeVisibleAsync();
        await Line(ann, "City").FillAsync("Graz");
        await Line(ann, "T-shirt size").SelectOptionAsync("Not known");
        await ann.ShouldBeAccessibleAsync("edit contact");
        await ann.Button("Save").ClickAsync();

        var history = ann.Page.GetByRole(AriaRole.Region, new() { Name = "History" });
        await Expect(history).ToContainTextAsync("city: Wien → Graz");
        await Expect(history).ToContainTextAsync("T-shirt size: M removed");
        var stored = await StoredAsync("Journey");
        (stored.City, await FieldAsync(stored.Id)).Should().Be(("Graz", null));
        await history.GetByRole(AriaRole.Button, new() { Name = "Undo: Edited this contact" }).ClickAsync();
        await Expect(history).ToContainTextAsync("city: Graz → Wien");
        (await StoredAsync("Journey")).City.Should().Be("Wien");
        (await FieldAsync(stored.Id)).Should().Be("M");
    }

    private async Task DeleteAsync(Visitor ann)
    {
        await ann.Button("More actions").ClickAsync();
        await ann.ShouldBeAccessibleAsync("profile menu");
        await ann.PictureAsync("profile-menu");
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Phone to blacklist" }).ClickAsync();
        await Expect(ann.Page.GetByText("+436641234567 blacklisted", new() { Exact = true })).ToBeVisibleAsync();
        await ann.Button("Block email").ClickAsync();
        await Expect(ann.Page.GetByText("Blacklisted", new() { Exact = true })).ToHaveCountAsync(2);
        await ann.PictureAsync("profile-blacklisted");
        await ann.Button("More actions").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete contact" }).ClickAsync();
        var dialog = ann.Dialog("Delete Journey Lee?");
        await dialog.GetByLabel("Reason").FillAsync("Asked by letter");
        await ann.ShouldBeAccessibleAsync("delete dialog");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete contact" }).ClickAsync();

        await Expect(ann.Page.GetByText("This contact is deleted.")).ToBeVisibleAsync();
        (await StoredAsync("Journey")).Should().BeEquivalentTo(new { DeletedBy = "admin@demo.example", DeletedReason = "Asked by letter" });
        await ann.ShouldBeAccessibleAsync("deleted profile");
        await ann.PictureAsync("profile-deleted");
        await ann.Page.Locator(".toast").Filter(new() { HasText = "Journey Lee deleted" }).GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(ann.Page.GetByText("This contact is deleted.")).ToBeHiddenAsync();
        (await StoredAsync("Journey")).DeletedAt.Should().BeNull();
    }

    private async Task<Contact> StoredAsync(string firstName)
    {
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);
        return await context.Contacts.AsNoTracking().SingleAsync(c => c.FirstName == firstName, TestStore.Stop);
    }

    private async Task<string?> FieldAsync(long contact)
    {
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);
        return await context.FieldValues.Where(v => v.ContactId == contact).Select(v => v.Text).SingleOrDefaultAsync(TestStore.Stop);
    }
}
