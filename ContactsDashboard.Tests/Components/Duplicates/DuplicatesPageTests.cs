using Bunit;
using ContactsDashboard.Components;
using ContactsDashboard.Components.Pages.Duplicates;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Duplicates;

public sealed class DuplicatesPageTests : PageContext
{
    private async Task GivenAsync(int count, string? email = null, string? phone = null)
    {
        for (var i = 0; i < count; i++)
        {
            (await Services.GetRequiredService<ProfileService>().CreateAsync(Acme.Id, new() { FirstName = "Ann", LastName = $"{i}", Email = email, Phone = phone },
                new(true), TestStore.Stop)).IsOk.Should().BeTrue();
        }
    }

    private IRenderedComponent<DuplicatesPage> OpenPage(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"{DashboardUrls.DuplicatesPath}?org=acme{query}");
        return Open<DuplicatesPage>();
    }

    [Fact]
    public async Task Page_WithDuplicates_ListsThemByChannel()
    {
        await GivenAsync(3, "b@x.test");
        await GivenAsync(2, "a@x.test", "+436641234567");

        var page = OpenPage();

        page.FindAll("[role=tab]").Select(t => t.GetAttribute("aria-description")).Should().Equal("3", "1");
        page.FindAll("tbody tr").Select(r => r.TextContent.Trim()[..8]).Should().Equal("a@x.test", "b@x.test");
        page.Find(".total").TextContent.Should().Be("3 too many at 2 email addresses");
        OpenPage("&channel=phone").Find("tbody tr").TextContent.Should().Contain("+436641234567");
    }

    [Fact]
    public void Page_WithoutDuplicates_SaysSo()
    {
        var page = OpenPage();

        page.Markup.Should().Contain("No two contacts share an email address.");
        page.Button("Remove duplicates").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public async Task Group_Opened_OffersEditAndDelete_OnlyToWhoMay()
    {
        await GivenAsync(2, "a@x.test");
        var href = OpenPage().Find("tbody a").GetAttribute("href")!;
        var group = href[href.IndexOf("&group", StringComparison.Ordinal)..];

        var drawer = OpenPage(group).Find("dialog.drawer");
        drawer.QuerySelectorAll("li").Should().HaveCount(2);
        drawer.QuerySelectorAll("li a.btn, li button").Should().HaveCount(4);

        await ActAsAsync(Role.Auditor);
        var page = OpenPage(group);
        page.Find("dialog.drawer").QuerySelectorAll("li a.btn, li button").Should().BeEmpty();
        page.Buttons().Should().NotContain("Remove duplicates");
    }
}
