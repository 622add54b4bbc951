using Bunit;
using ContactsDashboard.Components.Shared.Filters;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Tests.Components.Filters;

public sealed class SavedSearchesTests : PageContext
{
    private IRenderedComponent<SavedSearches> OpenAt(string query) =>
        Open<SavedSearches>(p => p.Add(s => s.Query, query).Add(s => s.Href, text => $"/dashboard/contacts/all?{text}"));

    private static async Task SaveAsync(IRenderedComponent<SavedSearches> menu, string name, bool shared = false)
    {
        await menu.FindAll("[role=menuitem]").Single(i => i.TextContent.Contains("Save this search…")).ClickAsync();
        menu.Find("dialog input").Change(name);
        if (shared)
            menu.Find("dialog input[type=checkbox]").Change(true);
        await menu.Find("dialog form").SubmitAsync();
    }

    [Fact]
    public async Task Save_AName_AddsItToTheMenu()
    {
        var menu = OpenAt("q=rating%3E50");

        await SaveAsync(menu, "Good ones", shared: true);

        var item = menu.Find("a[role=menuitem]");
        item.TextContent.Should().Contain("Good ones").And.Contain("Shared");
        item.GetAttribute("href").Should().Be("/dashboard/contacts/all?q=rating%3E50");
        Toasts.Current.Should().ContainSingle().Which.Text.Should().Be("Saved “Good ones”.");
    }

    [Fact]
    public async Task Save_WithoutASearchOrName_IsNotOffered()
    {
        OpenAt("").FindAll("[role=menuitem]").Single().GetAttribute("aria-disabled").Should().Be("true");
        var menu = OpenAt("q=a");

        await SaveAsync(menu, " ");

        menu.Find("dialog .error").TextContent.Should().Be("Give the search a name.");
    }

    [Fact]
    public async Task Manage_RenameThenDelete_AsksFirstAndCanBeUndone()
    {
        var menu = OpenAt("q=a");
        await SaveAsync(menu, "Mine");
        await menu.FindAll("[role=menuitem]").Single(i => i.TextContent.Contains("Manage")).ClickAsync();

        await menu.Button("Rename Mine").ClickAsync();
        menu.Find("dialog input").Change("Ours");
        await menu.Find("dialog form").SubmitAsync();
        await menu.Button("Delete Ours").ClickAsync();
        menu.Find("dialog h2").TextContent.Should().Be("Delete the saved search Ours?");
        await menu.Button("Delete search").ClickAsync();
        menu.FindAll("a[role=menuitem]").Should().BeEmpty();
        await menu.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[^1]));

        menu.Find("a[role=menuitem]").TextContent.Should().Contain("Ours");
    }

    [Fact]
    public async Task Auditor_OfASharedSearch_MayOnlyUseIt()
    {
        await SaveAsync(OpenAt("q=a"), "Ours", shared: true);
        await ActAsAsync(Role.Auditor);

        var menu = OpenAt("");

        menu.FindAll("[role=menuitem]").Should().NotContain(i => i.TextContent.Contains("Manage"));
        menu.Find("a[role=menuitem]").TextContent.Should().Contain("Ours");
    }
}
