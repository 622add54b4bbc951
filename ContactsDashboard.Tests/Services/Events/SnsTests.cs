using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Events.Webhooks;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Events;

/// <summary>Amazon SES through SNS: who signed it, which topic it is of, and whom it blocks.</summary>
public sealed class SnsTests : IDisposable
{
    private const string Topic = "arn:aws:sns:eu-west-1:123456789012:bounces";

    private const string Certificate = "SimpleNotificationService-9c6465fa7f48f5cacd23014631ec1136.pem";

    private const string Url = "https://sns.eu-west-1.amazonaws.com/" + Certificate;

    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose() => _rsa.Dispose();

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Topic_AsksIsAcceptedAndDelivers(string version)
    {
        await using var hook = await GivenAsync();

        (await hook.DeliverAsync(Message("SubscriptionConfirmation", "You have chosen to subscribe", version))).IsOk.Should().BeTrue();
        (await hook.RowAsync()).Should().BeEquivalentTo(new { IsWaiting = true, Topic = (string?)null, Asking = new { Topic } });
        await hook.ShouldRefuseAsync(Message("Notification", Bounce("Permanent", "General", "ann@example.com"), version), "NO_TOPIC");

        (await hook.Store.As<EventSourceService>(Role.Admin).AcceptTopicAsync(hook.Store.Organization, hook.SourceId, Topic + "x", Stop)).Problem!.Code.Should().Be("CHANGED_SINCE");
        (await hook.Store.As<EventSourceService>(Role.Admin).AcceptTopicAsync(hook.Store.Organization, hook.SourceId, Topic, Stop)).IsOk.Should().BeTrue();
        (await hook.DeliverAsync(Message("Notification", Bounce("Permanent", "General", "ann@example.com"), version))).Value.Suppressed.Should().Be(1);

        (await hook.RowAsync()).Should().BeEquivalentTo(new { IsWaiting = false, Topic, Asking = (object?)null });
        await hook.ShouldRefuseAsync(Message("Notification", Bounce("Permanent", "General", "bob@example.com"), version, topic: Topic + "-other"), "WRONG_TOPIC");
        (await hook.BlockedAsync()).Should().Equal("ann@example.com Bounced");
        await hook.Store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Message_NotSignedByAmazon_IsRefused()
    {
        await using var hook = await GivenAcceptedAsync();
        var text = Bounce("Permanent", "General", "ann@example.com");
        var genuine = Message("Notification", text, "2");

        await hook.ShouldRefuseAsync(With(genuine, "Message", Bounce("Permanent", "General", "victim@example.com")), "BAD_SIGNATURE");
        await hook.ShouldRefuseAsync(With(genuine, "Signature", null), "BAD_SIGNATURE");
        await hook.ShouldRefuseAsync(With(genuine, "SignatureVersion", "1"), "BAD_SIGNATURE");
        await hook.ShouldRefuseAsync(new(new Dictionary<string, string>(), Encoding.UTF8.GetBytes(text)), "BAD_SIGNATURE");
        string[] elsewhere =
        [
            "http://sns.eu-west-1.amazonaws.com/" + Certificate, "https://sns.eu-west-1.amazonaws.com.evil.test/" + Certificate, "https://evil.test/" + Certificate,
            "https://sns.eu-west-1.amazonaws.com@evil.test/" + Certificate, "https://sns.eu-west-1.amazonaws.com:8443/" + Certificate,
            "https://sns.eu-west-1.amazonaws.com/../" + "x.pem", "https://sns.eu-west-1.amazonaws.com/" + Certificate + "?x", "https://s3.eu-west-1.amazonaws.com/" + Certificate,
            "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-00000000000000000000000000000000.pem",
        ];
        foreach (var url in elsewhere)
            await hook.ShouldRefuseAsync(Message("Notification", text, "2", url: url), "BAD_SIGNATURE");
        await hook.ShouldRefuseAsync(Message("Notification", text, "2", at: EventStore.Noon.AddHours(-25)), "STALE");
        (await hook.BlockedAsync()).Should().BeEmpty();
        (await hook.DeliverAsync(genuine)).IsOk.Should().BeTrue();
    }

    [Fact]
    public async Task Certificate_OutOfDate_OrOfAnotherRoot_IsNotBelieved()
    {
        await using (var hook = await GivenAcceptedAsync(notAfter: EventStore.Noon.AddDays(-1)))
            await hook.ShouldRefuseAsync(Message("Notification", "{}", "2"), "BAD_SIGNATURE");
        using var other = RSA.Create(2048);
        var root = Path.GetTempFileName();
        await File.WriteAllTextAsync(root, new CertificateRequest("CN=other", other, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(EventStore.Noon.AddYears(-1), EventStore.Noon.AddYears(1)).ExportCertificatePem(), Stop);
        await using (var hook = await GivenAcceptedAsync(settings: ("Dashboard:Sns:TrustRoot", root)))
            await hook.ShouldRefuseAsync(Message("Notification", "{}", "2"), "BAD_SIGNATURE");
        File.Delete(root);
    }

    [Fact]
    public async Task Events_OfEveryKind_SayWhatTheyMean()
    {
        await using var hook = await GivenAcceptedAsync();
        (string Told, string Event)[] told =
        [
            (Bounce("Permanent", "General", "b1@x.test"), "b1@x.test 6"), (Bounce("Permanent", "NoEmail", "b2@x.test"), "b2@x.test 6"), (Bounce("Permanent", "Suppressed", "b3@x.test"), "b3@x.test 6"),
            (Bounce("Permanent", "OnAccountSuppressionList", "b4@x.test"), "b4@x.test 7"), (Bounce("Transient", "General", "c1@x.test"), "c1@x.test 5"),
            (Bounce("Transient", "MailboxFull", "c2@x.test"), "c2@x.test 5"), (Bounce("Transient", "MessageTooLarge", "c3@x.test"), "c3@x.test 7"),
            (Bounce("Transient", "ContentRejected", "c4@x.test"), "c4@x.test 7"), (Bounce("Undetermined", "Undetermined", "d1@x.test"), "d1@x.test 5"),
            (Bounce("Permanent", "General", "d2@x.test", "5.7.1", "smtp; 550 5.7.1 message refused as spam"), "d2@x.test 7"),
            (Mail("Send", "e1@x.test", "\"send\": {}"), "e1@x.test 0"), (Mail("Open", "e2@x.test", "\"open\": { \"timestamp\": \"2026-11-21T11:00:00Z\" }"), "e2@x.test 2"),
            (Mail("Click", "e3@x.test", "\"click\": { \"timestamp\": \"2026-11-21T11:00:00Z\" }"), "e3@x.test 3"), (Mail("Reject", "e4@x.test", "\"reject\": { \"reason\": \"Bad content\" }"), "e4@x.test 7"),
            (Mail("DeliveryDelay", "e5@x.test", "\"deliveryDelay\": { \"timestamp\": \"2026-11-21T11:00:00Z\", \"delayedRecipients\": [{ \"emailAddress\": \"e5@x.test\", \"status\": \"4.4.1\" }] }"), "e5@x.test 4"),
            (Complaint("abuse", "f1@x.test"), "f1@x.test 8"),
        ];
        foreach (var (text, _) in told)
            (await hook.DeliverAsync(Message("Notification", text, "2"))).IsOk.Should().BeTrue(text);
        foreach (var nothing in new[] { Complaint("not-spam", "g1@x.test"), Complaint("abuse", "g2@x.test", "g3@x.test"), Mail("Open", "g4@x.test\", \"g5@x.test", "\"open\": { \"timestamp\": \"2026-11-21T11:00:00Z\" }"),
            "Successfully validated SNS topic for Amazon SES event publishing.", Mail("Martian", "g6@x.test", "\"a\": 1") })
            (await hook.DeliverAsync(Message("Notification", nothing, "2"))).Value.Should().BeEquivalentTo(new { Stored = 0, Suppressed = 0 }, nothing);

        (await hook.EventsAsync()).Select(e => e.Split(' ')[0] + " " + (int)Enum.Parse<DeliveryEventKind>(e.Split(' ')[1])).Should().Equal(told.Select(t => t.Event));
        (await hook.BlockedAsync()).Should().Equal("b1@x.test Bounced", "b2@x.test Bounced", "b3@x.test Bounced", "f1@x.test Complained");
        await hook.Store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Message_ToSeveral_BlocksTheOneWhoBounced()
    {
        await using var hook = await GivenAcceptedAsync();
        var delivery = Mail("Delivery", "ann@example.com\", \"bob@example.com", "\"delivery\": { \"timestamp\": \"2026-11-21T11:00:00Z\", \"recipients\": [\"Ann <ann@example.com>\"] }");

        await hook.DeliverAsync(Message("Notification", delivery, "2"));
        await hook.DeliverAsync(Message("Notification", Bounce("Permanent", "General", "bob@example.com"), "2"));

        (await hook.BlockedAsync()).Should().Equal("bob@example.com Bounced");
        (await hook.Store.ActivityOfAsync("ann@example.com")).Single().Should().BeEquivalentTo(new { Status = ActivityStatus.Delivered, MessageName = "News", SentAt = EventStore.Noon.AddHours(-2) });
    }

    private async Task<WebhookStore> GivenAcceptedAsync(DateTimeOffset? notAfter = null, (string, string)? settings = null)
    {
        var hook = await GivenAsync(settings: settings);
        await hook.DeliverAsync(Message("SubscriptionConfirmation", "Confirm", "2"));
        (await hook.Store.As<EventSourceService>(Role.Admin).AcceptTopicAsync(hook.Store.Organization, hook.SourceId, Topic, Stop)).IsOk.Should().Be(settings is null);
        if (notAfter is not null)
            await PlaceAsync(hook, notAfter.Value);
        return hook;
    }

    private async Task<WebhookStore> GivenAsync((string, string)? settings = null)
    {
        var hook = await WebhookStore.CreateAsync(EventProvider.Ses, withKey: false, settings is { } one ? [one, ("Dashboard:Sns:FetchCertificates", "false")] : [("Dashboard:Sns:FetchCertificates", "false")]);
        await PlaceAsync(hook, EventStore.Noon.AddYears(1));
        return hook;
    }

    private async Task PlaceAsync(WebhookStore hook, DateTimeOffset notAfter)
    {
        var folder = Directory.CreateDirectory(Path.Combine(hook.Store.Folder, "sns-certificates", "sns.eu-west-1.amazonaws.com")).FullName;
        using var certificate = new CertificateRequest("CN=sns.amazonaws.com", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(EventStore.Noon.AddYears(-1), notAfter);
        await File.WriteAllTextAsync(Path.Combine(folder, Certificate), certificate.ExportCertificatePem(), Stop);
    }

    private static WebhookRequest With(WebhookRequest request, string field, string? value)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse(request.Body)!.AsObject();
        body[field] = value;
        return request with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }

    private WebhookRequest Message(string type, string message, string version, string topic = Topic, string url = Url, DateTimeOffset? at = null)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Message"] = message, ["MessageId"] = Guid.NewGuid().ToString(), ["Timestamp"] = (at ?? EventStore.Noon).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null), ["TopicArn"] = topic, ["Type"] = type,
        };
        if (type != "Notification")
            (fields["SubscribeURL"], fields["Token"]) = ($"https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={topic}&Token=t", "t");
        var signed = string.Concat(fields.Select(f => $"{f.Key}\n{f.Value}\n"));
        var signature = _rsa.SignData(Encoding.UTF8.GetBytes(signed), version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        (fields["SignatureVersion"], fields["Signature"], fields["SigningCertURL"]) = (version, Convert.ToBase64String(signature), url);
        return new(new Dictionary<string, string>(), JsonSerializer.SerializeToUtf8Bytes(fields));
    }

    private static string Mail(string type, string to, string part) => $$"""
        { "eventType": "{{type}}", {{part}}, "mail": { "timestamp": "2026-11-21T10:00:00.000Z", "messageId": "0102-{{to.Length}}", "destination": ["{{to}}"], "commonHeaders": { "subject": "News" }, "tags": {} }, "new_field": [1] }
        """;

    private static string Bounce(string type, string subType, string email, string? status = null, string? diagnostic = null) => Mail("Bounce", email, $$"""
        "bounce": { "bounceType": "{{type}}", "bounceSubType": "{{subType}}", "feedbackId": "fb-{{email}}", "timestamp": "2026-11-21T11:00:00Z",
            "bouncedRecipients": [{ "emailAddress": "{{email}}", "action": "failed", "status": "{{status}}", "diagnosticCode": "{{diagnostic}}" }] }
        """);

    private static string Complaint(string kind, params string[] emails) => Mail("Complaint", emails[0], $$"""
        "complaint": { "complaintFeedbackType": "{{kind}}", "feedbackId": "fb-{{emails[0]}}", "timestamp": "2026-11-21T11:00:00Z",
            "complainedRecipients": [{{string.Join(", ", emails.Select(e => $$"""{ "emailAddress": "{{e}}" }"""))}}] }
        """);
}
