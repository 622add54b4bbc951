using AngleSharp.Dom;
using Bunit;
using ContactsDashboard.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Tests.Components.Shared;

public sealed class TableTests : KitContext
{
    private IRenderedComponent<Pager> Page(int page, long total) =>
        Render<Pager>(p => p.Add(x => x.Page, page).Add(x => x.Total, total).Add(x => x.Href, n => $"/c?page={n}"));

    [Fact]
    public void Pager_InTheMiddle_LinksEveryWay()
    {
        var part = Page(2, 1234);

        part.Find("nav").GetAttribute("aria-label").Should().Be("Pagination");
        part.Find(".range").TextContent.Should().Be("21–40 of 1,234");
        part.Link("First page").GetAttribute("href").Should().Be("/c?page=1");
        part.Link("Previous page").GetAttribute("href").Should().Be("/c?page=1");
        part.Link("Next page").GetAttribute("href").Should().Be("/c?page=3");
        part.Link("Last page").GetAttribute("href").Should().Be("/c?page=62");
    }

    [Fact]
    public void Pager_AtTheEnds_HasNoDeadLinks()
    {
        Page(1, 1234).Link("Previous page").HasAttribute("href").Should().BeFalse();
        var last = Page(62, 1234);
        last.Link("Next page").HasAttribute("href").Should().BeFalse();
        last.Link("Next page").GetAttribute("aria-disabled").Should().Be("true");
        last.Find(".range").TextContent.Should().Be("1,221–1,234 of 1,234");
    }

    [Fact]
    public void Pager_OnePage_ShowsTheRangeOnly()
    {
        var part = Page(1, 20);

        part.Find(".range").TextContent.Should().Be("1–20 of 20");
        part.FindAll("nav").Should().BeEmpty();
    }

    [Fact]
    public void Pager_Nothing_ShowsNothing() => Page(1, 0).Markup.Trim().Should().BeEmpty();

    [Fact]
    public void Pager_GivenAddresses_TakesThem() => Render<Pager>(p => p.Add(x => x.Page, 501).Add(x => x.Total, 1_000_000)
        .Add(x => x.NextHref, "/c?after=abc")).Link("Next page").GetAttribute("href").Should().Be("/c?after=abc");

    [Theory]
    [InlineData(true, true, "descending")]
    [InlineData(true, false, "ascending")]
    [InlineData(false, true, null)]
    public void SortHeader_SaysHowItIsSorted(bool active, bool descending, string? expected)
    {
        var part = Render(SortHeader.Of(ResourceAssetCollection.Empty, "Email", "/c?sort=email", active, descending));

        part.Find("th").GetAttribute("aria-sort").Should().Be(expected);
        part.Link("Email").GetAttribute("href").Should().Be("/c?sort=email");
    }

    [Fact]
    public void Tabs_Links_NameCountAndSelection()
    {
        var part = Render<Tabs>(p => p.Add(t => t.Label, "Status").Add(t => t.Selected, "blocked")
            .Add(t => t.Items, [new("all", "All", "/c", 50_000), new("blocked", "Blocked", "/c?status=blocked", 5_027)]));

        part.Role("tablist").GetAttribute("aria-label").Should().Be("Status");
        var selected = part.FindAll("[role=tab]").Single(t => t.GetAttribute("aria-selected") == "true");
        selected.GetAttribute("href").Should().Be("/c?status=blocked");
        selected.GetAttribute("aria-description").Should().Be("5,027");
        selected.TextContent.Should().Contain("Blocked").And.Contain("5,027");
    }

    [Fact]
    public async Task Tabs_Buttons_RaiseTheirKey()
    {
        string? chosen = null;
        var part = Render<Tabs>(p => p.Add(t => t.Label, "View").Add(t => t.Items, [new("one", "One"), new("two", "Two")])
            .Add(t => t.OnSelect, key => chosen = key));

        await part.Button("Two").ClickAsync(new());

        chosen.Should().Be("two");
    }

    [Theory]
    [InlineData(true, true, "plain")]
    [InlineData(false, false, "plain")]
    [InlineData(null, false, "mixed")]
    public void CheckAll_SomeSelected_IsMixed(bool? given, bool ticked, string state)
    {
        var part = Render<CheckAll>(p => p.Add(c => c.Checked, given));

        part.Find("input").HasAttribute("checked").Should().Be(ticked);
        part.Find("ui-check").GetAttribute("state").Should().Be(state);
    }

    [Fact]
    public void BulkBar_NothingSelected_IsAbsent() => Render<BulkBar>(p => p.Add(b => b.Count, 0)).Markup.Trim().Should().BeEmpty();

    [Fact]
    public async Task BulkBar_MoreMatch_OffersThemAll()
    {
        var all = false;
        var part = Render<BulkBar>(p => p.Add(b => b.Count, 20).Add(b => b.Matching, 5_027).Add(b => b.OnSelectAll, () => all = true));

        await part.Button("Select all 5,027 matching").ClickAsync(new());

        all.Should().BeTrue();
        part.Role("status").TextContent.Should().Be("20 selected");
    }

    [Fact]
    public void BulkBar_AllMatchingSelected_OffersNoMore() => Render<BulkBar>(p => p.Add(b => b.Count, 5_027).Add(b => b.Matching, 5_027)
        .Add(b => b.OnSelectAll, () => { })).Buttons().Should().Equal("Clear selection");

    [Fact]
    public void FilterChip_Removal_NamesTheFilter() => Render<FilterChip>(p => p.Add(c => c.Label, "Domain").Add(c => c.Value, "acme.test")
        .Add(c => c.RemoveHref, "/c")).Link("Remove filter Domain acme.test").GetAttribute("href").Should().Be("/c");
}
