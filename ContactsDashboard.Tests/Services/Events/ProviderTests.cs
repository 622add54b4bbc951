using System.Text.Json;
using System.Text.Json.Nodes;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Events.Providers;

namespace ContactsDashboard.Tests.Services.Events;

/// <summary>What each provider's own words come to. Payloads are made after the providers' public documentation.</summary>
public class ProviderTests
{
    // Every word with the kind it comes to; "-" means nothing here.
    [Theory]
    [InlineData("""{ "event": "processed" }""", "Sent")]
    [InlineData("""{ "event": "delivered", "response": "250 OK" }""", "Delivered")]
    [InlineData("""{ "event": "open" }""", "Read")]
    [InlineData("""{ "event": "open", "sg_machine_open": true }""", "-")]
    [InlineData("""{ "event": "click" }""", "Clicked")]
    [InlineData("""{ "event": "deferred", "response": "421 try later", "attempt": "3" }""", "Deferred")]
    [InlineData("""{ "event": "bounce", "type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 User unknown" }""", "HardBounced")]
    [InlineData("""{ "event": "bounce", "type": "bounce", "status": "5.7.1", "reason": "550 5.7.1 Message rejected as spam" }""", "Rejected")]
    [InlineData("""{ "event": "bounce", "type": "bounce", "reason": "something nobody understands" }""", "SoftBounced")]
    [InlineData("""{ "event": "bounce", "type": "bounce", "bounce_classification": "Reputation", "reason": "blocked" }""", "Rejected")]
    [InlineData("""{ "event": "bounce", "type": "bounce", "bounce_classification": "Mailbox Unavailable", "status": "5.2.2" }""", "SoftBounced")]
    [InlineData("""{ "event": "bounce", "type": "blocked", "status": "5.1.1", "reason": "550 5.1.1 User unknown" }""", "SoftBounced")]
    [InlineData("""{ "event": "dropped", "reason": "Bounced Address" }""", "Rejected")]
    [InlineData("""{ "event": "dropped", "reason": "Spam Reporting Address" }""", "Rejected")]
    [InlineData("""{ "event": "spamreport" }""", "Complained")]
    [InlineData("""{ "event": "unsubscribe" }""", "Unsubscribed")]
    [InlineData("""{ "event": "group_unsubscribe", "asm_group_id": 1 }""", "Unsubscribed")]
    [InlineData("""{ "event": "group_resubscribe", "asm_group_id": 1 }""", "-")]
    [InlineData("""{ "event": "account_status_change", "new": "thing" }""", "-")]
    public void SendGrid(string told, string kind) => ShouldBe(SendGridPayload.Read, told, kind,
        """{ "email": "Ann@Example.com", "timestamp": 1795262400, "sg_event_id": "e", "sg_message_id": "m.filter", "smtp-id": "<m@x>" }""", e => $"[{e}]");

    [Theory]
    [InlineData("""{ "RecordType": "Delivery", "DeliveredAt": "2026-11-21T11:00:00.5Z", "Details": "250" }""", "Delivered")]
    [InlineData("""{ "RecordType": "Open", "ReceivedAt": "2026-11-21T11:00:00Z" }""", "Read")]
    [InlineData("""{ "RecordType": "Click", "ReceivedAt": "2026-11-21T11:00:00Z" }""", "Clicked")]
    [InlineData("""{ "RecordType": "SpamComplaint", "BouncedAt": "2026-11-21T11:00:00Z" }""", "Complained")]
    [InlineData("""{ "RecordType": "SubscriptionChange", "ChangedAt": "2026-11-21T11:00:00Z", "SuppressSending": true, "SuppressionReason": "ManualSuppression", "Origin": "Recipient" }""", "Unsubscribed")]
    [InlineData("""{ "RecordType": "SubscriptionChange", "ChangedAt": "2026-11-21T11:00:00Z", "SuppressSending": true, "SuppressionReason": "ManualSuppression", "Origin": "Customer" }""", "-")]
    [InlineData("""{ "RecordType": "SubscriptionChange", "ChangedAt": "2026-11-21T11:00:00Z", "SuppressSending": false }""", "-")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 1 }""", "HardBounced")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 2 }""", "SoftBounced")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 16 }""", "Unsubscribed")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 64 }""", "-")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 512 }""", "Rejected")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 4096, "Details": "smtp;550 5.1.1 unknown" }""", "SoftBounced")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 100001 }""", "Complained")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 100002 }""", "Rejected")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 100006 }""", "Rejected")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 100009 }""", "Rejected")]
    [InlineData("""{ "RecordType": "Bounce", "TypeCode": 424242 }""", "SoftBounced")]
    [InlineData("""{ "RecordType": "Inbound" }""", "-")]
    public void Postmark(string told, string kind) => ShouldBe(PostmarkPayload.Read, told, kind,
        """{ "Recipient": "ann@example.com", "Email": "ann@example.com", "BouncedAt": "2026-11-21T11:00:00Z", "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483", "ID": 42, "Metadata": { "a": "b" } }""");

    [Theory]
    [InlineData("""{ "event": "accepted" }""", "Sent")]
    [InlineData("""{ "event": "delivered" }""", "Delivered")]
    [InlineData("""{ "event": "opened" }""", "Read")]
    [InlineData("""{ "event": "opened", "client-info": { "bot": "apple" } }""", "-")]
    [InlineData("""{ "event": "clicked" }""", "Clicked")]
    [InlineData("""{ "event": "complained" }""", "Complained")]
    [InlineData("""{ "event": "unsubscribed" }""", "Unsubscribed")]
    [InlineData("""{ "event": "rejected", "reject": { "reason": "virus" } }""", "Rejected")]
    [InlineData("""{ "event": "stored" }""", "-")]
    [InlineData("""{ "event": "failed", "severity": "temporary", "reason": "generic", "delivery-status": { "code": 452 } }""", "Deferred")]
    [InlineData("""{ "event": "failed", "severity": "permanent", "reason": "bounce", "delivery-status": { "code": 550, "message": "5.1.1 no such user" } }""", "HardBounced")]
    [InlineData("""{ "event": "failed", "severity": "permanent", "reason": "bounce", "delivery-status": { "code": 550, "bounce-type": "soft", "message": "5.1.1" } }""", "SoftBounced")]
    [InlineData("""{ "event": "failed", "severity": "permanent", "reason": "generic", "delivery-status": { "code": 550, "message": "5.7.1 refused as spam" } }""", "Rejected")]
    [InlineData("""{ "event": "failed", "severity": "permanent", "reason": "old", "delivery-status": { "code": 602, "message": "Too old" } }""", "SoftBounced")]
    [InlineData("""{ "event": "failed", "severity": "permanent", "reason": "suppress-bounce", "delivery-status": { "code": 605 } }""", "Rejected")]
    [InlineData("""{ "event": "failed", "severity": "permanent", "reason": "espblock" }""", "Rejected")]
    public void Mailgun(string told, string kind) => ShouldBe(MailgunPayload.Read, told, kind,
        """{ "recipient": "ann@example.com", "timestamp": 1795262400, "id": "e", "message": { "headers": { "message-id": "m@x", "subject": "Hi" } }, "tags": [] }""", e => $$"""{ "event-data": {{e}} }""");

    [Theory]
    [InlineData("""{ "event": "sent" }""", "Delivered")]
    [InlineData("""{ "event": "open" }""", "Read")]
    [InlineData("""{ "event": "click" }""", "Clicked")]
    [InlineData("""{ "event": "spam", "source": "JMRPP" }""", "Complained")]
    [InlineData("""{ "event": "unsub" }""", "Unsubscribed")]
    [InlineData("""{ "event": "blocked", "error_related_to": "mailjet", "error": "preblocked" }""", "Rejected")]
    [InlineData("""{ "event": "bounce", "blocked": false, "hard_bounce": true, "error_related_to": "recipient", "error": "user unknown" }""", "HardBounced")]
    [InlineData("""{ "event": "bounce", "blocked": true, "hard_bounce": true, "error_related_to": "recipient", "error": "user unknown" }""", "HardBounced")]
    [InlineData("""{ "event": "bounce", "blocked": false, "hard_bounce": false, "error_related_to": "recipient", "error": "user unknown" }""", "SoftBounced")]
    [InlineData("""{ "event": "bounce", "hard_bounce": true, "error_related_to": "spam", "error": "sender blocked" }""", "Rejected")]
    [InlineData("""{ "event": "bounce", "hard_bounce": true, "error_related_to": "mailbox", "error": "quota exceeded" }""", "SoftBounced")]
    [InlineData("""{ "event": "bounce", "hard_bounce": true, "error": "", "comment": "550 5.1.1 no such user" }""", "HardBounced")]
    public void Mailjet(string told, string kind) => ShouldBe(MailjetPayload.Read, told, kind,
        """{ "email": "ann@example.com", "time": 1795262400, "MessageID": 19421777835146490, "customcampaign": "News", "Payload": "" }""", e => $"[{e}]");

    [Theory]
    [InlineData("""{ "event": "request" }""", "Sent")]
    [InlineData("""{ "event": "delivered" }""", "Delivered")]
    [InlineData("""{ "event": "unique_opened" }""", "Read")]
    [InlineData("""{ "event": "proxy_open" }""", "-")]
    [InlineData("""{ "event": "click" }""", "Clicked")]
    [InlineData("""{ "event": "deferred" }""", "Deferred")]
    [InlineData("""{ "event": "soft_bounce", "reason": "550 5.1.1 unknown" }""", "SoftBounced")]
    [InlineData("""{ "event": "hard_bounce", "reason": "550 5.1.1 unknown" }""", "HardBounced")]
    [InlineData("""{ "event": "hard_bounce", "reason": "550 5.7.1 Service unavailable, client host blocked using Spamhaus" }""", "Rejected")]
    [InlineData("""{ "event": "invalid_email" }""", "HardBounced")]
    [InlineData("""{ "event": "blocked" }""", "Rejected")]
    [InlineData("""{ "event": "error" }""", "Rejected")]
    [InlineData("""{ "event": "spam" }""", "Complained")]
    [InlineData("""{ "event": "unsubscribed" }""", "Unsubscribed")]
    [InlineData("""{ "event": "list_addition" }""", "-")]
    public void Brevo(string told, string kind) => ShouldBe(BrevoPayload.Read, told, kind,
        """{ "email": "ann@example.com", "id": 26224, "date": "2026-11-21 12:00:00", "ts_epoch": 1795262400000, "message-id": "<m@relay>", "subject": "Hi", "tag": "t" }""");

    [Theory]
    [InlineData("""{ "type": "injection" }""", "Sent")]
    [InlineData("""{ "type": "delivery" }""", "Delivered")]
    [InlineData("""{ "type": "initial_open" }""", "Read")]
    [InlineData("""{ "type": "click" }""", "Clicked")]
    [InlineData("""{ "type": "delay", "bounce_class": "20" }""", "Deferred")]
    [InlineData("""{ "type": "bounce", "bounce_class": "10" }""", "HardBounced")]
    [InlineData("""{ "type": "bounce", "bounce_class": "30" }""", "HardBounced")]
    [InlineData("""{ "type": "out_of_band", "bounce_class": "22" }""", "SoftBounced")]
    [InlineData("""{ "type": "bounce", "bounce_class": "1", "raw_reason": "550 5.1.1 unknown" }""", "SoftBounced")]
    [InlineData("""{ "type": "bounce", "bounce_class": "51" }""", "Rejected")]
    [InlineData("""{ "type": "bounce", "bounce_class": "23" }""", "Rejected")]
    [InlineData("""{ "type": "bounce", "bounce_class": "90" }""", "Unsubscribed")]
    [InlineData("""{ "type": "bounce", "bounce_class": "60" }""", "-")]
    [InlineData("""{ "type": "policy_rejection" }""", "Rejected")]
    [InlineData("""{ "type": "spam_complaint", "fbtype": "abuse" }""", "Complained")]
    [InlineData("""{ "type": "spam_complaint", "fbtype": "not-spam" }""", "-")]
    [InlineData("""{ "type": "list_unsubscribe" }""", "Unsubscribed")]
    [InlineData("""{ "type": "sms_status" }""", "-")]
    public void SparkPost(string told, string kind) => ShouldBe(SparkPostPayload.Read, told, kind,
        """{ "rcpt_to": "ann@example.com", "timestamp": "1795262400", "event_id": "92356927693813856", "message_id": "000443ee14578172be22", "subject": "Hi" }""",
        e => $$"""[{ "msys": {} }, { "msys": { "message_event": {{e}} } }]""");

    [Theory]
    [InlineData("email.sent", "{}", "Sent")]
    [InlineData("email.delivered", "{}", "Delivered")]
    [InlineData("email.opened", "{}", "Read")]
    [InlineData("email.clicked", "{}", "Clicked")]
    [InlineData("email.delivery_delayed", "{}", "Deferred")]
    [InlineData("email.complained", "{}", "Complained")]
    [InlineData("email.failed", """{ "failed": { "reason": "reached_daily_quota" } }""", "Rejected")]
    [InlineData("email.bounced", """{ "bounce": { "type": "Permanent", "subType": "General", "message": "The recipient does not exist" } }""", "HardBounced")]
    [InlineData("email.bounced", """{ "bounce": { "type": "Permanent", "subType": "OnAccountSuppressionList" } }""", "Rejected")]
    [InlineData("email.bounced", """{ "bounce": { "type": "Transient", "subType": "MailboxFull" } }""", "SoftBounced")]
    [InlineData("email.bounced", """{ "bounce": { "type": "Transient", "subType": "ContentRejected" } }""", "Rejected")]
    [InlineData("email.bounced", """{ "bounce": { "type": "Undetermined", "message": "550 5.1.1 unknown" } }""", "SoftBounced")]
    [InlineData("email.scheduled", "{}", "-")]
    [InlineData("domain.updated", "{}", "-")]
    public void Resend(string type, string data, string kind) => ShouldBe((body, reading) => ResendPayload.Read(body, "msg_1", reading), data, kind, """{ "email_id": "56761188", "to": ["Ann <ann@example.com>"], "subject": "Hi" }""",
        e => $$"""{ "type": "{{type}}", "created_at": "2026-11-21T11:00:00.000Z", "data": {{e}} }""");

    [Fact]
    public async Task Resend_ToSeveral_DoesNotGuessWhoBounced()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Resend);
        await hook.DeliverAsync("""{ "type": "email.bounced", "created_at": "2026-11-21T11:00:00Z", "data": { "email_id": "m", "to": ["ann@example.com", "bob@example.com"], "bounce": { "type": "Permanent", "subType": "General" } } }""");
        await hook.DeliverAsync("""{ "type": "contact.updated", "created_at": "2026-11-21T11:00:00Z", "data": { "email": "sue@example.com", "unsubscribed": true } }""");

        (await hook.BlockedAsync()).Should().Equal("sue@example.com Unsubscribed");
    }

    [Fact]
    public async Task Batch_OfSeveralRecipients_BlocksTheOneWhoBounced()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.SendGrid);
        var answer = await hook.DeliverAsync("""
            [{ "event": "delivered", "email": "ann@example.com", "timestamp": 1795262400, "sg_message_id": "m", "sg_event_id": "1" },
             { "event": "bounce", "type": "bounce", "bounce_classification": "Invalid Address", "email": "bob@example.com", "timestamp": 1795262400, "sg_message_id": "m", "sg_event_id": "2" },
             { "event": "delivered", "email": "nobody", "timestamp": 1795262400 }, { "event": "martian", "email": "x@example.com" }, 17]
            """);

        answer.Value.Should().BeEquivalentTo(new { Stored = 2, Ignored = 2, Invalid = 1, Suppressed = 1 });
        (await hook.BlockedAsync()).Should().Equal("bob@example.com Bounced");
        await hook.Store.ShouldAgreeAsync();
    }

    private static void ShouldBe(Action<JsonElement, ProviderReading> read, string told, string kind, string common, Func<string, string>? wrap = null)
    {
        var merged = JsonNode.Parse(common)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(told)!.AsObject().ToList())
            merged[name] = value?.DeepClone();
        merged["field_nobody_knows"] = "x";
        using var body = JsonDocument.Parse(wrap?.Invoke(merged.ToJsonString()) ?? merged.ToJsonString());
        var reading = new ProviderReading(EventStore.Noon);

        read(body.RootElement, reading);

        reading.Events.Select(e => $"{e.Recipient} {e.Kind}").Should().Equal(kind == "-" ? [] : [$"ann@example.com {kind}"]);
        (reading.Ignored, reading.Invalid).Should().Be((kind == "-" ? 1 : 0, 0));
        reading.Events.TrueForAll(e => e.OccurredAt <= EventStore.Noon && e.OccurredAt > EventStore.Noon.AddHours(-2)).Should().BeTrue();
    }
}
