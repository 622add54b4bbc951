using Bunit;
using ContactsDashboard.Components.Shared;

namespace ContactsDashboard.Tests.Components.Shared;

public sealed class MenuTests : KitContext
{
    [Fact]
    public async Task Menu_ClosedByTheBrowser_TellsThePage()
    {
        var closed = 0;
        var part = Render<Menu>(p => p.Add(m => m.Label, "Actions for a@b.test").Add(m => m.OnClose, () => closed++));

        await part.Role("menu").TriggerEventAsync("onclose", EventArgs.Empty);

        closed.Should().Be(1);
        part.Role("menu").GetAttribute("aria-label").Should().Be("Actions for a@b.test");
    }

    [Fact]
    public async Task MenuItem_Clicked_RaisesOnClick()
    {
        var clicks = 0;
        var part = Render<MenuItem>(p => p.AddChildContent("Block email").Add(i => i.OnClick, () => clicks++));

        await part.Role("menuitem").ClickAsync(new());

        clicks.Should().Be(1);
    }

    [Fact]
    public async Task MenuItem_Disabled_SaysWhyAndDoesNothing()
    {
        var clicks = 0;
        var part = Render<MenuItem>(p => p.AddChildContent("Unblock").Add(i => i.Disabled, true).Add(i => i.Hint, "Nothing blocks it")
            .Add(i => i.OnClick, () => clicks++));

        await part.Role("menuitem").ClickAsync(new());

        clicks.Should().Be(0);
        part.Role("menuitem").GetAttribute("aria-disabled").Should().Be("true");
        part.Role("menuitem").TextContent.Should().Contain("Nothing blocks it");
    }

    [Fact]
    public void MenuItem_WithAddress_IsALink() => Render<MenuItem>(p => p.AddChildContent("View profile").Add(i => i.Href, "/contacts/1"))
        .Role("menuitem").GetAttribute("href").Should().Be("/contacts/1");

    [Fact]
    public void MenuItem_DisabledWithAddress_IsNoLink() =>
        Render<MenuItem>(p => p.AddChildContent("View").Add(i => i.Href, "/x").Add(i => i.Disabled, true)).FindAll("a").Should().BeEmpty();

    [Fact]
    public void MenuButton_ControlsItsMenu()
    {
        var part = Render<MenuButton>(p => p.Add(m => m.Label, "Theme").Add(m => m.ChildContent, Text("items")));

        part.Button("Theme").GetAttribute("aria-controls").Should().Be(part.Role("menu").Id);
        part.Button("Theme").GetAttribute("aria-expanded").Should().Be("false");
    }
}
