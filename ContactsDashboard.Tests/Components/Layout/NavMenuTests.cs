using Bunit;
using ContactsDashboard.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Layout;

public sealed class NavMenuTests : KitContext
{
    private static readonly NavItem[] Items =
        [new("Contacts", "/dashboard/contacts", "users", 'c'), new("All contacts", "/dashboard/contacts/all", "list")];

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private static IEnumerable<string> Current(IRenderedComponent<NavMenu> part) =>
        part.FindAll("[aria-current=page]").Select(a => a.TextContent.Trim());

    [Theory]
    [InlineData("/dashboard/contacts?page=2", "Contacts")]
    [InlineData("/dashboard/contacts/17", "Contacts")]
    [InlineData("/dashboard/contacts/all", "All contacts")]
    public void NavMenu_OnAPage_MarksTheNearestEntry(string url, string expected)
    {
        Navigation.NavigateTo(url);

        Current(Render<NavMenu>(p => p.Add(n => n.Items, Items))).Should().Equal(expected);
    }

    [Fact]
    public void NavMenu_Moved_MarksTheNewPage()
    {
        Navigation.NavigateTo("/dashboard/contacts");
        var part = Render<NavMenu>(p => p.Add(n => n.Items, Items));

        Navigation.NavigateTo("/dashboard/contacts/all");

        part.WaitForAssertion(() => Current(part).Should().Equal("All contacts"));
    }

    [Fact]
    public void NavMenu_SeveralOrganisations_LinksNameTheirs()
    {
        var shell = SomeShell(new("Acme", "acme"), new("Other", "other"));

        var part = Render<NavMenu>(p => p.Add(n => n.Items, Items).AddCascadingValue(shell));

        part.Link("Contacts").GetAttribute("href").Should().Be("/dashboard/contacts?org=acme");
    }

    [Theory]
    [InlineData("/dashboardx", null)]
    [InlineData("/dashboard/contactsx", null)]
    [InlineData("/DASHBOARD/Contacts", "Contacts")]
    public void Current_OtherPaths_AreNotTaken(string path, string? expected) => NavItem.Current(Items, path)?.Text.Should().Be(expected);
}
