using Bunit;
using ContactsDashboard.Components.Pages.Profiles;
using ContactsDashboard.Components.Pages.Settings;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Profiles;

public sealed class ProfileFormTests : PageContext
{
    private ProfileService Profiles => Services.GetRequiredService<ProfileService>();

    private FieldService Fields => Services.GetRequiredService<FieldService>();

    private string Url => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public async Task New_WithConsent_SavesAndOpensTheProfile()
    {
        await Fields.AddAsync(Acme.Id, new("VIP", FieldType.Boolean, []), TestStore.Stop);
        var news = (await Services.GetRequiredService<CategoryService>().CreateAsync(Acme.Id, "News", TestStore.Stop)).Value;
        var page = Open<NewContactPage>();
        await TypeAsync(page, "firstName", "Ann");
        await TypeAsync(page, "email", "ann@x.test");
        await TypeAsync(page, "vip", "true");
        await page.Find("fieldset input").ChangeAsync(new() { Value = true });
        page.Button("Done").HasAttribute("disabled").Should().BeTrue();
        await page.Find("#contact-consent").ChangeAsync(new() { Value = true });

        await page.Find("form").SubmitAsync();

        Url.Should().Contain("/dashboard/contacts/cnt_1");
        var saved = (await Profiles.GetAsync(Acme.Id, 1, TestStore.Stop)).Value;
        saved.Entered.Should().BeEquivalentTo(new { FirstName = "Ann", Email = "ann@x.test", Categories = new[] { news.Id }, Fields = new Dictionary<string, string> { ["vip"] = "true" } });
        Toasts.Current.Should().ContainSingle().Which.Text.Should().Be("The contact is created");
    }

    [Fact]
    public void New_Cancelled_GoesBackToWhereItIsOffered() =>
        Open<NewContactPage>().FindAll("a").Select(a => a.GetAttribute("href")).Should().HaveCount(2).And.OnlyContain(href => href!.StartsWith("/dashboard/contacts/all?"));

    [Fact]
    public async Task New_SentTwice_CreatesOneContact()
    {
        var page = Open<NewContactPage>();
        await TypeAsync(page, "firstName", "Ann");
        await page.Find("#contact-consent").ChangeAsync(new() { Value = true });
        var form = page.Find("form");

        await Task.WhenAll(form.SubmitAsync(), form.SubmitAsync());

        (await Profiles.GetAsync(Acme.Id, 1, TestStore.Stop)).IsOk.Should().BeTrue();
        (await Profiles.GetAsync(Acme.Id, 2, TestStore.Stop)).IsOk.Should().BeFalse();
    }

    [Fact]
    public async Task New_Refused_KeepsWhatIsTypedAndNamesTheField()
    {
        var page = Open<NewContactPage>();
        await TypeAsync(page, "firstName", "Ann");
        await TypeAsync(page, "phone", "12");
        await page.Find("#contact-consent").ChangeAsync(new() { Value = true });

        await page.Find("form").SubmitAsync();

        page.Find("#contact-phone-error").TextContent.Should().StartWith("This is not a phone number");
        page.Find("#contact-firstName").GetAttribute("value").Should().Be("Ann");
        page.Find("#contact-phone").GetAttribute("aria-invalid").Should().Be("true");
    }

    [Fact]
    public async Task New_LeftWithSomethingTyped_AsksFirst()
    {
        var page = Open<NewContactPage>();
        await TypeAsync(page, "firstName", "Ann");
        var before = Url;

        await page.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo("/dashboard/contacts"));
        Url.Should().Be(before);
        page.Find("dialog h2").TextContent.Should().Be("Leave without saving?");
        await page.Button("Leave").ClickAsync();

        Url.Should().EndWith("/dashboard/contacts");
    }

    [Fact]
    public async Task Edit_ChangedMeanwhile_LaysWhatIsTypedOverIt()
    {
        var id = (await Profiles.CreateAsync(Acme.Id, new() { FirstName = "Ann", City = "Linz", Region = "Upper Austria" }, new(true), TestStore.Stop)).Value.ContactId;
        var page = Open<EditContactPage>(p => p.Add(x => x.ContactId, "cnt_1"));
        await TypeAsync(page, "city", "Wien");
        await TypeAsync(page, "lastName", "Lee");
        var shown = (await Profiles.GetAsync(Acme.Id, id, TestStore.Stop)).Value;
        await Profiles.EditAsync(Acme.Id, id, shown.Entered with { City = "Graz", Region = "Styria" }, shown.UpdatedAt, TestStore.Stop);

        await page.Find("form").SubmitAsync();

        page.Find(".notice.warn").TextContent.Should().Contain("changed city, region since you opened it").And.Contain("You both changed city");
        page.Find("#contact-city").GetAttribute("value").Should().Be("Wien");
        page.Find("#contact-region").GetAttribute("value").Should().Be("Styria");
        await page.Find("form").SubmitAsync();
        (await Profiles.GetAsync(Acme.Id, id, TestStore.Stop)).Value.Entered.Should().BeEquivalentTo(new { LastName = "Lee", City = "Wien", Region = "Styria" });
    }

    [Fact]
    public async Task Edit_OfADeletedContact_OffersTheProfileInstead()
    {
        await Profiles.CreateAsync(Acme.Id, new() { FirstName = "Ann" }, new(true), TestStore.Stop);
        await Profiles.DeleteAsync(Acme.Id, 1, null, TestStore.Stop);

        Open<EditContactPage>(p => p.Add(x => x.ContactId, "cnt_1")).Find("h2").TextContent.Should().Be("This contact is deleted");
    }

    [Fact]
    public async Task Field_AddedEditedDeleted_InTheSettings()
    {
        var section = Open<FieldsSection>();
        await section.Button("New field").ClickAsync();
        await section.Find("dialog input").ChangeAsync(new() { Value = "Colour" });
        await section.Find("dialog select").ChangeAsync(new() { Value = "Select" });
        await section.Find("dialog textarea").ChangeAsync(new() { Value = "Red\nBlue" });
        await section.Button("Add field").ClickAsync();
        section.Find("li").TextContent.Should().Contain("Colour").And.Contain("colour").And.Contain("Choice: Red, Blue");
        await Profiles.CreateAsync(Acme.Id, new() { FirstName = "Ann", Fields = new Dictionary<string, string> { ["colour"] = "Red" } }, new(true), TestStore.Stop);

        await section.Button("Edit Colour").ClickAsync();
        await section.Find("dialog textarea").ChangeAsync(new() { Value = "Blue" });
        await section.Button("Save field").ClickAsync();
        section.Find("dialog .error").TextContent.Should().StartWith("1 contact has “Red”.");
        await section.Button("Cancel").ClickAsync();

        await section.Button("Delete Colour").ClickAsync();
        section.Find("dialog").TextContent.Should().Contain("1 contact has a value of it, which is deleted too.");
        section.Button("Delete field").HasAttribute("disabled").Should().BeTrue();
        await section.Find("dialog input").ChangeAsync(new() { Value = true });
        await section.Button("Delete field").ClickAsync();
        (await Fields.ListAsync(Acme.Id, TestStore.Stop)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task Category_AddedRenamedDeleted_InTheSettings()
    {
        var section = Open<CategoriesSection>();
        await section.Find("#category-new").ChangeAsync(new() { Value = "News" });
        await section.Find("form").SubmitAsync();
        await section.Find("#category-new").ChangeAsync(new() { Value = "news" });
        await section.Find("form").SubmitAsync();
        section.Find("#category-new-error").TextContent.Should().Contain("already");

        await section.Button("Rename News").ClickAsync();
        await section.Find("dialog input").ChangeAsync(new() { Value = "Letters" });
        await section.Button("Rename").ClickAsync();
        section.Find("li b").TextContent.Should().Be("Letters");
        await section.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[^1]));
        await section.InvokeAsync(section.Instance.LoadAsync);
        section.Find("li b").TextContent.Should().Be("News");

        await section.Button("Delete News").ClickAsync();
        await section.Find("dialog input").ChangeAsync(new() { Value = true });
        await section.Button("Delete category").ClickAsync();
        section.FindAll("li").Should().BeEmpty();
    }

    [Fact]
    public async Task Settings_ForWhoIsNoAdmin_OnlyShow()
    {
        await Fields.AddAsync(Acme.Id, new("VIP", FieldType.Boolean, []), TestStore.Stop);
        await ActAsAsync(Role.Support);

        Open<FieldsSection>().Buttons().Should().BeEmpty();
        Open<CategoriesSection>().Buttons().Should().BeEmpty();
    }

    private static Task TypeAsync<T>(IRenderedComponent<T> page, string field, string text) where T : IComponent =>
        page.Find($"#contact-{field}").ChangeAsync(new() { Value = text });
}
