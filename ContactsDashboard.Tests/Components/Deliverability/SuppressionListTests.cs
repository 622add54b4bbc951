using Bunit;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Live;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Tests.Components.Deliverability;

public sealed class SuppressionListTests : DeliverabilityFixture
{
    [Fact]
    public void List_OfANewOrganisation_SaysWhatToDo()
    {
        var page = OpenPage();

        page.Find(".part .empty").TextContent.Should().Contain("Nothing is suppressed");
        page.Buttons().Should().Contain("Import a list");
    }

    [Fact]
    public async Task List_Filter_ComesFromTheAddress()
    {
        await GivenEntryAsync("ann@acme.test");
        await GivenEntryAsync("other.test");
        await GivenBounceAsync("bob@acme.test", "554 5.7.1", "Blocked by the gateway");
        await GivenBounceAsync("cem@acme.test");

        OpenPage("&reason=bounced&code=554").Values().Should().Equal("bob@acme.test");
        OpenPage("&scope=domain").Values().Should().Equal("other.test");
        OpenPage("&source=operator&email=ann").Values().Should().Equal("ann@acme.test");
        OpenPage("&text=gateway").Values().Should().Equal("bob@acme.test");
        OpenPage("&after=2100-01-01T00:00:00Z").Values().Should().BeEmpty();
    }

    [Fact]
    public async Task List_Reasons_AreCountedAndLinked()
    {
        await GivenEntryAsync("ann@acme.test");
        await GivenBounceAsync("bob@acme.test");
        var page = OpenPage("&reason=bounced");

        var tabs = page.FindAll("[role=tablist][aria-label=Reason] [role=tab]");

        tabs.Select(t => $"{t.ChildNodes[0].TextContent.Trim()} {t.GetAttribute("aria-description")}").Should()
            .Equal("All 2", "Manual 1", "Unsubscribed 0", "Bounced 1", "Spam report 0", "Spam trap 0");
        page.Find("[role=tab][aria-selected=true]").TextContent.Should().StartWith("Bounced");
        Navigation.NavigateTo(tabs[1].GetAttribute("href")!);
        page.WaitForAssertion(() => page.Values().Should().Equal("ann@acme.test"), Soon);
    }

    [Fact]
    public async Task List_Filters_AreWrittenIntoTheAddressAndShownAsChips()
    {
        await GivenBounceAsync("bob@acme.test", "554 5.7.1", "Blocked by the gateway");
        await GivenBounceAsync("cem@acme.test");
        var page = OpenPage();
        await page.Button("Filters").ClickAsync(new());
        await page.Field("SMTP code begins with").ChangeAsync(new() { Value = "554" });
        await page.Field("Created since").ChangeAsync(new() { Value = "2020-01-31T10:00" });

        await page.Find("#suppression-filters").SubmitAsync();

        page.WaitForAssertion(() => page.Values().Should().Equal("bob@acme.test"), Soon);
        Navigation.Uri.Should().Contain("code=554").And.Contain("after=2020-01-31T10%3A00%3A00Z").And.EndWith("#suppressions");
        page.FindAll(".filters .chip b").Select(c => c.TextContent).Should().Equal("554…", "31 Jan 2020, 10:00");
        Navigation.NavigateTo(page.Find("[aria-label='Remove filter SMTP code 554…']").GetAttribute("href")!);
        page.WaitForAssertion(() => page.Values().Should().HaveCount(2), Soon);
    }

    [Fact]
    public async Task List_NothingMatches_NamesTheFilterAndTheWayOut()
    {
        await GivenEntryAsync("ann@acme.test");

        var page = OpenPage("&email=zoe&reason=bounced");

        page.Find(".part .empty").TextContent.Should().Contain("None has all of: Reason Bounced, Contains “zoe”");
        page.Link("Clear search and filters").GetAttribute("href").Should().Be("/dashboard/deliverability?org=acme#suppressions");
    }

    [Fact]
    public async Task List_MoreThanAPage_HasPages()
    {
        for (var i = 0; i < 21; i++)
            await GivenEntryAsync($"p{i:00}@many.test");
        var page = OpenPage();
        page.Values().Should().HaveCount(20).And.StartWith("p20@many.test");

        Navigation.NavigateTo(page.Link("Next page").GetAttribute("href")!);

        page.WaitForAssertion(() => page.Values().Should().Equal("p00@many.test"), Soon);
        page.Find(".range").TextContent.Should().Be("21–21 of 21");
    }

    [Fact]
    public async Task Live_ChangedByAnother_RowsStayUntilRefreshed()
    {
        var ann = await GivenEntryAsync("ann@acme.test");
        await GivenEntryAsync("bob@acme.test");
        var page = OpenPage();
        await Service<ChangeFeed>().StartAsync(Ending);

        (await Service<SuppressionService>().DeleteAsync(Organization.Id, ann.Id, Ending)).IsOk.Should().BeTrue();

        page.WaitForAssertion(() => page.Find(".news").TextContent.Should().Contain("1 change"), Soon);
        page.Values().Should().Equal("bob@acme.test", "ann@acme.test");
        page.Find($"tr[data-row='{ann.Id}']").TextContent.Should().Contain("Deleted");
        await page.Button("Refresh").ClickAsync(new());
        page.Values().Should().Equal("bob@acme.test");
        await Service<ChangeFeed>().StopAsync(Ending);
    }

    [Theory]
    [InlineData(Role.Auditor, false, false, false)]
    [InlineData(Role.Analyst, false, true, false)]
    [InlineData(Role.Operator, true, true, true)]
    public async Task Page_ByRole_OffersWhatTheRoleMayDo(Role role, bool mayAdd, bool mayExport, bool mayRelease)
    {
        await GivenEntryAsync("ann@acme.test");
        await ActAsAsync(role);

        var page = OpenPage("&email=ann");

        page.Buttons().Contains("Add suppression").Should().Be(mayAdd);
        page.Buttons().Contains("Release all that match…").Should().Be(mayRelease);
        page.FindAll("a[download]").Should().HaveCount(mayExport ? 1 : 0);
        await page.OpenDrawerAsync("ann@acme.test");
        page.Buttons().Count(b => b.StartsWith("Edit", StringComparison.Ordinal) || b.StartsWith("Delete", StringComparison.Ordinal))
            .Should().Be(mayAdd ? 2 : 0);
        page.Find("dialog").TextContent.Contains("Your role does not release blocks.", StringComparison.Ordinal).Should().Be(!mayRelease);
    }

    [Fact]
    public async Task Export_OfTheFilteredList_KeepsFilterAndSwitch()
    {
        await GivenEntryAsync("ann@acme.test");
        var page = OpenPage("&email=ann");
        page.Find("a[download]").GetAttribute("href").Should().Be("/dashboard/deliverability/suppressions.csv?org=acme&email=ann");

        await page.Find(".safe input").ChangeAsync(new() { Value = false });

        page.Find("a[download]").GetAttribute("href").Should().EndWith("email=ann&safe=no");
    }
}
