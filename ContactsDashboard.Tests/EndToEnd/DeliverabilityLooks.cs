using ContactsDashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>Every state of the deliverability and platform pages in light, dark and at phone width: accessible, nothing wider than the
/// screen.</summary>
public sealed class DeliverabilityLooks(DeliverabilityLooks.Server app) : IClassFixture<DeliverabilityLooks.Server>
{
    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 390)]
    public async Task States_InThisLook_AreAccessibleAndFit(string look, int width)
    {
        var ann = await app.GivenVisitorAsync(look == "dark", width);
        var name = $"{look}-{width}";
        await ann.SignInAsync("support@demo.example");
        await ann.GoAsync("/dashboard/deliverability?org=demo");
        await Expect(ann.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^New suppressions, last 30 days") })).ToBeVisibleAsync();
        await Expect(ann.Page.GetByText("of your mail bounces")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-{name}");
        await ann.Button("Table").ClickAsync();
        await ann.Button("Filters").ClickAsync();
        await Expect(ann.Button("Apply filters")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-table-{name}");
        await DrawerAsync(ann, name);
        await DialogsAsync(ann, name);
        await ann.GoAsync("/dashboard/deliverability?org=demo&code=554&reason=bounced#suppressions");
        await Expect(ann.Row("reader2@office.example")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-filtered-{name}");
        await ann.Button("Release all that match…").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Release \\d+ suppressions\\?$") })).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-release-{name}");
        await ann.GoAsync("/dashboard/deliverability?org=demo&email=nobody-like-this#suppressions");
        await Expect(ann.Page.GetByText("No suppression matches")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-none-{name}");
        await ann.GoAsync("/dashboard/platform?org=platform");
        await ShouldFitAsync(ann, $"platform-{name}");
        await ann.Button("trap@honeypot.example").ClickAsync();
        await Expect(ann.Page.GetByText("It binds every organisation")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"platform-drawer-{name}");
        ann.Errors.Should().BeEmpty();
    }

    private static async Task DrawerAsync(Visitor ann, string name)
    {
        await ann.GoAsync("/dashboard/deliverability?org=demo&email=reader11@partner.example");
        await ann.Row("reader11@partner.example").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(ann.Page.GetByText("2 suppressions block this address")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-drawer-{name}");
        await ann.Button("Delete Manual · domain partner.example").ClickAsync();
        await Expect(ann.Dialog("Delete the suppression of partner.example?")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-delete-{name}");
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Button("Edit Manual · domain partner.example").ClickAsync();
        await Expect(ann.Dialog("Edit the suppression of partner.example")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-edit-{name}");
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private static async Task DialogsAsync(Visitor ann, string name)
    {
        await ann.Button("Add suppression").ClickAsync();
        await ann.Page.GetByLabel("Address, domain or number", new() { Exact = true }).PressSequentiallyAsync("gmail.com");
        await Expect(ann.Page.GetByText("is a free-mail provider")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-add-{name}");
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Button("Paste many").ClickAsync();
        await Expect(ann.Dialog("Paste many")).ToBeVisibleAsync();
        await ann.Page.GetByLabel("Addresses, domains and numbers")
            .FillAsync("reader1@shop.example\nAnn <new@shop.example>\n*.old.example\nnot an address\nreader2@office.example");
        await ShouldFitAsync(ann, $"deliverability-paste-{name}");
        await ann.Button("Preview").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Tablist, new() { Name = "Outcome" })).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-paste-preview-{name}");
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Button("Import CSV").ClickAsync();
        await Expect(ann.Dialog("Import suppressions")).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-import-{name}");
        await ann.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "old-provider.csv", MimeType = "text/csv",
            Buffer = [.. "email,reason,note\nold1@shop.example,bounce,\nold2@shop.example,,\n"u8,
                .. "old1@shop.example,bounce,\nnobody@,spam,\nreader2@office.example,hard_bounce,\n"u8],
        });
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Import 3 suppressions?" })).ToBeVisibleAsync();
        await ShouldFitAsync(ann, $"deliverability-import-preview-{name}");
        await ann.Page.Keyboard.PressAsync("Escape");
    }

    private static async Task ShouldFitAsync(Visitor ann, string name)
    {
        await ann.PictureAsync(name);
        await ann.ShouldBeAccessibleAsync(name);
        (await ann.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should()
            .BeLessThanOrEqualTo(0, name);
    }

    public sealed class Server : BrowserFixture, IAsyncLifetime
    {
        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            await DeliverabilityStory.TellAsync(this);
        }
    }
}
