using Bunit;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Contacts;
using Microsoft.AspNetCore.Components.Web;

namespace ContactsDashboard.Tests.Components.Contacts;

public sealed class ContactListTests : ContactsPageFixture
{
    private static string[] Many(int count) => [.. Enumerable.Range(1, count).Select(i => $"person{i:00}@many.test")];

    [Fact]
    public async Task List_Opened_ShowsEveryColumn()
    {
        await GivenMailAsync([("ann@acme.test", 0, "One"), ("ann@acme.test", 1, "Two"), ("bob@other.test", 2, "Three")]);
        await GivenBlockedAsync("bob@other.test");

        var page = Open();

        page.Emails().Should().Equal("ann@acme.test", "bob@other.test");
        var ann = page.Row("ann@acme.test");
        ann.QuerySelector("small")!.TextContent.Should().Be("Somebody");
        ann.QuerySelector(".c-domain")!.TextContent.Should().Be("acme.test");
        ann.QuerySelector("button.count")!.GetAttribute("aria-label").Should().Be("2 threads with ann@acme.test");
        ann.QuerySelector("time")!.TextContent.Should().Be("5 min ago");
        page.Status("ann@acme.test").Should().Be("Active");
        page.Row("bob@other.test").QuerySelector(".c-status")!.TextContent.Should().Contain("Blocked").And.Contain("Manual");
        page.Row("bob@other.test").QuerySelector(".c-status")!.GetAttribute("title").Should().Contain("by operator@acme.example");
        page.Row("bob@other.test").QuerySelector(".address")!.ClassList.Should().Contain("struck");
    }

    [Fact]
    public async Task Tabs_CountAndKeepTheSearch()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test", "cem@other.test");
        await GivenBlockedAsync("ann@acme.test");

        var page = Open("&search=acme");

        page.Tab("All").GetAttribute("aria-description").Should().Be("3");
        page.Tab("Blocked").GetAttribute("aria-description").Should().Be("1");
        page.Tab("Active").GetAttribute("aria-description").Should().Be("2");
        Navigation.NavigateTo(page.Tab("Blocked").GetAttribute("href")!);
        page.WaitForAssertion(() => page.Emails().Should().Equal("ann@acme.test"));
        page.Tab("Blocked").GetAttribute("aria-selected").Should().Be("true");
    }

    [Fact]
    public async Task Search_Typed_GoesIntoTheUrlAndIsMarked()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@other.test");
        var page = Open();

        await page.Find("input[type=search][aria-label='Search contacts']").InputAsync("OTHER");

        page.WaitForAssertion(() => page.Emails().Should().Equal("bob@other.test"));
        Navigation.Uri.Should().EndWith("&search=OTHER");
        page.Find("mark").TextContent.Should().Be("other");
    }

    [Fact]
    public async Task Search_Escape_Clears()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@other.test");
        var page = Open("&search=bob");
        page.Emails().Should().Equal("bob@other.test");

        await page.Find("input[type=search]").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" });

        page.WaitForAssertion(() => page.Emails().Should().HaveCount(2));
        page.Find("input[type=search]").GetAttribute("value").Should().BeEmpty();
        Navigation.Uri.Should().NotContain("search");
    }

    [Fact]
    public async Task Pagination_MoreThanAPage_LeadsThroughAll()
    {
        await GivenMailFromAsync(Many(25));
        var page = Open();
        page.Emails().Should().HaveCount(20);
        page.Find(".range").TextContent.Should().Be("1–20 of 25");
        page.Find("nav[aria-label=Pagination]").Should().NotBeNull();
        page.Link("Previous page").HasAttribute("href").Should().BeFalse();

        Navigation.NavigateTo(page.Link("Next page").GetAttribute("href")!);
        page.WaitForAssertion(() => page.Find(".range").TextContent.Should().Be("21–25 of 25"));
        page.Emails().Should().Equal(Many(25)[20..]);

        Navigation.NavigateTo(page.Link("First page").GetAttribute("href")!);
        page.WaitForAssertion(() => page.Emails()[0].Should().Be("person01@many.test"));
        page.Link("Last page").GetAttribute("href").Should().EndWith("page=last");
        Navigation.NavigateTo(page.Link("Last page").GetAttribute("href")!);
        page.WaitForAssertion(() => page.Find(".range").TextContent.Should().Be("21–25 of 25"));
    }

    [Fact]
    public async Task Pagination_OnePage_IsNotShown()
    {
        await GivenMailFromAsync(Many(20));

        Open().FindAll("nav[aria-label=Pagination]").Should().BeEmpty();
    }

    [Fact]
    public async Task Sort_Header_LeadsToTheOtherOrder()
    {
        await GivenMailFromAsync("cem@acme.test", "ann@acme.test", "bob@acme.test");
        var page = Open();

        Navigation.NavigateTo(page.Link("Email").GetAttribute("href")!);

        page.WaitForAssertion(() => page.Emails().Should().Equal("ann@acme.test", "bob@acme.test", "cem@acme.test"));
        page.Find("th[aria-sort]").GetAttribute("aria-sort").Should().Be("ascending");
        page.Link("Email").GetAttribute("href").Should().EndWith("sort=-email");
    }

    [Fact]
    public async Task Cursor_InTheMiddle_LeadsBothWays()
    {
        await GivenMailFromAsync(Many(65));
        var first = await Service<ContactsService>().ListAsync(Organization.Id, new(), Ending);

        var page = Open($"&cursor={first.Value.NextCursor}");

        page.Emails().Should().Equal(Many(65)[20..40]);
        page.Find(".range").TextContent.Should().Be("65 in all");
        page.Link("Next page").GetAttribute("href").Should().Contain("cursor=");
        Navigation.NavigateTo(page.Link("Previous page").GetAttribute("href")!);
        page.WaitForAssertion(() => page.Emails().Should().Equal(Many(65)[..20]));
        page.Link("Previous page").HasAttribute("href").Should().BeFalse();
    }

    [Fact]
    public async Task Cursor_NotOfThisList_IsExplained()
    {
        await GivenMailFromAsync("ann@acme.test");

        var page = Open("&cursor=nonsense");

        page.Role("alert").TextContent.Should().Contain("Start from the first page");
        await page.Button("Retry").ClickAsync(new());
        page.WaitForAssertion(() => page.Emails().Should().Equal("ann@acme.test"));
    }

    [Fact]
    public void Empty_NothingImported_LeadsToMail()
    {
        var page = Open();

        page.FindAll("h2").Select(h => h.TextContent).Should().Contain("No contacts yet");
        page.Link("Go to Mail").GetAttribute("href").Should().Be("/dashboard/mail?org=acme");
    }

    [Fact]
    public async Task Empty_NoMatch_OffersWhatToDrop()
    {
        await GivenMailFromAsync("ann@acme.test");

        var page = Open("&search=zzz&status=active");

        page.Find(".empty").TextContent.Should().Contain("No active contact's email address contains “zzz”");
        page.Link("Search all contacts").GetAttribute("href").Should().Be("/dashboard/contacts?org=acme&search=zzz");
        page.Link("Clear the search").GetAttribute("href").Should().Be("/dashboard/contacts?org=acme&status=active");
    }

    [Fact]
    public async Task Empty_NobodyBlocked_IsGoodNews()
    {
        await GivenMailFromAsync("ann@acme.test");

        Open("&status=blocked").Find(".empty").TextContent.Should().Contain("Nobody is blocked");
    }

    [Fact]
    public async Task Empty_PastTheEnd_LeadsBack()
    {
        await GivenMailFromAsync("ann@acme.test");

        Open("&page=7").Link("First page").GetAttribute("href").Should().Be("/dashboard/contacts?org=acme");
    }

    [Fact]
    public async Task Auditor_SeesNoActions()
    {
        await GivenMailFromAsync("ann@acme.test");
        await GivenBlockedAsync("ann@acme.test");
        await ActAsAsync(Role.Auditor);

        var page = Open();

        page.Status("ann@acme.test").Should().Be("Blocked");
        page.FindAll("[aria-haspopup=menu]").Should().BeEmpty();
        page.FindAll("input[type=checkbox]").Should().BeEmpty();
    }

    [Fact]
    public async Task Threads_Pressed_AreListedNewestFirst()
    {
        await GivenMailAsync(Enumerable.Range(0, 23).Select(i => ("ann@acme.test", i, $"Subject {i}")));
        var page = Open();

        await page.Row("ann@acme.test").QuerySelector("button.count")!.ClickAsync(new());

        page.Dialog("ann@acme.test").QuerySelectorAll(".threads b").Select(b => b.TextContent).Should().HaveCount(20).And.StartWith("Subject 0");
        page.Find(".threads").TextContent.Should().Contain("1 message · ann@acme.test");
        await page.Button("Load more").ClickAsync(new());
        page.FindAll(".threads li").Should().HaveCount(23);
        page.Buttons().Should().NotContain("Load more");
        await page.Button("Close").ClickAsync(new());
        page.FindAll("dialog").Should().BeEmpty();
    }
}
