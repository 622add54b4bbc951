using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An Admin makes an event source and enters its key; a genuine bounce blocks, a forged one is refused and shown; soft bounces are tried out.</summary>
public sealed class EventSourcesJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Source_MadeKeyedAndDeliveredTo_ShowsWhatCame()
    {
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync();
        await ann.GoAsync("/dashboard/events?org=demo");
        await ann.Page.GetByLabel("Provider").SelectOptionAsync("Resend");
        await ann.Page.GetByLabel("Name").FillAsync("Newsletter");
        await ann.Button("Create source").ClickAsync();
        var address = await ann.Page.Locator(".invite code").InnerTextAsync();
        address.Should().StartWith(app.Address.TrimEnd('/') + "/api/v1/webhooks/resend/");
        await ann.ShouldBeAccessibleAsync("a new source");
        await ann.PictureAsync("source-made");
        var line = ann.Page.Locator(".keyline").Filter(new() { HasText = "Newsletter" });
        await Expect(line).ToContainTextAsync("Key missing");

        await ann.Button("Enter key of Newsletter").ClickAsync();
        await Expect(ann.Dialog("What does Resend sign Newsletter with?")).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("entering a key");
        await ann.Page.GetByLabel("Signing key").FillAsync(Secret);
        await ann.Button("Save key").ClickAsync();
        await Expect(line).ToContainTextAsync("Nothing yet");

        using var http = new HttpClient();
        (await DeliverAsync(http, address, "bounced@journey.test", Secret)).Should().Be(200);
        (await DeliverAsync(http, address, "victim@journey.test", "whsec_" + Convert.ToBase64String(new byte[24]))).Should().Be(401);
        await Expect(line).ToContainTextAsync("Last one refused");
        await ann.Button("Deliveries of Newsletter").ClickAsync();
        await Expect(ann.Dialog("Newsletter")).ToContainTextAsync("1 stored, 1 blocked");
        await Expect(ann.Dialog("Newsletter")).ToContainTextAsync("The signature is missing or not right");
        await ann.ShouldBeAccessibleAsync("deliveries");
        await ann.PictureAsync("source-deliveries");

        await ann.GoAsync("/dashboard/deliverability?org=demo");
        await Expect(ann.Page.GetByText("bounced@journey.test").First).ToBeVisibleAsync();
        await Expect(ann.Page.GetByText("victim@journey.test")).ToHaveCountAsync(0);
        ann.Errors.Should().BeEmpty();
    }

    private static async Task<int> DeliverAsync(HttpClient http, string address, string email, string secret)
    {
        var now = DateTimeOffset.UtcNow;
        var body = $$"""
            { "type": "email.bounced", "created_at": "{{now:O}}", "data": { "email_id": "{{email}}", "to": ["{{email}}"], "subject": "News",
              "bounce": { "type": "Permanent", "subType": "General", "message": "550 5.1.1 user unknown" } } }
            """;
        var (id, time) = ($"msg_{email}", now.ToUnixTimeSeconds());
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var signature = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{time}.{body}"));
        foreach (var (name, value) in new[] { ("svix-id", id), ("svix-timestamp", $"{time}"), ("svix-signature", $"v1,{Convert.ToBase64String(signature)}") })
            request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request, Stop);
        return (int)answer.StatusCode;
    }
}
