using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Services.Webhooks;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An Admin adds a webhook, tries it, and sees in its log what the receiver, which checks the signature, was told.</summary>
public sealed class WebhooksJourney(WebhooksJourney.Fixture app) : IClassFixture<WebhooksJourney.Fixture>
{
    [Fact]
    public async Task Admin_AddsAWebhookAndItIsTold()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var admin = await app.GivenVisitorAsync();
        await admin.SignInAsync();
        await admin.GoAsync("/dashboard/keys/webhooks?org=demo");
        var form = admin.Page.GetByRole(AriaRole.Region, new() { Name = "New webhook" });

        await form.GetByLabel("Address").FillAsync("https://10.0.0.1/inside");
        await admin.Button("Add webhook").ClickAsync();
        await Expect(form.GetByText("This address is not on the public Internet.")).ToBeVisibleAsync();
        await form.GetByLabel("Address").FillAsync(receiver.Url);
        await form.GetByLabel("Description").FillAsync("shop");
        await admin.Button("Add webhook").ClickAsync();
        var secret = await form.Locator("code").Filter(new() { HasText = "whsec_" }).InnerTextAsync();
        await admin.ShouldBeAccessibleAsync("a new webhook");
        await admin.PictureAsync("webhooks-new");
        await form.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await admin.Button($"Send test to {receiver.Url}").ClickAsync();
        var drawer = admin.Dialog("Deliveries");
        await Expect(drawer.GetByText("Delivered", new() { Exact = true })).ToBeVisibleAsync();
        await admin.ShouldBeAccessibleAsync("deliveries");
        await admin.PictureAsync("webhooks-deliveries");
        receiver.Status = 503;
        await app.As<BlockService>(new SystemActor()).BlockEmailAsync(await app.FindAsync("demo"), TestStore.Email("ann@told.test"), null, TestStore.Stop);
        await Expect(drawer.GetByText("Tries again")).ToBeVisibleAsync();
        receiver.Status = 200;
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Send again contact.suppressed" }).ClickAsync();
        await Expect(drawer.GetByText("Delivered", new() { Exact = true })).ToHaveCountAsync(2);

        receiver.Received.Select(r => r.Type).Should().Equal("webhook.test", "contact.suppressed", "contact.suppressed");
        receiver.Received.Should().OnlyContain(r => r.IsSignedBy(secret));
        receiver.Received.Last().Value.Should().Be("ann@told.test");
        receiver.Received.Skip(1).Select(r => r.Id).Distinct().Should().ContainSingle();
        ProductProcess.List(app.Folder, "SELECT Secret FROM WebhookEndpoints").Single().Should().NotContain(secret);
        admin.Errors.Should().BeEmpty();
    }

    public sealed class Fixture : BrowserFixture
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Dashboard:LoopbackWebhooks", "true");
        }
    }
}
