using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An operator may not release a bounce and asks Support, who is told at once, looks, and approves; what is stored is looked at after each step.</summary>
public sealed class RequestsJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    private const string Email = "mira@asks.example";

    [Fact]
    public async Task Reactivation_IsAskedForDecidedAndTold()
    {
        var contact = await GivenBouncedAsync();
        var sue = await app.GivenVisitorAsync(dark: true);
        await sue.SignInAsync("support@demo.example");
        await sue.GoAsync("/dashboard/contacts?org=demo");
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync("operator@demo.example");

        await AskAsync(ann);
        (await StandingAsync(contact)).Should().Be(Standing.Blacklisted);
        await DecideAsync(sue);

        await Expect(sue.Page.GetByRole(AriaRole.List, new() { Name = "Result" })).ToContainTextAsync("reactivated");
        (await StandingAsync(contact)).Should().Be(Standing.Active);
        await sue.ShouldBeAccessibleAsync("a request carried out");
        await sue.PictureAsync("request-result-dark");
        await ann.Button("Notifications, 2 unread").ClickAsync();
        await ann.PictureAsync("bell");
        await ann.ShouldBeAccessibleAsync("the bell's menu");
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new("Your request to reactivate was approved") }).ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.List, new() { Name = "Result" })).ToContainTextAsync("reactivated");
        await Expect(ann.Page.GetByText("The mailbox is back.")).ToBeVisibleAsync();
        await Expect(ann.Button("Notifications")).ToBeVisibleAsync();
        await ann.PictureAsync("request-told");
        await ann.Page.SetViewportSizeAsync(390, 900);
        await ann.PictureAsync("request-told-390");
        await ann.GoAsync("/dashboard/requests?org=demo&tab=all");
        await ann.PictureAsync("requests-390");
        ann.Errors.Concat(sue.Errors).Should().BeEmpty();
    }

    private static async Task AskAsync(Visitor ann)
    {
        await ann.GoAsync("/dashboard/contacts/all?org=demo&search=mira@asks");
        await ann.Button($"Take email off the blacklist {Email}").ClickAsync();
        await ann.Button("Ask Support to reactivate it…").ClickAsync();
        var dialog = ann.Dialog($"Ask Support about {Email}");
        await Expect(dialog).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("the request dialog");
        await ann.PictureAsync("request-dialog");
        await dialog.GetByLabel("Reason").FillAsync("She wrote to us from this address today.");
        await dialog.GetByLabel("I confirm that these addresses").CheckAsync();
        await ann.Button("Send request").ClickAsync();
        await Expect(ann.Page.GetByText("Request sent to Support.").First).ToBeVisibleAsync();
    }

    private static async Task DecideAsync(Visitor sue)
    {
        await Expect(sue.Button("Notifications, 1 unread")).ToBeVisibleAsync();
        await sue.Button("Notifications, 1 unread").ClickAsync();
        await sue.PictureAsync("bell-dark");
        await sue.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new("A request to reactivate waits for you") }).ClickAsync();
        await Expect(sue.Page.GetByText("will be reactivated")).ToBeVisibleAsync();
        await Expect(sue.Page.GetByText("550 5.1.1")).ToBeVisibleAsync();
        await sue.ShouldBeAccessibleAsync("a request to decide");
        await sue.PictureAsync("request-decide-dark");
        await sue.Page.GetByLabel("Comment", new() { Exact = true }).FillAsync("The mailbox is back.");
        await sue.Button("Approve").ClickAsync();
    }

    private async Task<long> GivenBouncedAsync()
    {
        var demo = await app.FindAsync("demo");
        var created = await app.As<ProfileService>(new SystemActor()).CreateAsync(demo, new() { FirstName = "Mira", LastName = "Asks", Email = Email }, new(true), TestStore.Stop);
        await app.As<SuppressionService>(new SystemActor()).AddAsync(demo, new(SuppressionScope.Email, Email, SuppressionReason.Bounced)
        {
            Evidence = new("550 5.1.1", "The email account that you tried to reach does not exist"),
        }, false, TestStore.Stop);
        return created.Value.ContactId;
    }

    private async Task<Standing> StandingAsync(long contact) =>
        (await app.As<AllContactsService>(new SystemActor()).RefreshAsync(await app.FindAsync("demo"), [contact], TestStore.Stop)).Value.Single().EmailStanding;
}
