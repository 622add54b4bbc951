using Bunit;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Tests.Components.Deliverability;

public sealed class ImportAndReleaseTests : DeliverabilityFixture
{
    private const string File =
        "email,reason\nann@acme.test,bounce\nbob@acme.test,\nann@acme.test,bounce\nnobody@,spam\nknown@acme.test,manual\n";

    [Fact]
    public async Task Import_Preview_CountsTheWholeFileAndChangesNothing()
    {
        await GivenEntryAsync("known@acme.test");
        var page = OpenPage();
        await page.Button("Import CSV").ClickAsync(new());

        await UploadAsync(page, File);

        var dialog = page.Dialog("Import 3 suppressions?");
        dialog.QuerySelectorAll(".outcomes")[0].QuerySelectorAll("b").Select(b => b.TextContent).Should().Equal("2", "1", "1", "1");
        dialog.QuerySelector("[aria-label='By reason']")!.QuerySelectorAll("li").Select(l => l.TextContent).Should()
            .Equal("2Manual", "1Bounced");
        dialog.QuerySelector("tbody")!.TextContent.Should().Contain("nobody@").And.Contain("This is not an email address.");
        (await StoredValuesAsync()).Should().Equal("known@acme.test");
        await page.Field("Lines that name no reason are").ChangeAsync(new() { Value = "Unsubscribed" });
        page.Find("[aria-label='By reason']").QuerySelectorAll("li").Select(l => l.TextContent).Should()
            .Equal("1Manual", "1Unsubscribed", "1Bounced");
    }

    [Fact]
    public async Task Import_Started_IsCarriedOutListedAndUndone()
    {
        await ActAsAsync(Role.Support);
        var page = OpenPage();
        await page.Button("Import CSV").ClickAsync(new());
        await UploadAsync(page, File);
        await page.Field("Lines that name no reason are").ChangeAsync(new() { Value = "Unsubscribed" });

        await page.Button("Import 3 suppressions").ClickAsync(new());
        page.WaitForAssertion(() => page.Dialog("Importing…").QuerySelector("progress").Should().NotBeNull(), Soon);
        await RunJobsAsync();

        page.WaitForAssertion(() => page.Dialog("Imported").TextContent.Should().Contain("3 added · 0 joined · 1 duplicates · 1 rejected"),
            Soon);
        (await StoredAsync()).Select(e => $"{e.Value} {e.Reason}").Should().BeEquivalentTo(
            "ann@acme.test Bounced", "bob@acme.test Unsubscribed", "known@acme.test Manual");
        page.WaitForAssertion(() => page.Values().Should().HaveCount(3), Soon);
        page.Find("dialog a[download]").GetAttribute("href").Should().StartWith("/dashboard/deliverability/rejected.csv?org=acme&job=job_");
        page.WaitForAssertion(() => page.FindAll("section[aria-labelledby=imports-title] li").Should().ContainSingle(), Soon);
        await page.Find("dialog button[aria-label='Undo: the import of list.csv']").ClickAsync(new());
        page.Find("dialog").TextContent.Should().Contain("The import of list.csv undone, 3 reversed");
        (await StoredAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Undo_OfMany_IsAJobThatIsWatched()
    {
        await ActAsAsync(Role.Support);
        var page = OpenPage();
        await page.Button("Import CSV").ClickAsync(new());
        await UploadAsync(page, string.Concat(Enumerable.Range(0, 501).Select(i => $"p{i}@many.test\n")));
        await page.Button("Import 501 suppressions").ClickAsync(new());
        await RunJobsAsync();
        page.WaitForAssertion(() => page.Dialog("Imported"), Soon);

        await page.Find("dialog button[aria-label='Undo: the import of list.csv']").ClickAsync(new());
        page.WaitForAssertion(() => page.Find("dialog progress").Should().NotBeNull(), Soon);
        await RunJobsAsync();

        page.WaitForAssertion(() => page.Find("dialog").TextContent.Should().Contain("The import of list.csv undone, 501 reversed"), Soon);
        (await StoredAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Import_UploadRefused_SaysWhatTheServerSaid()
    {
        var page = OpenPage();
        await page.Button("Import CSV").ClickAsync(new());

        await page.Find("form.drop").TriggerEventAsync("onuploaded",
            new UploadedEventArgs { Status = 413, Json = """{"error":{"message":"The file is too large."}}""" });

        page.Find("dialog [role=alert]").TextContent.Should().Be("The file is too large.");
    }

    [Fact]
    public async Task Release_OfAllThatMatch_IsPreviewedCarriedOutAndUndone()
    {
        await ActAsAsync(Role.Support);
        foreach (var name in new[] { "ann", "bob" })
            await GivenBounceAsync($"{name}@acme.test", "554 5.7.1", "Blocked by the gateway");
        await GivenBounceAsync("real@acme.test");
        var page = OpenPage("&code=554");
        await page.Button("Release all that match…").ClickAsync(new());
        var dialog = page.Dialog("Release 2 suppressions?");
        dialog.QuerySelector(".chip")!.TextContent.Trim().Should().Be("SMTP code 554…");
        dialog.QuerySelectorAll(".examples b.cut").Select(b => b.TextContent).Should().Equal("bob@acme.test", "ann@acme.test");

        await page.Button("Release 2 suppressions").ClickAsync(new());
        await RunJobsAsync();

        page.WaitForAssertion(() => page.Dialog("2 suppressions released"), Soon);
        (await StoredValuesAsync()).Should().Equal("real@acme.test");
        await GivenBounceAsync("ann@acme.test");
        await page.Find("dialog button[aria-label='Undo: the release']").ClickAsync(new());
        (await StoredValuesAsync()).Should().Contain("bob@acme.test");
    }

    [Fact]
    public async Task Release_ByAnOperator_SaysHowManyStay()
    {
        await GivenBounceAsync("ann@acme.test");
        await GivenEntryAsync("bob@acme.test");
        var page = OpenPage("&email=acme");

        await page.Button("Release all that match…").ClickAsync(new());

        page.Dialog("Release 1 suppression?").TextContent.Should().Contain("1 of them stays");
    }

    [Fact]
    public async Task Release_OfEverything_IsNotOffered()
    {
        await GivenEntryAsync("ann@acme.test");

        OpenPage().Buttons().Should().NotContain("Release all that match…");
        OpenPage("&level=own").Buttons().Should().NotContain("Release all that match…");
    }

    [Fact]
    public async Task PastReleases_WhoBouncedAgain_IsCountedAndListed()
    {
        await ActAsAsync(Role.Support);
        await GivenBounceAsync("ann@acme.test", "554 5.7.1");
        var matching = Service<ContactsDashboard.Services.Deliverability.ReleaseMatchingService>();
        var preview = await matching.PreviewAsync(Organization.Id, new() { Code = "554" }, Ending);
        await matching.StartAsync(Organization.Id, preview.Value, Ending);
        await RunJobsAsync();
        await GivenBounceAsync("ann@acme.test", "550 5.1.1");
        var page = OpenPage();

        await page.Button("1 blocked again").ClickAsync(new());

        page.Dialog("Blocked again").TextContent.Should().Contain("ann@acme.test").And.Contain("550 5.1.1");
    }
}
