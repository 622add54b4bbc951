using System.Text.RegularExpressions;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Unsubscribes;
using ContactsDashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>A recipient unsubscribes by the link of a mail, thinks better of it, and only the mail to their address brings them back.</summary>
public sealed partial class UnsubscribeJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 390)]
    public async Task Recipient_UnsubscribesAndComesBackByMail(string look, int width)
    {
        var (demo, system, email) = (await app.FindAsync("demo"), new SystemActor(), $"ann{width}@recipient.test");
        await app.As<CategoryService>(system).CreateAsync(demo, $"Letters {width}", TestStore.Stop);
        var token = (await app.As<UnsubscribeService>(system).LinksAsync(demo, [email], null, TestStore.Stop)).Value[0].Token!;
        var ann = await app.GivenVisitorAsync(dark: look == "dark", width);
        async Task LookAsync(string name)
        {
            await ann.ShouldBeAccessibleAsync($"{name} {look} {width}");
            await ann.PictureAsync($"unsubscribe-{name}-{look}-{width}");
            (await ann.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().BeLessThanOrEqualTo(0, name);
        }

        await ann.Page.GotoAsync($"/u/{token}");
        await LookAsync("page");
        (await CodeAsync(email)).Should().BeNull("looking alone changes nothing");
        await ann.Button("Unsubscribe from everything").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "You are unsubscribed" })).ToBeVisibleAsync();
        (await CodeAsync(email)).Should().Be("SUPPRESSED");
        ProductProcess.List(app.Folder, "SELECT Reason || '|' || Source || '|' || (ExpiresAt IS NULL) FROM Suppressions WHERE Value = @email AND EndedAt IS NULL", ("@email", email))
            .Should().Equal("1|5|1");
        await LookAsync("done");

        await ann.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Letters {width}" }).CheckAsync();
        await ann.Button("Subscribe again").ClickAsync();
        await Expect(ann.Page.GetByText("Look into your mail")).ToBeVisibleAsync();
        (await CodeAsync(email)).Should().Be("SUPPRESSED", "asking alone frees nobody");
        await LookAsync("asked");
        await ann.Page.GotoAsync(LinkIn(MailTo(email)));
        await ann.Button("Confirm").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Thank you, you are signed up" })).ToBeVisibleAsync();
        (await CodeAsync(email)).Should().BeNull();
        await ann.Page.GotoAsync($"/u/{token}");
        await Expect(ann.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Letters {width}" })).ToBeCheckedAsync();
        await ann.Page.GotoAsync("/u/nothing");
        await LookAsync("unknown");
        (await ann.Page.Context.CookiesAsync()).Should().BeEmpty();
        ann.Errors.Where(e => !e.Contains("404", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private async Task<string?> CodeAsync(string email) =>
        (await app.As<CheckService>(new SystemActor()).CheckAsync(await app.FindAsync("demo"), [email], TestStore.Stop)).Value[0].Code;

    private string MailTo(string email) => Directory.GetFiles(Path.Combine(app.Folder, "outbox"), "*.eml").Select(File.ReadAllText)
        .Single(mail => mail.Contains($"To: <{email}>", StringComparison.Ordinal));

    private static string LinkIn(string mail) => Link().Match(mail.Replace("=\r\n", "", StringComparison.Ordinal)).Value;

    [GeneratedRegex(@"http://\S+/s/confirm/[\w-]+")]
    private static partial Regex Link();
}
