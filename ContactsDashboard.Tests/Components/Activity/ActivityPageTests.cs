using Bunit;
using ContactsDashboard.Components.Pages.Activity;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Activity;

public sealed class ActivityPageTests : PageContext
{
    private static EmailAddress Ann => EmailAddress.TryParse("ann@shop.test", out var email) ? email : throw new InvalidOperationException();

    private async Task GivenBlockedAsync() =>
        (await Services.GetRequiredService<BlockService>().BlockEmailAsync(Acme.Id, Ann, null, default)).IsOk.Should().BeTrue();

    [Fact]
    public async Task Activity_Block_IsSaidInWords()
    {
        await GivenBlockedAsync();

        var page = Open<ActivityPage>();

        page.Find("li p").TextContent.Trim().Should().Be("admin@acme.test blocked ann@shop.test");
        page.Find("h2").TextContent.Should().Be("Today");
    }

    [Fact]
    public async Task Undo_OneBlock_IsDoneAtOnceAndMarked()
    {
        await GivenBlockedAsync();
        var page = Open<ActivityPage>();

        await page.Button("Undo: blocked ann@shop.test").ClickAsync();

        Toasts.Current.Should().ContainSingle().Which.Text.Should().Be("Undone: 1 reversed.");
        page.FindAll("li")[0].TextContent.Should().Contain("undid: the block of").And.Contain("ann@shop.test").And.Contain("(1 reversed)");
        page.FindAll("li")[1].QuerySelector(".badge")!.TextContent.Should().Be("Undone");
    }

    [Fact]
    public async Task Undo_OfSomethingReleasedSince_SaysWhatWasKept()
    {
        await GivenBlockedAsync();
        var page = Open<ActivityPage>();
        await Services.GetRequiredService<ReleaseService>().ReleaseAsync(Acme.Id, Ann, DomainRelease.Exempt, Xunit.TestContext.Current.CancellationToken);

        await page.Button("Undo: blocked ann@shop.test").ClickAsync();

        Toasts.Current.Should().ContainSingle().Which.Text.Should().StartWith("Nothing was undone:");
    }

    [Fact]
    public async Task Undo_PageLeftMeanwhile_IsCarriedOutWhole()
    {
        await GivenBlockedAsync();
        var page = Open<ActivityPage>();
        var writer = Services.GetRequiredService<StoreWriter>();
        void Leave()
        {
            writer.Committed -= Leave;
            page.Instance.Dispose();
        }

        writer.Committed += Leave;
        var click = () => page.Button("Undo: blocked ann@shop.test").ClickAsync();

        await click.Should().NotThrowAsync<ObjectDisposedException>();
        var preview = await Services.GetRequiredService<ReleaseService>().PreviewAsync(Acme.Id, Ann, Xunit.TestContext.Current.CancellationToken);
        preview.Value.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Activity_Auditor_MayOnlyRead()
    {
        await GivenBlockedAsync();
        await ActAsAsync(Role.Auditor);

        Open<ActivityPage>().Buttons().Should().BeEmpty();
    }

    [Fact]
    public async Task Activity_ManyChanges_AreLoadedInSteps()
    {
        for (var i = 0; i < 60; i++)
            await Services.GetRequiredService<DerivationRuleService>().AddAsync(Acme.Id, DerivationRuleKind.Pattern, $"rule{i}@*", Xunit.TestContext.Current.CancellationToken);
        var page = Open<ActivityPage>();
        page.FindAll("li").Should().HaveCount(50);

        await page.Button("Load more").ClickAsync();

        page.FindAll("li").Should().HaveCount(62);
        page.Buttons().Should().NotContain("Load more");
    }

    [Fact]
    public async Task Filter_FromTheAddress_ShowsWhatMatchesAndCanBeCleared()
    {
        await GivenBlockedAsync();
        await Services.GetRequiredService<BlockService>().BlockDomainAsync(Acme.Id, "other.test", [], null, Xunit.TestContext.Current.CancellationToken);

        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("/dashboard/activity?org=acme&subject=SHOP");
        var page = Open<ActivityPage>();

        page.FindAll("li p").Should().ContainSingle().Which.TextContent.Should().Contain("ann@shop.test");
        page.Find("a.ghost").GetAttribute("href").Should().Be("/dashboard/activity?org=acme");
        page.FindAll("a[download]").Should().ContainSingle().Which.GetAttribute("href").Should().Be("/dashboard/activity/activity.csv?org=acme&subject=SHOP");
    }

    [Fact]
    public async Task Filter_Chosen_GoesIntoTheAddress()
    {
        await GivenBlockedAsync();
        var page = Open<ActivityPage>();

        await page.Find("select[aria-label=Change]").ChangeAsync(new() { Value = ContactsDashboard.Components.Pages.Activity.ActivityGroups.Text(ActivityGroups.All[1].Verbs) });

        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri.Should().Contain("verbs=released");
    }

    [Fact]
    public async Task Undo_OfVeryMany_IsAJobWithItsProgress()
    {
        var edits = Enumerable.Range(0, 1_001).Select(i => new SuppressionEdit(SuppressionScope.Email, $"p{i}@x.test", SuppressionReason.Manual)).ToList();
        await Services.GetRequiredService<SuppressionBatchService>().AddAsync(Acme.Id, edits, Xunit.TestContext.Current.CancellationToken);
        var page = Open<ActivityPage>();
        await page.Button("Undo: added 1,001 entries").ClickAsync();

        await page.Button("Undo").ClickAsync();

        page.Find("progress").GetAttribute("max").Should().Be("1001");
        await Services.GetRequiredService<JobRunner>().RunQueuedAsync(JobRunner.Interactive, Xunit.TestContext.Current.CancellationToken);
        (await Services.GetRequiredService<SuppressionListService>().ListAsync(Acme.Id, new(), Xunit.TestContext.Current.CancellationToken)).Value.Total.Should().Be(0);
    }

    [Theory]
    [InlineData("until=0001-01-01T00:00:00Z")]
    [InlineData("until=9999-12-31T23:59:59Z&after=0001-01-01T00:00:00Z")]
    public void Filter_AtTheEdgesOfTime_IsShown(string query)
    {
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo($"/dashboard/activity?org=acme&{query}");

        Open<ActivityPage>().FindAll("input[type=date]").Should().HaveCount(2);
    }
}
