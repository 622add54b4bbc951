using Bunit;
using ContactsDashboard.Components.Pages.Keys;
using ContactsDashboard.Services.ApiKeys;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Keys;

public sealed class KeysPageTests : PageContext
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    private ApiKeyService Keys => Services.GetRequiredService<ApiKeyService>();

    private static AngleSharp.Dom.IElement Scope(IRenderedComponent<KeysPage> page, string scope) =>
        page.FindAll(".checks label").Single(l => l.QuerySelector("code")!.TextContent == scope).QuerySelector("input")!;

    [Fact]
    public async Task Create_WithChosenScopes_ShowsTheKeyOnceAndStoresWhatWasChosen()
    {
        var page = Open<KeysPage>();
        await page.Find("#key-name").ChangeAsync(new() { Value = "newsletter" });
        await Scope(page, "suppressions:write").ChangeAsync(new() { Value = true });

        await page.Find("form").SubmitAsync();

        var text = page.Find(".invite code").TextContent;
        (await Keys.AuthenticateAsync(text, Stop)).IsOk.Should().BeTrue();
        var key = (await Keys.ListAsync(Acme.Id, Stop)).Value.Should().ContainSingle().Which;
        (key.Name, string.Join(' ', key.Scopes)).Should().Be(("newsletter", "contacts:read suppressions:read suppressions:write check"));
        page.Find(".keyline").TextContent.Should().Contain("newsletter").And.Contain("never used").And.NotContain(text);
    }

    [Fact]
    public async Task Create_WithoutNameOrScope_SaysWhichIsMissing()
    {
        var page = Open<KeysPage>();

        await page.Find("form").SubmitAsync();
        page.Find("[role=alert]").TextContent.Should().Contain("name");
        foreach (var scope in new[] { "contacts:read", "suppressions:read", "check" })
            await Scope(page, scope).ChangeAsync(new() { Value = false });
        await page.Find("form").SubmitAsync();

        page.Find("[role=alert]").TextContent.Should().Be("Choose at least one scope.");
        (await Keys.ListAsync(Acme.Id, Stop)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task Revoke_Confirmed_RefusesTheKeyAtOnce()
    {
        var made = (await Keys.CreateAsync(Acme.Id, "crm", [], 100, null, Stop)).Value;
        var page = Open<KeysPage>();

        await page.Button("Revoke crm").ClickAsync();
        await page.Button("Revoke key").ClickAsync();

        (await Keys.AuthenticateAsync(made.Text, Stop)).Problem!.Code.Should().Be("KEY_REVOKED");
        page.Find(".keyline .badge").TextContent.Should().Be("Revoked");
    }
}
