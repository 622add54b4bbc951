using Bunit;
using ContactsDashboard.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Layout;

public sealed class DashboardLayoutTests : KitContext
{
    public DashboardLayoutTests()
    {
        Services.AddSingleton<AntiforgeryStateProvider, OneToken>();
        Renderer.SetRendererInfo(new("Server", isInteractive: true));
    }

    private IRenderedComponent<DashboardLayout> Frame(Shell? shell) =>
        Render<DashboardLayout>(p =>
        {
            p.Add(l => l.Body, Text("The page."));
            if (shell is not null)
                p.AddCascadingValue(shell);
        });

    [Fact]
    public void Layout_SignedIn_ShowsWhoIsHere()
    {
        var part = Frame(SomeShell());

        part.Find("main").TextContent.Should().Contain("The page.");
        part.Button("Account: Mira Kovač").GetAttribute("aria-haspopup").Should().Be("menu");
        part.Find(".who").TextContent.Should().Contain("mira@acme.example").And.Contain("Operator");
        part.FindAll("[role=menuitem]").Select(i => i.TextContent.Trim()).Should().Contain(["Settings", "Password", "Sign out"]);
    }

    [Fact]
    public void SignOut_IsAPostWithAToken()
    {
        var form = Frame(SomeShell()).Find("form[action='/account/sign-out']");

        form.GetAttribute("method").Should().Be("post");
        form.QuerySelector("input[name=__token]")!.GetAttribute("value").Should().Be("value");
    }

    [Fact]
    public void Layout_NobodyKnown_StillShowsThePage()
    {
        var part = Frame(null);

        part.Find("main").TextContent.Should().Contain("The page.");
        part.Link("Sign in").GetAttribute("href").Should().Be("/account/sign-in");
    }

    [Fact]
    public void Organisations_Several_AreOffered()
    {
        var part = Frame(SomeShell(new("Acme", "acme"), new("Other", "other")));

        part.Button("Organisation: Acme").Should().NotBeNull();
        part.Link("Other").GetAttribute("href").Should().Be("/dashboard/contacts?org=other");
    }

    [Fact]
    public async Task SearchButton_Pressed_OpensThePalette()
    {
        var part = Frame(SomeShell());

        await part.Find("[data-palette]").ClickAsync(new());

        part.Role("combobox").GetAttribute("aria-label").Should().Be("Search or jump to");
    }

    [Fact]
    public void SkipLink_LeadsToTheContent() => Frame(null).Link("Skip to content").GetAttribute("href").Should().EndWith("#main");

    private sealed class OneToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new("value", "__token");
    }
}
