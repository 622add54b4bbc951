using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An Admin makes a key, a program blocks with it, the activity shows, exports and undoes that, and the key is revoked.</summary>
public sealed class KeysAndActivityJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_MadeUsedUndoneAndRevoked_DoesWhatItSays()
    {
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync();
        await ann.GoAsync("/dashboard/keys?org=demo");
        await ann.Page.GetByLabel("Name").FillAsync("newsletter");
        await ann.Page.GetByLabel("suppressions:write").CheckAsync();
        await ann.Button("Create key").ClickAsync();
        var key = await ann.Page.Locator(".invite code").InnerTextAsync();
        await ann.ShouldBeAccessibleAsync("a new key");
        await ann.PictureAsync("key-made");

        using var http = new HttpClient { BaseAddress = new(app.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var blocked = await http.PostAsJsonAsync("/api/v1/organizations/org_1/suppressions", new { scope = "email", value = "ann@journey.test", reason = "manual" }, Stop);
        ((int)blocked.StatusCode).Should().Be(201);

        await ann.GoAsync("/dashboard/activity?org=demo");
        await ann.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search activity" }).FillAsync("journey.test");
        await ann.Page.Keyboard.PressAsync("Enter");
        var rows = ann.Page.Locator("li.deed");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync("API key newsletter added ann@journey.test to the suppressions");
        var download = await ann.Page.RunAndWaitForDownloadAsync(() => ann.Page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());
        (await File.ReadAllTextAsync(await download.PathAsync(), Stop)).Should().Contain("added_suppression,ann@journey.test,1,no");

        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Undo: added ann@journey.test to the suppressions" }).ClickAsync();
        await Expect(rows.Filter(new() { HasText = "undid" })).ToHaveCountAsync(1);
        (await AllowedAsync(http)).Should().BeTrue();

        await ann.GoAsync("/dashboard/keys?org=demo");
        await ann.Button("Revoke newsletter").ClickAsync();
        await Expect(ann.Dialog("Revoke the key newsletter?")).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("revoke dialog");
        await ann.Button("Revoke key").ClickAsync();
        await Expect(ann.Page.Locator(".keyline").Filter(new() { HasText = "newsletter" })).ToContainTextAsync("Revoked");
        using var refused = await http.GetAsync("/api/v1/organizations/org_1/suppressions", Stop);
        ((int)refused.StatusCode).Should().Be(401);
        ann.Errors.Should().BeEmpty();
    }

    private static async Task<bool> AllowedAsync(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/organizations/org_1/suppressions/check", new { recipients = new[] { "ann@journey.test" } }, Stop);
        return (await answer.Content.ReadAsStringAsync(Stop)).Contains("\"allowed\":true", StringComparison.Ordinal);
    }
}
