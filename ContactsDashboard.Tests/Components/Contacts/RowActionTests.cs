using Bunit;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Tests.Components.Contacts;

public sealed class RowActionTests : ContactsPageFixture
{
    [Fact]
    public async Task Menu_OfAnActiveRow_OffersToBlock()
    {
        await GivenMailFromAsync("ann@acme.test");

        (await Open().OpenMenuAsync("ann@acme.test")).Should().Equal("Block email", "Block domain", "View profile");
    }

    [Fact]
    public async Task Menu_OfABlockedRow_OffersWhatWouldChangeSomething()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@other.test");
        await GivenBlockedAsync("ann@acme.test");
        await GivenBlockedDomainAsync("other.test");
        var page = Open();

        (await page.OpenMenuAsync("ann@acme.test")).Should().Equal("Block domain", "Unblock", "View profile");
        (await page.OpenMenuAsync("bob@other.test")).Should().Equal("Block email", "Unblock", "View profile");
        page.Status("bob@other.test").Should().Be("Blocked · domain");
    }

    [Fact]
    public async Task BlockEmail_Chosen_BlocksAtOnceAndCanBeUndone()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@other.test");
        var page = Open();

        await page.ChooseAsync("ann@acme.test", "Block email");

        page.Status("ann@acme.test").Should().Be("Blocked");
        page.Tab("Blocked").GetAttribute("aria-description").Should().Be("1");
        var toast = Toasts.Current.Should().ContainSingle().Subject;
        toast.Text.Should().Be("ann@acme.test blocked");

        await page.InvokeAsync(() => Toasts.UndoAsync(toast));

        (await IsBlockedAsync("ann@acme.test")).Should().BeFalse();
        Toasts.Current.Should().ContainSingle().Which.Text.Should().Be("Block of ann@acme.test undone");
    }

    [Fact]
    public async Task Undo_ReleasedByAnotherMeanwhile_SaysWhyItWasKept()
    {
        await GivenMailFromAsync("ann@acme.test");
        var page = Open();
        await page.ChooseAsync("ann@acme.test", "Block email");
        await Service<ReleaseService>().ReleaseAsync(Organization.Id, Email("ann@acme.test"), DomainRelease.Exempt, Ending);

        await page.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[0]));

        Toasts.Current[0].Text.Should().Be("Block of ann@acme.test was not undone: released since");
    }

    [Fact]
    public async Task BlockEmail_BlockedByAnotherMeanwhile_SaysSoAndShowsIt()
    {
        await GivenMailFromAsync("ann@acme.test");
        var page = Open();
        await GivenBlockedAsync("ann@acme.test");

        await page.ChooseAsync("ann@acme.test", "Block email");

        Toasts.Current.Should().ContainSingle(t => t.IsError).Which.Text.Should().Be("It is already blocked.");
        page.Status("ann@acme.test").Should().Be("Blocked");
    }

    [Fact]
    public async Task RowKey_B_BlocksTheRow()
    {
        await GivenMailFromAsync("ann@acme.test");
        var page = Open();
        var row = page.Row("ann@acme.test").GetAttribute("data-row")!;

        await page.Find("table").TriggerEventAsync("onrowkey", new RowKeyEventArgs { Key = "b", Row = row });

        page.Status("ann@acme.test").Should().Be("Blocked");
    }

    [Fact]
    public async Task BlockDomain_Asked_CountsWhatItStops()
    {
        await GivenMailAsync([("ann@gmail.com", 1, "a"), ("bob@gmail.com", 40, "b"), ("cem@gmail.com", 2, "c"), ("dan@other.test", 3, "d")]);
        await GivenBlockedAsync("cem@gmail.com");
        var page = Open();

        await page.ChooseAsync("ann@gmail.com", "Block domain");

        var dialog = page.Dialog("Block gmail.com?");
        dialog.TextContent.Should().Contain("2 addresses of 3; the others are blocked already").And.Contain("1 of them in the last 30 days")
            .And.Contain("gmail.com is a free-mail provider");
    }

    [Fact]
    public async Task BlockDomain_WithAnException_StopsTheOthers()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test");
        var page = Open();
        await page.ChooseAsync("ann@acme.test", "Block domain");

        await page.Find("dialog textarea").InputAsync("eve@elsewhere.test");
        await page.Button("Block domain").ClickAsync(new());
        page.Find("dialog .error").TextContent.Should().Be("“eve@elsewhere.test” is not an address at acme.test.");

        await page.Find("dialog textarea").InputAsync("");
        await page.Button("ann@acme.test").ClickAsync(new());
        await page.Button("Block domain").ClickAsync(new());

        page.FindAll("dialog").Should().BeEmpty();
        page.Status("ann@acme.test").Should().Be("Active");
        page.Status("bob@acme.test").Should().Be("Blocked · domain");
        Toasts.Current.Should().ContainSingle().Which.Text.Should().Be("Domain acme.test blocked");
    }

    [Fact]
    public async Task Unblock_OfAnAddress_ShowsWhyAndReleases()
    {
        await GivenMailFromAsync("ann@acme.test");
        await GivenBlockedAsync("ann@acme.test");
        var page = Open();
        await page.ChooseAsync("ann@acme.test", "Unblock");

        page.Dialog("Unblock ann@acme.test?").TextContent.Should().Contain("Manual").And.Contain("by operator@acme.example, from the dashboard");
        page.FindAll("dialog input[type=radio]").Should().BeEmpty();
        await page.Button("Unblock").ClickAsync(new());

        page.Status("ann@acme.test").Should().Be("Active");
        Toasts.Current.Should().ContainSingle().Which.Text.Should().Be("ann@acme.test: “Manual” released");
        await page.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[0]));
        (await IsBlockedAsync("ann@acme.test")).Should().BeTrue();
    }

    [Theory]
    [InlineData(0, "Exempt this address", true)]
    [InlineData(1, "Remove the domain block (frees 2)", false)]
    public async Task Unblock_UnderADomain_OffersExemptionFirst(int choice, string words, bool otherStaysBlocked)
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test");
        await GivenBlockedDomainAsync("acme.test");
        var page = Open();
        await page.ChooseAsync("ann@acme.test", "Unblock");
        var choices = page.FindAll("dialog fieldset label");
        choices[choice].TextContent.Should().StartWith(words);
        choices[0].QuerySelector("input")!.HasAttribute("checked").Should().BeTrue("the narrow way is the first");

        await page.FindAll("dialog input[type=radio]")[choice].ChangeAsync(new() { Value = "on" });
        await page.Button("Unblock").ClickAsync(new());

        page.Status("ann@acme.test").Should().Be("Active");
        (await IsBlockedAsync("bob@acme.test")).Should().Be(otherStaysBlocked);
    }

    [Theory]
    [InlineData("Block domain", "Cancel")]
    [InlineData("Block domain", "Close")]
    [InlineData("Unblock", "Cancel")]
    [InlineData("Unblock", "Close")]
    public async Task Dialog_Dismissed_ChangesNothing(string item, string button)
    {
        await GivenMailFromAsync("ann@acme.test");
        await GivenBlockedAsync("ann@acme.test");
        var page = Open();
        await page.ChooseAsync("ann@acme.test", item);

        await page.Button(button).ClickAsync(new());

        page.FindAll("dialog").Should().BeEmpty();
        page.Status("ann@acme.test").Should().Be("Blocked");
        Toasts.Current.Should().BeEmpty();
    }

    [Fact]
    public async Task Unblock_GuardedForAnOperator_SaysWhoCan()
    {
        await GivenMailFromAsync("ann@acme.test");
        await Service<SuppressionService>().AddAsync(Organization.Id, new(SuppressionScope.Email, "ann@acme.test", SuppressionReason.Complained), false, Ending);
        var page = Open();

        await page.ChooseAsync("ann@acme.test", "Unblock");

        page.Dialog("Unblock ann@acme.test?").TextContent.Should().Contain("Spam report").And.Contain("Support or an Admin of your organisation can.");
        page.Buttons().Should().NotContain("Unblock");
    }

    [Fact]
    public async Task Unblock_ReleasedByAnotherMeanwhile_SaysSo()
    {
        await GivenMailFromAsync("ann@acme.test");
        await GivenBlockedAsync("ann@acme.test");
        var page = Open();
        await Service<ReleaseService>().ReleaseAsync(Organization.Id, Email("ann@acme.test"), DomainRelease.Exempt, Ending);

        await page.ChooseAsync("ann@acme.test", "Unblock");

        page.FindAll("dialog").Should().BeEmpty();
        Toasts.Current.Should().ContainSingle().Which.Text.Should().Be("Nothing blocks this address any more.");
        page.Status("ann@acme.test").Should().Be("Active");
    }
}
