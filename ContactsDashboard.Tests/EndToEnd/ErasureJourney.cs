using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>Somebody asks to be forgotten: erased from the profile, and not brought back by the same mailbox.</summary>
public sealed class ErasureJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    private const string Mailbox = "From ann@erase.example Sat Nov 21 10:00:00 2026\nFrom: Ann Forgotten <ann@erase.example>\nTo: bob@erase.example\nDate: Sat, 21 Nov 2026 10:00:00 +0000\n"
        + "Message-ID: <1@erase.example>\nSubject: About Ann Forgotten\n\nHello\n\n";

    [Theory]
    [InlineData(false, 1440)]
    [InlineData(true, 390)]
    public async Task Erase_FromTheProfile_ThenTheSameMailboxAgain_SheIsNotThere(bool dark, int width)
    {
        var (demo, look) = (await app.FindAsync("demo"), $"{(dark ? "dark" : "light")}-{width}");
        var person = $"ann.{look}@erase.example";
        await app.As<DerivationRuleService>(new SystemActor()).AnswerOwnDomainsAsync(demo, [], TestStore.Stop);
        var ann = await app.GivenVisitorAsync(dark, width);
        await ann.SignInAsync();
        await UploadAsync(ann, Mailbox.Replace("ann@erase", $"ann.{look}@erase", StringComparison.Ordinal).Replace("<1@", $"<{look}@", StringComparison.Ordinal), "1 new message");
        await ann.GoAsync($"/dashboard/contacts/all?org=demo&search={person}");
        var profile = await ann.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Profile of ") }).First.GetAttributeAsync("href");
        await ann.GoAsync(profile!);
        await ann.Button("More actions").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Erase for good…" }).ClickAsync();
        var dialog = ann.Dialog("Erase Ann Forgotten for good?");
        await Expect(dialog.GetByText("Nobody can undo this.")).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Erase for good" })).ToBeDisabledAsync();
        await ann.ShouldBeAccessibleAsync("erase dialog " + look);
        await ann.PictureAsync("erase-dialog-" + look);

        await dialog.GetByLabel($"Type {person} to confirm").FillAsync("somebody@else.example");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Erase for good" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("to confirm");
        await dialog.GetByLabel($"Type {person} to confirm").FillAsync(person);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Erase for good" }).ClickAsync();

        await Expect(ann.Page.GetByText("Somebody at erase.example").First).ToBeVisibleAsync();
        await Expect(ann.Page.GetByText("It goes on when you leave this page")).ToBeHiddenAsync();
        await ann.ShouldBeAccessibleAsync("erasure " + look);
        await ann.PictureAsync("erasure-" + look);
        await UploadAsync(ann, Mailbox.Replace("ann@erase", $"ann.{look}@erase", StringComparison.Ordinal).Replace("<1@", $"<2{look}@", StringComparison.Ordinal), "1 erased people left out");
        await ann.GoAsync($"/dashboard/contacts/all?org=demo&search={person}");
        await Expect(ann.Page.GetByText("Ann Forgotten")).ToHaveCountAsync(0);
        (await app.As<CheckService>(new SystemActor()).CheckAsync(demo, [person], TestStore.Stop)).Value[0].Allowed.Should().BeFalse();

        await ann.GoAsync("/dashboard/settings/erasure?org=demo");
        await ann.Button("Readmit Somebody at erase.example").First.ClickAsync();
        await ann.Dialog("Readmit this person?").GetByLabel("Reason").FillAsync("Asked in writing");
        await ann.Dialog("Readmit this person?").GetByRole(AriaRole.Button, new() { Name = "Readmit" }).ClickAsync();
        await Expect(ann.Page.GetByText("What blocks them stays in force.").First).ToBeVisibleAsync();
        ann.Errors.Should().BeEmpty();
    }

    private static async Task UploadAsync(Visitor visitor, string mailbox, string expected)
    {
        await visitor.GoAsync("/dashboard/mail?org=demo");
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "small.mbox", MimeType = "application/mbox", Buffer = System.Text.Encoding.UTF8.GetBytes(mailbox) });
        await Expect(visitor.Page.GetByText(expected).First).ToBeVisibleAsync();
    }
}
