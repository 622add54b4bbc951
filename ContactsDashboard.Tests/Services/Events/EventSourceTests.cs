using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Events.Webhooks;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Events;

public class EventSourceTests
{
    private static readonly string Delivered = """{ "event": "delivered", "email": "ann@example.com", "ts": 1795258800, "message-id": "<1@x>" }""";

    [Fact]
    public async Task Address_IsShownOnce_AndKeptAsAHash()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Brevo);

        hook.Token.Should().HaveLength(43);
        var stored = await File.ReadAllBytesAsync(Path.Combine(hook.Store.Folder, "contacts.db-wal"), Stop);
        stored.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(hook.Token)).Should().Be(-1);
        stored.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(hook.Key)).Should().Be(-1, "keys are protected");
        var service = hook.Store.As<ProviderWebhookService>(new SystemActor());
        (await service.FindAsync(EventProvider.Brevo, hook.Token + "x", Stop)).Problem!.Code.Should().Be("SOURCE_NOT_FOUND");
        (await service.FindAsync(EventProvider.Postmark, hook.Token, Stop)).Problem!.Code.Should().Be("SOURCE_NOT_FOUND", "it is another provider's");
    }

    [Fact]
    public async Task NewAddress_OverlapsWithTheOld_UnlessAtOnce()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Brevo);
        var sources = hook.Store.As<EventSourceService>(Role.Admin);
        var service = hook.Store.As<ProviderWebhookService>(Role.Admin);
        async Task<bool> IsGood(string token) => (await service.FindAsync(EventProvider.Brevo, token, Stop)).IsOk;

        var second = (await sources.RotateAsync(hook.Store.Organization, hook.SourceId, atOnce: false, Stop)).Value.Path.Split('/')[^1];
        (await IsGood(hook.Token), await IsGood(second)).Should().Be((true, true));
        hook.Store.Clock.Advance(EventSourceService.Overlap);
        (await IsGood(hook.Token), await IsGood(second)).Should().Be((false, true));

        var third = (await sources.RotateAsync(hook.Store.Organization, hook.SourceId, atOnce: true, Stop)).Value.Path.Split('/')[^1];
        (await IsGood(second), await IsGood(third)).Should().Be((false, true));
    }

    [Fact]
    public async Task Removing_IsUndone_WithAddressAndKey()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Brevo);
        var audit = (await hook.Store.As<EventSourceService>(Role.Admin).RemoveAsync(hook.Store.Organization, hook.SourceId, Stop)).Value;
        (await hook.DeliverAsync(Delivered)).Problem!.Code.Should().Be("SOURCE_NOT_FOUND");

        (await hook.Store.As<UndoService>(Role.Admin).UndoAsync(hook.Store.Organization, audit, Stop)).Value.Reversed.Should().Be(1);

        (await hook.DeliverAsync(Delivered)).Value.Stored.Should().Be(1);
        await using var context = await hook.Store.OpenAsync();
        var added = await context.Audit.Where(a => a.Verb == AuditVerb.AddedEventSource).Select(a => a.Id).FirstAsync(Stop);
        (await hook.Store.As<UndoService>(Role.Admin).UndoAsync(hook.Store.Organization, added, Stop)).Value.Reversed.Should().Be(1);
        (await hook.Store.As<EventSourceService>(Role.Admin).ListAsync(hook.Store.Organization, Stop)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task Sources_AreForThoseWhoManageThem_AndOfTheirOwnOrganisation()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Brevo);
        var other = await hook.Store.GivenOrganizationAsync("other");
        foreach (var role in new[] { Role.Auditor, Role.Analyst, Role.Operator, Role.Support })
        {
            var sources = hook.Store.As<EventSourceService>(role);
            (await sources.CreateAsync(hook.Store.Organization, EventProvider.Ses, "x", Stop)).Problem!.Code.Should().Be("FORBIDDEN");
            (await sources.RotateAsync(hook.Store.Organization, hook.SourceId, true, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
            (await sources.ListAsync(hook.Store.Organization, Stop)).Value.Should().ContainSingle();
        }
        var system = hook.Store.As<EventSourceService>(new TerminalActor("root"));
        (await system.RemoveAsync(other, hook.SourceId, Stop)).Problem!.Code.Should().Be("SOURCE_NOT_FOUND");
        (await system.DeliveriesAsync(other, hook.SourceId, Stop)).Value.Should().BeEmpty();
    }

    [Theory]
    [InlineData(EventProvider.SendGrid, "not a key")]
    [InlineData(EventProvider.Resend, "whsec_short")]
    [InlineData(EventProvider.Mailgun, "a b")]
    [InlineData(EventProvider.Brevo, "nocolon-at-all")]
    [InlineData(EventProvider.Ses, "anything")]
    public void Key_ThatCannotBeOne_IsRefused(EventProvider provider, string key) => Signatures.CheckKey(provider, key)!.Field.Should().Be("key");

    [Fact]
    public async Task Deliveries_AreTheLastHundred()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Brevo);
        for (var i = 0; i < 125; i++)
            await hook.DeliverAsync($$"""{ "event": "delivered", "email": "ann@example.com", "ts": 1795258800, "message-id": "<{{i}}@x>" }""");

        (await hook.DeliveriesAsync()).Should().HaveCount(100).And.OnlyContain(d => d.Answer.Stored == 1);
        await using var context = await hook.Store.OpenAsync();
        (await context.EventDeliveries.CountAsync(Stop)).Should().BeLessThan(125);
        (await hook.RowAsync()).Should().BeEquivalentTo(new { Deliveries = 125L, Events = 125L });
    }

    [Fact]
    public async Task Key_ThatCanNoLongerBeRead_IsNotTakenForNone()
    {
        await using var hook = await WebhookStore.CreateAsync(EventProvider.Brevo);
        await using (var context = await hook.Store.OpenAsync())
            await context.EventSources.ExecuteUpdateAsync(s => s.SetProperty(x => x.Key, "CfDJ8-of-other-keys"), Stop);

        await hook.ShouldRefuseAsync(hook.Signed(Delivered), "NO_KEY");
        (await hook.RowAsync()).Should().BeEquivalentTo(new { IsWaiting = true, HasKey = false });
    }
}
