using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An operator keeps the suppression list; Support repairs what a broken gateway did to it. What is stored is looked at after each
/// step.</summary>
public sealed class DeliverabilityJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    private const string List = "/dashboard/deliverability?org=demo";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Operator_KeepsTheList()
    {
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync("operator@demo.example");
        await ann.GoAsync(List);
        await Expect(ann.Page.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
        await AddAsync(ann, "ann@keep.example");
        await PasteAsync(ann);
        await EditAsync(ann);
        await DeleteAsync(ann);
        await ImportAsync(ann);
        await ExportAsync(ann);
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Support_ReleasesWhatAGatewayBroke()
    {
        var demo = await app.FindAsync("demo");
        var events = new ApiKeyActor(1, demo, "bounce handler", RolePermissions.Of(Role.Support));
        foreach (var (name, code) in new[] { ("a", "554 5.7.1"), ("b", "554 5.7.1"), ("c", "550 5.1.1") })
            await app.As<SuppressionService>(events).AddAsync(demo, new(SuppressionScope.Email, $"{name}@broke.example",
                SuppressionReason.Bounced) { Evidence = new(code, "Refused") }, false, TestStore.Stop);
        var sue = await app.GivenVisitorAsync();
        await sue.SignInAsync("support@demo.example");
        await sue.GoAsync(List + "&email=broke");
        await sue.Button("Filters").ClickAsync();
        await sue.Page.GetByLabel("SMTP code begins with").FillAsync("554");
        await sue.Button("Apply filters").ClickAsync();
        await Expect(sue.Row("c@broke.example")).ToBeHiddenAsync();

        await sue.Button("Release all that match…").ClickAsync();
        await sue.Dialog("Release 2 suppressions?").GetByRole(AriaRole.Button, new() { Name = "Release 2 suppressions" }).ClickAsync();
        var report = sue.Dialog("2 suppressions released");
        await Expect(report).ToBeVisibleAsync(Long);
        (await StoredAsync("broke")).Should().Equal("c@broke.example");
        await sue.ShouldBeAccessibleAsync("release report");
        await sue.PictureAsync("deliverability-released");

        await report.GetByRole(AriaRole.Button, new() { Name = "Undo: the release" }).ClickAsync();
        await Expect(report.GetByText("The release undone, 2 reversed")).ToBeVisibleAsync(Long);
        (await StoredAsync("broke")).Should().Equal("a@broke.example", "b@broke.example", "c@broke.example");
        await sue.Page.Keyboard.PressAsync("Escape");
        await Expect(sue.Page.GetByRole(AriaRole.Region, new() { Name = "Releases" })).ToContainTextAsync("Undone");
        sue.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Keyboard_SearchesMovesAndOpensRows()
    {
        await app.As<SuppressionService>(new SystemActor()).AddAsync(await app.FindAsync("demo"),
            new(SuppressionScope.Email, "key@board.example", SuppressionReason.Manual), false, TestStore.Stop);
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync("auditor@demo.example");
        await ann.GoAsync(List);
        await Expect(ann.Page.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("/");
        await Expect(ann.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search suppressions" })).ToBeFocusedAsync();
        await ann.Page.Keyboard.TypeAsync("board.ex");
        await Expect(ann.Page.GetByText("1–1 of 1")).ToBeVisibleAsync();
        await Expect(ann.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("email=board.ex"));
        await ann.Button("Filters").FocusAsync();
        await ann.Page.Keyboard.PressAsync("j");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(Drawer(ann, "key@board.example")).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Button("key@board.example")).ToBeFocusedAsync();
        await Expect(ann.Button("Add suppression")).ToHaveCountAsync(0);
        ann.Errors.Should().BeEmpty();
    }

    private static LocatorAssertionsToBeVisibleOptions Long => new() { Timeout = (float)Patience.TotalMilliseconds };

    private static ILocator Drawer(Visitor visitor, string value) =>
        visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = value, Exact = true });

    private async Task AddAsync(Visitor ann, string value)
    {
        await ann.Button("Add suppression").First.ClickAsync();
        var dialog = ann.Dialog("Add a suppression");
        await dialog.GetByLabel("Address, domain or number", new() { Exact = true }).FillAsync(value);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add suppression" }).ClickAsync();
        await Expect(ann.Row(value)).ToBeVisibleAsync();
        await Expect(ann.Button("Add suppression").First).ToBeFocusedAsync();
        (await StoredAsync("keep")).Should().Equal(value);
    }

    private async Task PasteAsync(Visitor ann)
    {
        await ann.Button("Paste many").ClickAsync();
        await ann.Page.GetByLabel("Addresses, domains and numbers")
            .FillAsync("Bob <bob@keep.example>\nann@keep.example\nkeep.example\nno@@keep.example");
        await ann.Button("Preview").ClickAsync();
        var dialog = ann.Dialog("Add 2 suppressions?");
        await Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = "no@@keep.example" })).ToContainTextAsync("invalid");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add 2 suppressions" }).ClickAsync();
        await Expect(ann.Page.GetByText("2 suppressions added, 1 suppressed already, 1 invalid")).ToBeVisibleAsync();
        (await StoredAsync("keep")).Should().Equal("ann@keep.example", "bob@keep.example", "keep.example");
    }

    private async Task EditAsync(Visitor ann)
    {
        await ann.Page.GetByRole(AriaRole.Tab, new() { Name = "Manual" }).ClickAsync();
        await Expect(ann.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("reason=manual"));
        await ann.Button("bob@keep.example").ClickAsync();
        await Expect(Drawer(ann, "bob@keep.example")).ToContainTextAsync("it would still be blocked by Manual · domain keep.example.");
        await ann.Button("Edit Manual · this address").ClickAsync();
        await ann.Page.GetByLabel("Expires").FillAsync("2100-05-01T08:30");
        await ann.Button("Save").ClickAsync();
        await Expect(Drawer(ann, "bob@keep.example")).ToContainTextAsync("1 May 2100");
        (await EntriesAsync("bob@keep")).Single().ExpiresAt.Should().Be(new DateTimeOffset(2100, 5, 1, 8, 30, 0, TimeSpan.Zero));
    }

    private async Task DeleteAsync(Visitor ann)
    {
        await ann.Button("Delete Manual · this address").ClickAsync();
        await ann.Dialog("Delete the suppression of bob@keep.example?").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(Drawer(ann, "bob@keep.example")).ToContainTextAsync("in force no more");
        (await StoredAsync("keep")).Should().Equal("ann@keep.example", "keep.example");
        await ann.ShouldBeAccessibleAsync("drawer after a deletion");
        await Drawer(ann, "bob@keep.example").Locator(".toast").Filter(new() { HasText = "deleted" })
            .GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Drawer(ann, "bob@keep.example").GetByText("Deletion of bob@keep.example undone")).ToBeVisibleAsync();
        (await StoredAsync("keep")).Should().Equal("ann@keep.example", "bob@keep.example", "keep.example");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Row("bob@keep.example")).ToBeVisibleAsync();
    }

    private async Task ImportAsync(Visitor ann)
    {
        await ann.Button("Import CSV").ClickAsync();
        await ann.Page.Locator("dialog input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "old.csv", MimeType = "text/csv", Buffer =
                "email,reason\nold1@keep.example,bounce\nold2@keep.example,\nno@,\n"u8.ToArray(),
        });
        var dialog = ann.Dialog("Import 2 suppressions?");
        await dialog.GetByLabel("Lines that name no reason are").SelectOptionAsync("Unsubscribed");
        await Expect(dialog.GetByRole(AriaRole.List, new() { Name = "By reason" })).ToContainTextAsync("Unsubscribed");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Import 2 suppressions" }).ClickAsync();
        await Expect(ann.Dialog("Imported").GetByText("2 added")).ToBeVisibleAsync(Long);
        await ann.ShouldBeAccessibleAsync("import report");
        await ann.PictureAsync("deliverability-imported");
        (await EntriesAsync("old")).Select(e => $"{e.Value} {e.Reason} {e.Source}").Should()
            .BeEquivalentTo("old1@keep.example Bounced Import", "old2@keep.example Unsubscribed Import");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Page.GetByRole(AriaRole.Region, new() { Name = "Imports" })).ToContainTextAsync("old.csv");
    }

    private async Task ExportAsync(Visitor ann)
    {
        await ann.GoAsync(List + "&email=keep.example");
        var download = await ann.Page.RunAndWaitForDownloadAsync(() => ann.Page.GetByRole(AriaRole.Link, new() { Name = "Export 5 as CSV" })
            .ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestStore.Stop);
        lines.Skip(1).Select(l => l.Split(',')[0]).Order(StringComparer.Ordinal).Should().Equal(await StoredAsync("keep.example"));
        download.SuggestedFilename.Should().Be("demo-suppressions.csv");
    }

    private async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(string part) => (await app.As<SuppressionListService>(new SystemActor())
        .ListAsync(await app.FindAsync("demo"), new() { Email = part, Limit = 100 }, TestStore.Stop)).Value.Rows;

    private async Task<string[]> StoredAsync(string part) => [.. (await EntriesAsync(part)).Select(e => e.Value)
        .Order(StringComparer.Ordinal)];
}
