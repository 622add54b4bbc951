using ContactsDashboard.Components.Shared;
using Bunit;
using ContactsDashboard.Components.Pages.Contacts;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Live;

namespace ContactsDashboard.Tests.Components.Contacts;

public sealed class BulkAndLiveTests : ContactsPageFixture
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private static Task TickAsync(IRenderedComponent<ContactListPage> page, string email) =>
        page.Row(email).QuerySelector("input[type=checkbox]")!.ChangeAsync(new() { Value = true });

    private Task RunJobsAsync() => Service<JobRunner>().RunQueuedAsync(JobRunner.Interactive, Ending);

    [Fact]
    public async Task Selection_SomeRows_IsMixedAndCounted()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test");
        var page = Open();
        page.FindAll("[aria-label='Bulk actions']").Should().BeEmpty();

        await TickAsync(page, "ann@acme.test");

        page.Find("[aria-label='Bulk actions'] [role=status]").TextContent.Should().Be("1 selected");
        page.Find("ui-check").GetAttribute("state").Should().Be("mixed");
        await page.Button("Clear selection").ClickAsync(new());
        page.FindAll("[aria-label='Bulk actions']").Should().BeEmpty();
    }

    [Fact]
    public async Task Selection_WholePage_OffersAllThatMatch()
    {
        await GivenMailFromAsync([.. Enumerable.Range(1, 23).Select(i => $"p{i:00}@many.test")]);
        var page = Open();

        await page.Find("input[aria-label='Select all on this page']").ChangeAsync(new() { Value = true });
        await page.Button("Select all 23 matching").ClickAsync(new());
        page.Find("[aria-label='Bulk actions'] [role=status]").TextContent.Should().Be("23 selected");

        await page.Button("Block emails").ClickAsync(new());
        page.Dialog("Block 23 addresses?").TextContent.Should().Contain("will be blocked");
    }

    [Fact]
    public async Task BulkBlock_Confirmed_BlocksSaysWhatWasSkippedAndCanBeUndone()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test", "cem@acme.test");
        await GivenBlockedAsync("cem@acme.test");
        var page = Open();
        await page.Find("input[aria-label='Select all on this page']").ChangeAsync(new() { Value = true });
        await page.Button("Block emails").ClickAsync(new());
        page.Dialog("Block 2 addresses?").TextContent.Should().Contain("1already blocked");

        await page.Button("Block 2 addresses").ClickAsync(new());
        page.Dialog("Blocking…").QuerySelector("progress").Should().NotBeNull();
        await RunJobsAsync();

        page.WaitForAssertion(() => page.Dialog("2 addresses blocked").TextContent.Should().Contain("already blocked"), Soon);
        Toasts.Current.Should().BeEmpty("an Undo behind the dialog could not be reached");
        await page.FindAll("dialog footer button").Single().ClickAsync(new());
        page.Status("ann@acme.test").Should().Be("Blocked");
        page.FindAll("[aria-label='Bulk actions']").Should().BeEmpty();
        Toasts.Current.Should().ContainSingle().Which.Text.Should().Be("2 addresses blocked, 1 skipped.");

        await page.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[0]));
        (await IsBlockedAsync("ann@acme.test")).Should().BeFalse();
        (await IsBlockedAsync("cem@acme.test")).Should().BeTrue("it was blocked before");
    }

    [Fact]
    public async Task BulkUnblock_NothingSkipped_ClosesWithAToast()
    {
        await GivenMailFromAsync("ann@acme.test");
        await GivenBlockedAsync("ann@acme.test");
        var page = Open();
        await TickAsync(page, "ann@acme.test");

        await page.Button("Unblock").ClickAsync(new());
        await page.Button("Unblock 1 address").ClickAsync(new());
        await RunJobsAsync();

        page.WaitForAssertion(() => page.FindAll("dialog").Should().BeEmpty(), Soon);
        page.WaitForAssertion(() => page.Status("ann@acme.test").Should().Be("Active"), Soon);
        Toasts.Current.Should().ContainSingle().Which.Text.Should().Be("1 address unblocked.");
    }

    [Fact]
    public async Task Bulk_NothingToDo_HasNoVerb()
    {
        await GivenMailFromAsync("ann@acme.test");
        var page = Open();
        await TickAsync(page, "ann@acme.test");

        await page.Button("Unblock").ClickAsync(new());

        page.Dialog("Nothing to unblock").TextContent.Should().Contain("1not blocked");
        page.FindAll("dialog footer button").Single().TextContent.Should().Be("Close");
    }

    [Fact]
    public async Task Live_BlockedByAnother_UpdatesTheBadgeInPlace()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test");
        var page = Open();
        await Service<ChangeFeed>().StartAsync(Ending);

        await GivenBlockedAsync("bob@acme.test");

        page.WaitForAssertion(() => page.Status("bob@acme.test").Should().Be("Blocked"), Soon);
        page.Buttons().Should().NotContain("Refresh");
        await Service<ChangeFeed>().StopAsync(Ending);
    }

    [Fact]
    public async Task Live_RowNoLongerMatches_StaysUntilRefreshed()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test");
        var page = Open("&status=active");
        await Service<ChangeFeed>().StartAsync(Ending);

        await GivenBlockedAsync("bob@acme.test");

        page.WaitForAssertion(() => page.Find(".news").TextContent.Should().Contain("1 change"), Soon);
        page.Emails().Should().Equal("ann@acme.test", "bob@acme.test");
        page.Status("bob@acme.test").Should().Be("Blocked");
        await page.Button("Refresh").ClickAsync(new());
        page.Emails().Should().Equal("ann@acme.test");
        await Service<ChangeFeed>().StopAsync(Ending);
    }

    [Fact]
    public async Task Live_NothingShownChanged_RowsAreNotRenderedAgain()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test");
        await GivenBlockedAsync("ann@acme.test");
        var page = Open("&search=ann");
        var table = page.FindComponent<ContactsTable>();
        var rendered = table.RenderCount;
        await Service<ChangeFeed>().StartAsync(Ending);

        await GivenBlockedAsync("bob@acme.test");

        page.WaitForAssertion(() => page.FindAll("[role=tab] .n").Select(n => n.TextContent).Should().Equal("2", "2", "0"), Soon);
        table.RenderCount.Should().Be(rendered);
        await Service<ChangeFeed>().StopAsync(Ending);
    }

    [Fact]
    public async Task Selection_Ticked_RowsAreRenderedAgain()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test");
        var page = Open();

        await TickAsync(page, "ann@acme.test");
        page.Row("ann@acme.test").ClassName.Should().Be("sel");
        await page.Button("Clear selection").ClickAsync(new());
        page.Row("ann@acme.test").ClassName.Should().BeNullOrEmpty();
    }

    [Theory]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "xab", 1)]
    [InlineData("abc", "cab", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("ab", "xy", 2)]
    public void PageDifference_Rows_CountsWhatWouldMove(string shown, string now, int changes) =>
        PageDifference.Count(Rows(shown), Rows(now)).Should().Be(changes);

    private static List<long> Rows(string ids) => [.. ids.Select(c => (long)c)];
}
