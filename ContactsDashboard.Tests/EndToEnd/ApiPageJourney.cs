using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>The page about the API, as somebody sees it who has not signed in, and as somebody who has.</summary>
public sealed class ApiPageJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData(false, 1440)]
    [InlineData(true, 1440)]
    [InlineData(false, 390)]
    [InlineData(true, 390)]
    public async Task Page_SignedOut_IsAccessibleAndFits(bool dark, int width)
    {
        var ann = await app.GivenVisitorAsync(dark, width);

        await ann.Page.GotoAsync("/api");

        await ann.ShouldBeAccessibleAsync($"api {dark} {width}");
        await ann.PictureAsync($"api-{(dark ? "dark" : "light")}-{width}");
        (await ann.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().BeLessThanOrEqualTo(0);
        (await ann.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")).Should()
            .StartWith("H1").And.ContainInOrder("H2", "H3", "H4");
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Command_Copied_NamesTheOrganisationOfWhoIsSignedIn()
    {
        var ann = await app.GivenVisitorAsync();
        await ann.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await ann.SignInAsync();
        await ann.Page.GotoAsync("/api");

        await ann.Button("Copy the command: Ask before sending").ClickAsync();

        await Expect(ann.Page.GetByText("Copied", new() { Exact = true })).ToBeVisibleAsync();
        var command = await ann.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        command.Should().StartWith($"curl -X POST \"{app.Address}/api/v1/organizations/{await app.FindAsync("demo")}/suppressions/check\"").And.Contain("-d '{ \"recipients\"");
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Contents_LeadToTheCall()
    {
        var ann = await app.GivenVisitorAsync();
        await ann.Page.GotoAsync("/api");

        await ann.Page.GetByRole(AriaRole.Navigation, new() { Name = "Calls" }).GetByRole(AriaRole.Link, new() { Name = "Undo a change" }).ClickAsync();

        await Expect(ann.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/api#undoChange$"));
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Undo a change" })).ToBeInViewportAsync();
    }
}
