using System.Text.RegularExpressions;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An Admin makes a form, somebody signs up with it, and only the link in their mail makes them somebody to write to.</summary>
public sealed partial class SignUpJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task SignUp_FromFormToConfirmation()
    {
        var admin = await app.GivenVisitorAsync();
        app.Services.GetRequiredService<ContactsDashboard.Components.Public.VisitorLimit>().PerMinute = 1_000;
        await admin.SignInAsync();
        await admin.GoAsync("/dashboard/settings?org=demo#forms");
        var section = admin.Page.Locator("#forms");
        await section.GetByLabel("Name", new() { Exact = true }).FillAsync("Autumn letter");
        await section.GetByLabel("Category").FillAsync("Letters");
        await admin.Button("Create form").ClickAsync();
        var form = section.Locator("li.signup").Filter(new() { HasText = "Autumn letter" });
        var address = await form.GetByRole(AriaRole.Link).InnerTextAsync();
        await form.GetByText("Snippet for your site").ClickAsync();
        await Expect(form.Locator("pre")).ToContainTextAsync(address);
        await admin.PictureAsync("settings-forms");
        // A button half under the bar at the top would count as too small a target.
        await admin.Page.EvaluateAsync("() => scrollTo(0, 0)");
        await admin.ShouldBeAccessibleAsync("a new form");

        var ann = await app.GivenVisitorAsync();
        await ann.Page.GotoAsync(address);
        await ann.Page.GetByLabel("Email").FillAsync("ann@signup.test");
        await ann.Page.GetByLabel("Name", new() { Exact = false }).First.FillAsync("Ann");
        await ann.Button("Sign up").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Look into your mail" })).ToBeVisibleAsync();
        (await CodeAsync("ann@signup.test")).Should().Be("NOT_CONFIRMED");
        (await ann.Page.Context.CookiesAsync()).Should().BeEmpty();

        await ann.Page.GotoAsync(LinkIn(MailTo("ann@signup.test")));
        (await CodeAsync("ann@signup.test")).Should().Be("NOT_CONFIRMED", "opening the link alone confirms nothing");
        await ann.Button("Confirm").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Thank you, you are signed up" })).ToBeVisibleAsync();

        (await CodeAsync("ann@signup.test")).Should().BeNull();
        Stored("ann@signup.test").Should().Equal("1|2|3|the recipient, form Autumn letter|1|Letters");
        await ann.Page.GotoAsync(LinkIn(MailTo("ann@signup.test")));
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "This is confirmed already" })).ToBeVisibleAsync();
        await Expect(form).ToContainTextAsync("1 of 1 confirmed");
        admin.Errors.Concat(ann.Errors).Should().BeEmpty();
    }

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task PublicPages_InThisLook_AreAccessibleAndFit(string look, int width)
    {
        // All visitors here come from one place.
        app.Services.GetRequiredService<ContactsDashboard.Components.Public.VisitorLimit>().PerMinute = 1_000;
        var (demo, forms) = (await app.FindAsync("demo"), app.As<SignUpFormService>(new SystemActor()));
        var id = (await forms.CreateAsync(demo, $"News in {look} {width}", "News", TestStore.Stop)).Value;
        var form = $"/s/{(await forms.ListAsync(demo, TestStore.Stop)).Value.Single(f => f.Id == id).Token}";
        var email = $"{look}{width}@looks.test";
        var ann = await app.GivenVisitorAsync(dark: look == "dark", width);
        async Task LookAsync(string name)
        {
            await ann.ShouldBeAccessibleAsync($"{name} {look} {width}");
            await ann.PictureAsync($"public-{name}-{look}-{width}");
            (await ann.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().BeLessThanOrEqualTo(0, name);
        }

        await ann.Page.GotoAsync(form);
        await LookAsync("form");
        await ann.Page.GetByLabel("Email").FillAsync("ann@ann@x");
        await ann.Page.EvaluateAsync("() => document.querySelector('form').noValidate = true");
        await ann.Button("Sign up").ClickAsync();
        await Expect(ann.Page.GetByText("This is not an email address.")).ToBeVisibleAsync();
        await LookAsync("form-wrong");
        await ann.Page.GetByLabel("Email").FillAsync(email);
        await ann.Button("Sign up").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Look into your mail" })).ToBeVisibleAsync();
        await LookAsync("form-sent");
        await ann.Page.GotoAsync(LinkIn(MailTo(email)));
        await LookAsync("confirm");
        await ann.Button("Confirm").ClickAsync();
        await LookAsync("confirmed");
        await ann.Page.GotoAsync("/s/confirm/nothing");
        await LookAsync("confirm-unknown");
        ann.Errors.Where(e => !e.Contains("400", StringComparison.Ordinal) && !e.Contains("404", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private async Task<string?> CodeAsync(string email) =>
        (await app.As<CheckService>(new SystemActor()).CheckAsync(await app.FindAsync("demo"), [email], TestStore.Stop)).Value[0].Code;

    private string MailTo(string email) => Directory.GetFiles(Path.Combine(app.Folder, "outbox"), "*.eml").Select(File.ReadAllText)
        .Single(mail => mail.Contains($"To: <{email}>", StringComparison.Ordinal));

    private static string LinkIn(string mail) => Link().Match(mail.Replace("=\r\n", "", StringComparison.Ordinal)).Value;

    // Standing, confirmation, creation method, consent, whether consent has a time, category.
    private List<string> Stored(string email) => ProductProcess.List(app.Folder, """
        SELECT c.EmailStanding || '|' || a.Confirmation || '|' || c.CreationMethod || '|' || c.ConsentBy || '|' || (c.ConsentAt IS NOT NULL) || '|' || s.Name
        FROM Contacts c JOIN Addresses a ON a.Id = c.EmailAddressId JOIN SegmentMembers m ON m.ContactId = c.Id JOIN Segments s ON s.Id = m.SegmentId WHERE a.Value = @email
        """, ("@email", email));

    [GeneratedRegex(@"http://\S+/s/confirm/[\w-]+")]
    private static partial Regex Link();
}
