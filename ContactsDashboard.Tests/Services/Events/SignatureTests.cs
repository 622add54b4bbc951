using System.Text;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Events.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Tests.Services.Events;

/// <summary>Nothing is taken from anybody but the provider, and nothing twice.</summary>
public class SignatureTests
{
    private static string Hard(EventProvider provider, string email = "ann@example.com") => provider switch
    {
        EventProvider.SendGrid => $$"""[{ "event": "bounce", "type": "bounce", "bounce_classification": "Invalid Address", "email": "{{email}}", "timestamp": 1795262400, "sg_event_id": "e1", "sg_message_id": "m1" }]""",
        EventProvider.Mailgun => $$"""{ "event": "failed", "severity": "permanent", "reason": "bounce", "recipient": "{{email}}", "id": "e1", "timestamp": 1795262400.5, "delivery-status": { "code": 550, "enhanced-code": "5.1.1", "message": "5.1.1 user unknown" } }""",
        EventProvider.Resend => $$"""{ "type": "email.bounced", "created_at": "2026-11-21T11:00:00Z", "data": { "email_id": "m1", "to": ["{{email}}"], "bounce": { "type": "Permanent", "subType": "General" } } }""",
        EventProvider.Postmark => $$"""{ "RecordType": "Bounce", "TypeCode": 1, "ID": 7, "Email": "{{email}}", "BouncedAt": "2026-11-21T11:00:00Z", "MessageID": "m1" }""",
        EventProvider.Mailjet => $$"""[{ "event": "bounce", "hard_bounce": true, "error": "user unknown", "email": "{{email}}", "time": 1795262400, "MessageID": 17 }]""",
        EventProvider.Brevo => $$"""{ "event": "hard_bounce", "email": "{{email}}", "ts_event": 1795262400, "message-id": "<m1@x>" }""",
        _ => $$"""[{ "msys": { "message_event": { "type": "bounce", "bounce_class": "10", "rcpt_to": "{{email}}", "timestamp": "1795262400", "event_id": "e1", "message_id": "m1" } } }]""",
    };

    [Theory]
    [InlineData(EventProvider.SendGrid)]
    [InlineData(EventProvider.Mailgun)]
    [InlineData(EventProvider.Resend)]
    [InlineData(EventProvider.Postmark)]
    [InlineData(EventProvider.Mailjet)]
    [InlineData(EventProvider.Brevo)]
    [InlineData(EventProvider.SparkPost)]
    public async Task Delivery_GenuineOnceForgedAndReplayed(EventProvider provider)
    {
        await using var hook = await WebhookStore.CreateAsync(provider);
        var genuine = hook.Signed(Hard(provider));

        await hook.ShouldRefuseAsync(genuine with { Headers = new Dictionary<string, string>(), Body = Unsigned(provider, genuine.Body) }, "BAD_SIGNATURE");
        await hook.ShouldRefuseAsync(Forged(provider, genuine), "BAD_SIGNATURE");
        (await hook.BlockedAsync()).Should().BeEmpty("a forged anything blocks nobody");

        (await hook.DeliverAsync(genuine)).Value.Should().BeEquivalentTo(new { Stored = 1, Suppressed = 1, Duplicates = 0 });
        (await hook.DeliverAsync(genuine)).Value.Should().BeEquivalentTo(new { Stored = 0, Suppressed = 0, Duplicates = 1 });
        (await hook.BlockedAsync()).Should().Equal("ann@example.com Bounced");
        (await hook.RowAsync()).Should().BeEquivalentTo(new { Deliveries = 2L, Events = 1L, Refusals = 2L, IsRefused = false });
        await hook.Store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(EventProvider.SendGrid, 25)]
    [InlineData(EventProvider.Mailgun, 25)]
    [InlineData(EventProvider.Resend, 1)]
    public async Task Delivery_SignedTooLongAgoOrInTheFuture_IsRefused(EventProvider provider, int hours)
    {
        await using var hook = await WebhookStore.CreateAsync(provider);
        var now = hook.Store.Clock.GetUtcNow();

        await hook.ShouldRefuseAsync(hook.Signed(Hard(provider), now.AddHours(-hours)), "STALE");
        await hook.ShouldRefuseAsync(hook.Signed(Hard(provider), now.AddMinutes(6)), "STALE");
        (await hook.DeliverAsync(hook.Signed(Hard(provider), now.AddMinutes(-4)))).IsOk.Should().BeTrue();
    }

    [Fact]
    public async Task Source_OfASigner_WithoutItsKey_TakesNothing()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Resend, withKey: false);

        await hook.ShouldRefuseAsync(hook.Signed(Hard(EventProvider.Resend)), "NO_KEY");
        (await hook.RowAsync()).Should().BeEquivalentTo(new { IsWaiting = true, IsRefused = true });
        foreach (var provider in new[] { EventProvider.SendGrid, EventProvider.Resend })
            Signatures.Check(provider, hook.Signed("{}"), null, EventStore.Noon)!.Code.Should().Be("NO_KEY");
        Signatures.Mailgun("1795262400", "t", "s", null, EventStore.Noon)!.Code.Should().Be("NO_KEY");
    }

    [Fact]
    public async Task Mailgun_TokenWithAnotherBody_IsRefused()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Mailgun);
        var genuine = hook.Signed(Hard(EventProvider.Mailgun));
        (await hook.DeliverAsync(genuine)).IsOk.Should().BeTrue();

        var other = genuine with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(genuine.Body).Replace("ann@", "bob@", StringComparison.Ordinal)) };

        await hook.ShouldRefuseAsync(other, "REPLAYED");
        (await hook.BlockedAsync()).Should().Equal("ann@example.com Bounced");
    }

    [Fact]
    public async Task Mailgun_RetriesForHours_AreTakenAndTokensForgottenAfterwards()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Mailgun);
        var genuine = hook.Signed(Hard(EventProvider.Mailgun));
        hook.Store.Clock.Advance(TimeSpan.FromHours(8));
        (await hook.DeliverAsync(genuine)).Value.Stored.Should().Be(1);

        hook.Store.Clock.Advance(TimeSpan.FromDays(2));
        (await hook.DeliverAsync(Hard(EventProvider.Mailgun, "bob@example.com"))).IsOk.Should().BeTrue();

        await using var context = await hook.Store.OpenAsync();
        (await context.UsedSignatures.CountAsync(TestContext.Current.CancellationToken)).Should().Be(1);
    }

    [Fact]
    public async Task Delivery_ThatIsNoJson_IsRefusedWithAReason()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Brevo);
        foreach (var body in new[] { "", "{", "\u0001", new string('[', 40), "{ \"a\": 1 } x" })
            await hook.ShouldRefuseAsync(hook.Signed(body), "VALIDATION_ERROR");
        await hook.ShouldRefuseAsync(hook.Signed("") with { Body = [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00] }, "VALIDATION_ERROR");
        (await hook.DeliveriesAsync())[0].Should().BeEquivalentTo(new { Times = 6 }).And.Match<EventDeliveryRow>(d => d.Reason!.Contains("JSON"));
    }

    [Fact]
    public async Task Delivery_OfOddThings_IsTakenAndBlocksNobody()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Brevo);
        string[] odd =
        [
            "null", "17", "[null, 17, \"x\", {}]", """{ "event": 17, "email": {}, "ts": "soon" }""", """{ "event": "hard_bounce", "email": "nobody", "ts": 1795262400 }""",
            """{ "event": "hard_bounce", "email": "ann@example.com", "ts": 99999999999999999999 }""", """{ "event": "hard_bounce", "email": "\ud800@example.com", "ts": 1795262400 }""",
            """{ "event": "hard_bounce", "email": "ann@example.com" }""",
        ];
        foreach (var body in odd)
            (await hook.DeliverAsync(body)).IsOk.Should().BeTrue(body);
        (await hook.BlockedAsync()).Should().BeEmpty();
        (await hook.DeliverAsync("\ufeff" + Hard(EventProvider.Brevo))).Value.Stored.Should().Be(1, "a byte order mark is no harm");
    }

    [Fact]
    public async Task Refusals_OfTheSameKind_AreOneLine()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Resend);
        for (var i = 0; i < 5; i++)
            await hook.DeliverAsync(new WebhookRequest(new Dictionary<string, string>(), "{}"u8.ToArray()));

        (await hook.DeliveriesAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "BAD_SIGNATURE", Times = 5 });
    }

    // What signs in the body has its signature there.
    private static byte[] Unsigned(EventProvider provider, byte[] body) =>
        provider == EventProvider.Mailgun ? Encoding.UTF8.GetBytes($$"""{ "event-data": {{Hard(provider)}} }""") : body;

    private static WebhookRequest Forged(EventProvider provider, WebhookRequest genuine)
    {
        if (provider is EventProvider.SendGrid or EventProvider.Resend)
            return genuine with { Body = Encoding.UTF8.GetBytes(Hard(provider, "victim@example.com")) };
        if (provider == EventProvider.Mailgun)
            return genuine with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(genuine.Body).Replace("\"token\": \"token-", "\"token\": \"other-", StringComparison.Ordinal)) };
        return genuine with { Headers = new Dictionary<string, string> { ["Authorization"] = "Basic " + Convert.ToBase64String("hook:another-password"u8) } };
    }
}
