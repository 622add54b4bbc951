using Bunit;
using ContactsDashboard.Components;
using ContactsDashboard.Components.Pages.Analytics;
using ContactsDashboard.Components.Pages.Segments;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Segments;

public sealed class SegmentPagesTests : PageContext
{
    public SegmentPagesTests() => SetRendererInfo(new("Server", isInteractive: true));

    private async Task GivenPeopleAsync()
    {
        foreach (var (email, phone) in new[] { ("ann@x.test", "+436641230001"), ("bob@x.test", null), (null, "+436641230002") })
            (await Services.GetRequiredService<ProfileService>().CreateAsync(Acme.Id, new() { FirstName = "Ann", Email = email, Phone = phone }, new(true), TestStore.Stop)).IsOk.Should().BeTrue();
        await Services.GetRequiredService<SuppressionService>().AddAsync(Acme.Id, new(SuppressionScope.Email, "bob@x.test", SuppressionReason.Complained), false, TestStore.Stop);
    }

    private IRenderedComponent<T> At<T>(string url) where T : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(url);
        return Open<T>();
    }

    [Fact]
    public async Task Analytics_SlicesAndParts_AreLinksWithTheirNumbers()
    {
        await GivenPeopleAsync();

        var page = At<AnalyticsPage>(DashboardUrls.Analytics("acme"));

        page.FindAll("[role=tab]").Select(t => t.GetAttribute("aria-description")).Should().Equal("2", "2");
        page.FindAll("svg a").Select(a => a.GetAttribute("aria-label")).Should().Equal("Never sent to: 2 (100 %)", "New: 1 (50 %)", "Spam report: 1 (50 %)");
        page.FindAll("svg a")[0].GetAttribute("href").Should().Contain("slice=never_sent");
        page.FindAll("svg a")[2].GetAttribute("href").Should().Be(DashboardUrls.AllContacts("acme", new() { Filter = "reach:never_sent status:spam" }));
        page.Markup.Should().Contain("The first one appears tomorrow");
    }

    [Fact]
    public void Analytics_WithoutContacts_SaysSo() => At<AnalyticsPage>(DashboardUrls.Analytics("acme", ReachChannel.Phone)).Markup.Should().Contain("No contacts with phone");

    [Fact]
    public async Task Segments_OfferChangesOnlyToWhoMay()
    {
        await Services.GetRequiredService<SegmentService>().CreateListAsync(Acme.Id, "Blacklist", TestStore.Stop);
        var page = At<SegmentsPage>(DashboardUrls.Segments("acme"));
        page.Find("tbody tr").TextContent.Should().Contain("Blacklist").And.Contain("List");
        page.Find("[aria-label='Actions for Blacklist']").Click();
        page.FindAll("[role=menuitem]").Select(i => i.TextContent.Trim()).Should().Contain(["Rename…", "Copy…", "Delete segment"]);

        await ActAsAsync(Role.Auditor);
        var seen = At<SegmentsPage>(DashboardUrls.Segments("acme"));
        seen.Find("[aria-label='Actions for Blacklist']").Click();
        seen.FindAll("[role=menuitem]").Select(i => i.TextContent.Trim()).Should().Equal("Open");
        seen.Markup.Should().NotContain("Add segment");
        At<NewSegmentPage>(DashboardUrls.NewSegment("acme")).Markup.Should().Contain("Not for your role");
    }

    [Fact]
    public async Task NewSegment_WithASearch_IsDynamicUnlessAskedOtherwise()
    {
        await GivenPeopleAsync();
        var page = At<NewSegmentPage>(DashboardUrls.NewSegment("acme", "status:spam", "Complaints"));
        page.FindAll("input[name=kind]")[1].HasAttribute("checked").Should().BeTrue();
        page.WaitForAssertion(() => page.Markup.Should().Contain("1 contact at the moment"));
        await page.Find("form.form").SubmitAsync();

        var made = (await Services.GetRequiredService<SegmentService>().ListAsync(Acme.Id, SegmentKind.Dynamic, TestStore.Stop)).Value.Should().ContainSingle().Subject;
        made.Should().BeEquivalentTo(new { Name = "Complaints", Query = "status:spam" });
        Services.GetRequiredService<NavigationManager>().Uri.Should().Contain(PublicId.Format(PublicId.Segment, made.Id));
    }

    [Fact]
    public async Task FilterOf_WhatAListShows_FindsTheSame()
    {
        await GivenPeopleAsync();
        var contacts = Services.GetRequiredService<AllContactsService>();
        foreach (var rail in Enum.GetValues<ContactRail>())
        {
            var query = new AllContactsQuery { Rail = rail, Search = "x.test", Filter = "has:email or has:phone" };
            var filter = SegmentText.FilterOf(query);
            (await contacts.TotalAsync(Acme.Id, new() { Filter = filter }, TestStore.Stop)).Value.All.Should().Be((await contacts.TotalAsync(Acme.Id, query, TestStore.Stop)).Value.All, filter);
        }
    }
}
