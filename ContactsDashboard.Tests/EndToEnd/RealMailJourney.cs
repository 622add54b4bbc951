using ContactsDashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>From sign-in through a real mailbox to blocking, unblocking and undo, with a second person watching.</summary>
public sealed class RealMailJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    private const string Frequent = "fork_list@hotmail.com";

    [Fact]
    public async Task Operator_FeedsARealMailboxAndKeepsTheLedger()
    {
        var mailbox = await UnpackAsync();
        var ann = await app.GivenVisitorAsync();
        await ann.Page.GotoAsync("/account/sign-in");
        await ann.ShouldBeAccessibleAsync("sign-in");
        await ann.PictureAsync("sign-in");
        await ann.SignInAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "No contacts yet" })).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("empty contacts");
        await ann.PictureAsync("first-steps");

        await ann.GoAsync("/dashboard/mail");
        await Expect(ann.Page.GetByText("Which domains are your own?")).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("first step");
        await ann.PictureAsync("first-step");
        await ann.Button("We have none").ClickAsync();
        await UploadAsync(ann, mailbox, "2,365 accepted");
        await UploadAsync(ann, mailbox, "2,365 duplicate");
        await ann.ShouldBeAccessibleAsync("mail");
        await ann.PictureAsync("mail");

        await ann.GoAsync("/dashboard/contacts");
        await Expect(Tab(ann, "All")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("All\\s*578"));
        await Expect(ann.Page.GetByText("1–20 of 578")).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("contacts");
        await SearchFilterAndPageAsync(ann);

        var bob = await app.GivenVisitorAsync();
        await bob.SignInAsync("operator@demo.example");
        await bob.GoAsync($"/dashboard/contacts?search={Frequent}");
        await BlockAndUndoAsync(ann, bob);
        await BlockDomainAndUnblockAsync(ann, bob);
        ann.Errors.Should().BeEmpty();
        bob.Errors.Should().BeEmpty();
    }

    private static async Task UploadAsync(Visitor visitor, string mailbox, string expected)
    {
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(mailbox);
        await Expect(visitor.Page.GetByText(expected).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    private static async Task SearchFilterAndPageAsync(Visitor ann)
    {
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).ClickAsync();
        await Expect(ann.Page.GetByText("21–40 of 578")).ToBeVisibleAsync();
        await Expect(ann.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("page=2"));
        await ann.Page.GoBackAsync();
        await Expect(ann.Page.GetByText("1–20 of 578")).ToBeVisibleAsync();
        await ann.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search contacts" }).FillAsync("HOTMAIL.com");
        await Expect(ann.Row(Frequent)).ToBeVisibleAsync();
        await Expect(ann.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("search=HOTMAIL.com", System.Text.RegularExpressions.RegexOptions.IgnoreCase));
        await Tab(ann, "Blocked").ClickAsync();
        await Expect(ann.Row(Frequent)).ToBeHiddenAsync();
        await Tab(ann, "All").ClickAsync();
        await Expect(ann.Row(Frequent)).ToBeVisibleAsync();
    }

    private static async Task BlockAndUndoAsync(Visitor ann, Visitor bob)
    {
        await ann.Button($"Actions for {Frequent}").ClickAsync();
        await ann.ShouldBeAccessibleAsync("row menu");
        await ann.PictureAsync("contacts-menu");
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Block email" }).ClickAsync();
        await Expect(ann.Row(Frequent).GetByText("Blocked", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(bob.Row(Frequent).GetByText("Blocked", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await ann.ShouldBeAccessibleAsync("toast");
        await ann.Button("Undo").ClickAsync();
        await Expect(ann.Row(Frequent).GetByText("Active", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(bob.Row(Frequent).GetByText("Active", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 10_000 });
    }

    private static async Task BlockDomainAndUnblockAsync(Visitor ann, Visitor bob)
    {
        await ann.ChooseAsync(Frequent, "Block domain");
        var question = ann.Dialog("Block hotmail.com?");
        await Expect(question).ToContainTextAsync("address");
        await ann.ShouldBeAccessibleAsync("block domain");
        await ann.PictureAsync("block-domain");
        await question.GetByRole(AriaRole.Button, new() { Name = "Block domain" }).ClickAsync();
        await Expect(ann.Row(Frequent)).ToContainTextAsync("Blocked · domain");
        await Expect(bob.Row(Frequent)).ToContainTextAsync("Blocked · domain", new() { Timeout = 10_000 });

        await bob.ChooseAsync(Frequent, "Unblock");
        var unblock = bob.Dialog($"Unblock {Frequent}?");
        await Expect(unblock.GetByText("Exempt this address")).ToBeVisibleAsync();
        await bob.ShouldBeAccessibleAsync("unblock");
        await bob.PictureAsync("unblock");
        await unblock.GetByRole(AriaRole.Button, new() { Name = "Unblock" }).ClickAsync();
        await Expect(ann.Row(Frequent).GetByText("Active", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 10_000 });
    }

    private static ILocator Tab(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Tab, new() { Name = name });

    private async Task<string> UnpackAsync()
    {
        var path = Path.Combine(app.Folder, "ham-2002.mbox");
        await using var packed = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Mail", "Samples", "ham-2002.mbox.gz"));
        await using var unpacked = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        await using var file = File.Create(path);
        await unpacked.CopyToAsync(file, TestStore.Stop);
        return path;
    }
}
