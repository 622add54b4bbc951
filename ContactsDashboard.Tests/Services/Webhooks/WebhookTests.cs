using System.Net;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Webhooks;
using ContactsDashboard.Tests.Services.Erasures;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Webhooks;

public sealed class WebhookTests
{
    [Fact]
    public async Task Changes_AreToldInOrderAndSigned()
    {
        await using var store = await CreateAsync(("Dashboard:LoopbackWebhooks", "true"));
        await using var receiver = await WebhookReceiver.StartAsync();
        var secret = await GivenEndpointAsync(store, receiver);
        var entry = await BlockAsync(store, "ann@x.test", SuppressionReason.Bounced);
        await BlockAsync(store, "x.test", SuppressionReason.Manual, SuppressionScope.Domain);

        await store.As<SuppressionService>(Role.Admin).DeleteAsync(store.Organization, entry, Stop);
        await store.As<ReleaseService>(Role.Admin).ReleaseAsync(store.Organization, Email("ann@x.test"), DomainRelease.Exempt, Stop);
        await SendAsync(store);

        receiver.Received.Select(r => (r.Type, r.Value)).Should().Equal(("contact.suppressed", "ann@x.test"), ("contact.suppressed", "x.test"),
            ("contact.released", "ann@x.test"), ("contact.released", "ann@x.test"));
        receiver.Received.Should().OnlyContain(r => r.IsSignedBy(secret) && r.Id.StartsWith("evt_"));
        receiver.Received.Select(r => r.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Release_OfWhatIsStillBlocked_IsToldAsSuppressedByTheRest()
    {
        await using var store = await CreateAsync(("Dashboard:LoopbackWebhooks", "true"));
        await using var receiver = await WebhookReceiver.StartAsync();
        await BlockAsync(store, "x.test", SuppressionReason.Manual, SuppressionScope.Domain);
        var entry = await BlockAsync(store, "ann@x.test", SuppressionReason.Bounced);
        await GivenEndpointAsync(store, receiver);

        await store.As<SuppressionService>(Role.Admin).DeleteAsync(store.Organization, entry, Stop);
        await SendAsync(store);

        var told = receiver.Received.Single();
        var data = told.Json.GetProperty("data");
        (told.Type, data.GetProperty("allowed").GetBoolean(), data.GetProperty("remaining")[0].GetProperty("scope").GetString()).Should().Be(("contact.suppressed", false, "domain"));
    }

    [Fact]
    public async Task Expiry_IsToldAsRelease()
    {
        await using var store = await CreateAsync(("Dashboard:LoopbackWebhooks", "true"));
        await using var receiver = await WebhookReceiver.StartAsync();
        await GivenEndpointAsync(store, receiver, WebhookEvents.Released);
        await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization,
            new(SuppressionScope.Phone, "+442079460000", SuppressionReason.Manual) { ExpiresAt = store.Clock.GetUtcNow().AddHours(1) }, false, Stop);

        store.Clock.Advance(TimeSpan.FromHours(2));
        await store.Get<ExpirySweeper>().SweepAsync(Stop);
        await SendAsync(store);

        receiver.Received.Select(r => (r.Type, r.Value)).Should().Equal(("contact.released", "+442079460000"));
    }

    [Fact]
    public async Task Failure_IsTriedAgainLaterAndGivenUpAtLast_AndAdminsAreTold()
    {
        await using var store = await CreateAsync(("Dashboard:LoopbackWebhooks", "true"));
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Status = 500;
        await GivenEndpointAsync(store, receiver);
        var webhooks = store.As<WebhookService>(Role.Admin);
        var endpoint = (await webhooks.ListAsync(store.Organization, Stop)).Value.Single().Id;
        await BlockAsync(store, "ann@x.test", SuppressionReason.Manual);

        await SendAsync(store);
        await SendAsync(store);
        receiver.Received.Should().HaveCount(1, "it rests after a failure");
        var log = (await webhooks.DeliveriesAsync(store.Organization, endpoint, Stop)).Value.Single();
        (log.State, log.Attempts, log.Status, log.Answer).Should().Be((DeliveryState.Waiting, 1, 500, "answer 500"));
        log.NextAt.Should().BeAfter(store.Clock.GetUtcNow());
        for (var i = 0; i < WebhookSender.Pauses.Length; i++)
        {
            store.Clock.Advance(TimeSpan.FromHours(13));
            await SendAsync(store);
        }

        receiver.Received.Should().HaveCountGreaterThan(3);
        receiver.Received.Select(r => r.Id).Distinct().Should().ContainSingle("the receiver knows it again");
        var row = (await webhooks.ListAsync(store.Organization, Stop)).Value.Single();
        (row.DisabledAt is not null, row.GaveUp).Should().Be((true, true));
        await using var context = await store.OpenAsync();
        (await context.Notifications.CountAsync(n => n.Kind == NotificationKind.WebhookDisabled, Stop)).Should().Be(1, "there is one Admin");
        receiver.Status = 200;
        (await webhooks.EnableAsync(store.Organization, endpoint, Stop)).IsOk.Should().BeTrue();
        await SendAsync(store);
        (await webhooks.DeliveriesAsync(store.Organization, endpoint, Stop)).Value.Single().State.Should().Be(DeliveryState.Delivered);
    }

    [Fact]
    public async Task Secret_Rotated_BothSignForADay()
    {
        await using var store = await CreateAsync(("Dashboard:LoopbackWebhooks", "true"));
        await using var receiver = await WebhookReceiver.StartAsync();
        var old = await GivenEndpointAsync(store, receiver);
        var webhooks = store.As<WebhookService>(Role.Admin);
        var endpoint = (await webhooks.ListAsync(store.Organization, Stop)).Value.Single().Id;

        var secret = (await webhooks.RotateAsync(store.Organization, endpoint, Stop)).Value.Secret;
        await webhooks.TestAsync(store.Organization, endpoint, Stop);
        await SendAsync(store);
        store.Clock.Advance(TimeSpan.FromHours(25));
        await webhooks.TestAsync(store.Organization, endpoint, Stop);
        await SendAsync(store);

        receiver.Received.Select(r => (r.Type, r.IsSignedBy(old), r.IsSignedBy(secret))).Should().Equal(("webhook.test", true, true), ("webhook.test", false, true));
        ErasureStore.FilesThatHold(store.Folder, secret).Should().BeEmpty("it is kept protected");
    }

    [Fact]
    public async Task Erasure_ForgetsWhatWaits()
    {
        await using var store = await CreateAsync(("Dashboard:LoopbackWebhooks", "true"));
        await using var receiver = await WebhookReceiver.StartAsync();
        await store.GivenContactAsync("annabel@erased.test");
        await GivenEndpointAsync(store, receiver);
        await BlockAsync(store, "annabel@erased.test", SuppressionReason.Complained);

        await store.EraseAsync("annabel@erased.test");
        await SendAsync(store);

        receiver.Received.Should().BeEmpty();
        ErasureStore.FilesThatHold(store.Folder, "annabel@erased.test").Should().BeEmpty();
    }

    [Fact]
    public async Task Redirect_IsNotFollowed_AndAPrivateReceiverIsNotReached()
    {
        await using var store = await CreateAsync(("Dashboard:LoopbackWebhooks", "true"));
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var inside = await WebhookReceiver.StartAsync();
        (receiver.Status, receiver.Location) = (302, inside.Url);
        await GivenEndpointAsync(store, receiver);
        await BlockAsync(store, "ann@x.test", SuppressionReason.Manual);

        await SendAsync(store);

        (receiver.Received.Count, inside.Received.Count).Should().Be((1, 0));
        var client = new WebhookClient(Microsoft.Extensions.Options.Options.Create(new ContactsDashboard.Configuration.DashboardOptions()));
        var answer = await client.SendAsync(new(new(receiver.Url.Replace("127.0.0.1", "localhost")), "evt_1", default, "", "{}"), Stop);
        (answer.Status, answer.Text).Should().Be((null, "The name leads to no address on the public Internet."));
        receiver.Received.Should().HaveCount(1, "without the host's leave nothing on this machine is reached");
    }

    [Theory]
    [InlineData("http://example.com/hook")]
    [InlineData("ftp://example.com")]
    [InlineData("https://user:pass@example.com")]
    [InlineData("https://localhost/x")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://[::1]/")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("example.com")]
    [InlineData("")]
    public async Task Endpoint_NotOfThePublicInternet_IsRefused(string url)
    {
        await using var store = await CreateAsync();

        (await store.As<WebhookService>(Role.Admin).AddAsync(store.Organization, new(url, null, WebhookEvents.Released), Stop)).Problem!.Field.Should().Be("url");
        (await store.As<WebhookService>(Role.Support).AddAsync(store.Organization, new("https://example.com", null, WebhookEvents.Released), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("64:ff9b::8.8.8.8", true)]
    [InlineData("0.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.2", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::10.0.0.1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001:db8::1", false)]
    public void Address_IsPublicOrNot(string address, bool isPublic) => PublicNetwork.IsPublic(IPAddress.Parse(address)).Should().Be(isPublic);

    private static Task SendAsync(TestStore store) => store.Get<WebhookSender>().SendAsync(Stop);

    private static async Task<string> GivenEndpointAsync(TestStore store, WebhookReceiver receiver, WebhookEvents events = WebhookEvents.Suppressed | WebhookEvents.Released) =>
        (await store.As<WebhookService>(Role.Admin).AddAsync(store.Organization, new(receiver.Url, "shop", events), Stop)).Value.Secret;

    private static async Task<long> BlockAsync(TestStore store, string value, SuppressionReason reason, SuppressionScope scope = SuppressionScope.Email) =>
        (await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(scope, value, reason), false, Stop)).Value.Entry.Id;
}
