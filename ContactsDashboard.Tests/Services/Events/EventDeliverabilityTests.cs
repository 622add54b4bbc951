using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Deliverability;
using ContactsDashboard.Services.Events;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Services.Erasures;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Services.Events.EventStore;
using static ContactsDashboard.Tests.Support.TestStore;
using Kind = ContactsDashboard.Domain.Delivery.DeliveryEventKind;

namespace ContactsDashboard.Tests.Services.Events;

/// <summary>What events mean for the rates, and what is left of them when a person is erased.</summary>
public class EventDeliverabilityTests
{
    [Fact]
    public async Task Sends_OfEventsAndOfOwnMail_CountOnce()
    {
        await using var store = await CreateAsync();
        await store.As<DerivationRuleService>(Role.Admin).AddAsync(store.Organization, DerivationRuleKind.OwnDomain, "acme.example", Stop);
        var date = Noon.AddDays(-1).ToString("R");
        await store.GivenMailAsync($"From: us@acme.example\r\nTo: ann@example.com, bob@example.com\r\nDate: {date}\r\nMessage-ID: <seen@acme.example>\r\n\r\n");
        DeliveryEvent Of(Kind kind, string email, string message) => Told(kind, email, message) with { OccurredAt = Noon.AddDays(-1) };

        await store.TellAsync(Of(Kind.Sent, "ann@example.com", "<seen@acme.example>"), Of(Kind.Delivered, "ann@example.com", "<seen@acme.example>"), Of(Kind.Delivered, "sue@example.com", "p1"),
            Of(Kind.HardBounced, "max@example.com", "p2"), Of(Kind.Rejected, "sue@example.com", "p3"), Of(Kind.Delivered, "us2@acme.example", "p4"),
            Told(Kind.Delivered, "old@example.com", "p5") with { OccurredAt = Noon.AddDays(-31) });

        (await HealthAsync(store)).Sends.Should().Be(4, "ann, bob, sue and max; what was refused here was not sent, and colleagues do not count");
    }

    [Fact]
    public async Task Bounces_OfEvents_CountOncePerMessage_AndBesideThoseOfPrograms()
    {
        await using var store = await CreateAsync();
        await store.As<SuppressionService>(new ContactsDashboard.Services.Access.ApiKeyActor(1, store.Organization, "shop", Permissions.Block)).AddAsync(store.Organization,
            new(SuppressionScope.Email, "told@example.com", SuppressionReason.Bounced), false, Stop);
        DeliveryEvent Of(Kind kind, string email, string message, string id) => Told(kind, email, message, id: id) with { OccurredAt = Noon.AddDays(-1) };

        await store.TellAsync(Of(Kind.HardBounced, "ann@example.com", "m1", "1"), Of(Kind.HardBounced, "ann@example.com", "m1", "2"), Of(Kind.HardBounced, "ann@example.com", "m2", "3"),
            Of(Kind.Complained, "bob@example.com", "m1", "4"), Of(Kind.SoftBounced, "sue@example.com", "m1", "5"));

        (await HealthAsync(store)).Should().BeEquivalentTo(new { Bounces = 3L, Complaints = 1L, Sends = 4L });
    }

    [Fact]
    public async Task Erased_NothingOfTheirEventsIsLeft_AndLaterOnesBlockButBringNobodyBack()
    {
        await using var store = await CreateAsync();
        await store.TellAsync(Told(Kind.Delivered), Told(Kind.SoftBounced, message: "m2") with { Text = "550 <ann@example.com> full" }, Told(Kind.Delivered, "bob@example.com") with { Text = "forwarded by ann@example.com" });
        await store.EraseAsync("ann@example.com", addEntry: false);

        var results = await store.TellAsync(Told(Kind.Delivered, message: "m9"), Told(Kind.Complained, message: "m9"), Told(Kind.Complained, message: "m9"));

        results.Should().OnlyContain(r => r.Outcome == EventOutcome.Erased && r.ContactId == null);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse("who complains is blocked, erased or not");
        await using var after = await store.OpenAsync();
        (await after.DeliveryEvents.Select(e => e.Recipient + " " + e.Text).ToListAsync(Stop)).Should().ContainSingle().Which.Should().StartWith("bob@example.com").And.NotContain("ann@");
        (await after.Contacts.CountAsync(Stop)).Should().Be(1);
        (await after.Suppressions.Include(s => s.Claims).SingleAsync(Stop)).Should().Match<ContactsDashboard.Data.Entities.SuppressionEntry>(s => s.Value.StartsWith("hash:") && s.Claims.Count == 1);
        await store.ShouldAgreeAsync();
    }

    private static async Task<SendHealth> HealthAsync(TestStore store) => (await store.As<DeliverabilityService>(Role.Auditor).HealthAsync(store.Organization, Stop)).Value;
}
