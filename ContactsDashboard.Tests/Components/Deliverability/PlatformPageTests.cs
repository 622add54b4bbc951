using Bunit;
using ContactsDashboard.Components.Layout;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Tests.Components.Deliverability;

public sealed class PlatformPageTests : DeliverabilityFixture
{
    private async Task<LedgerEntry[]> StoredInPlatformAsync(OrganizationView platform) =>
        [.. (await Service<SuppressionListService>().ListAsync(platform.Id, new() { Level = SuppressionLevel.Platform },
            Ending)).Value.Rows];

    [Theory]
    [InlineData(Role.Operator)]
    [InlineData(Role.Auditor)]
    public async Task Platform_ByOthers_IsRefused(Role role)
    {
        var page = OpenPlatform(await ActInPlatformAsync(role));

        page.Find("h1").TextContent.Should().Be("You do not have access to this page");
        page.Buttons().Should().BeEmpty();
    }

    [Fact]
    public async Task Platform_ByAnAdminOfAnotherOrganisation_IsRefused()
    {
        await ActAsAsync(Role.Admin);

        OpenPlatform(Organization).Find("h1").TextContent.Should().Be("You do not have access to this page");
        NavItem.All.Where(i => i.IsFor(Organization)).Select(i => i.Text).Should()
            .NotContain("Platform blacklist").And.Contain("Deliverability");
    }

    [Fact]
    public async Task Platform_Entry_IsAddedBindsOthersAndIsDeletedAndUndone()
    {
        await GivenMailFromAsync("trap@x.test");
        var platform = await ActInPlatformAsync(Role.Support);
        NavItem.All.Where(i => i.IsFor(platform)).Select(i => i.Text).Should().Contain("Platform blacklist");
        var page = OpenPlatform(platform);
        page.Find(".empty").TextContent.Should().Contain("The platform blacklist is empty");
        await page.Buttons("Add to blacklist")[0].ClickAsync(new());
        await page.Field("Address or domain").InputAsync("trap@x.test");
        await page.Field("Reason").ChangeAsync(new() { Value = "SpamTrap" });
        await page.SubmitAsync();

        var entry = (await StoredInPlatformAsync(platform)).Single();
        entry.Should().BeEquivalentTo(new { Level = SuppressionLevel.Platform, Value = "trap@x.test",
            Reason = SuppressionReason.SpamTrap });
        await page.OpenDrawerAsync("trap@x.test");
        page.Dialog("trap@x.test").TextContent.Should().Contain("It binds every organisation of this installation.");
        await page.Button("Delete Spam trap · this address, platform").ClickAsync(new());
        await page.Button("Delete").ClickAsync(new());
        (await StoredInPlatformAsync(platform)).Should().BeEmpty();
        await page.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[^1]));
        (await StoredInPlatformAsync(platform)).Should().ContainSingle();
        await ActAsAsync(Role.Auditor);
        (await IsBlockedAsync("trap@x.test")).Should().BeTrue();
    }

    [Fact]
    public async Task Platform_Pasted_IsPreviewedAndStored()
    {
        var platform = await ActInPlatformAsync(Role.Admin);
        var page = OpenPlatform(platform);
        await page.Button("Paste many").ClickAsync(new());
        await page.Field("Addresses and domains").ChangeAsync(new() { Value = "a@x.test\n*.y.test\n+43 1 5880110" });
        await page.SubmitAsync();
        page.FindAll("dialog tbody .badge").Select(b => b.TextContent).Should().Equal("new", "new", "invalid");

        await page.Button("Add 2 suppressions").ClickAsync(new());

        (await StoredInPlatformAsync(platform)).Select(e => e.Value).Should().BeEquivalentTo("a@x.test", "*.y.test");
        OpenPlatform(platform, "&email=y.test").Values().Should().Equal("*.y.test");
        OpenPlatform(platform, "&reason=bounced").Find(".empty").TextContent.Should().Contain("None has all of: Reason Bounced");
    }
}
