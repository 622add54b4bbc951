using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Events;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Services.Events.EventStore;
using static ContactsDashboard.Tests.Support.TestStore;
using Kind = ContactsDashboard.Domain.Delivery.DeliveryEventKind;

namespace ContactsDashboard.Tests.Services.Events;

public class EventIntakeTests
{
    [Fact]
    public async Task Events_OfOneMessage_AdvanceOneActivity_AndRate()
    {
        await using var store = await CreateAsync();

        var results = await store.TellAsync(Told(Kind.Sent), Told(Kind.Delivered, minutes: 1), Told(Kind.Clicked, minutes: 3), Told(Kind.Read, minutes: 2) with { MessageName = "News", Language = "en" });

        results.Should().OnlyContain(r => r.Outcome == EventOutcome.Stored && r.ContactId == results[0].ContactId && r.SuppressionId == null);
        (await store.ActivityOfAsync("ann@example.com")).Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Status = ActivityStatus.Clicked, MessageName = "News", Language = "en", SentAt = Noon.AddDays(-30), Channel = MessageChannel.Email });
        await using var context = await store.OpenAsync();
        (await context.Contacts.SingleAsync(Stop)).Should().BeEquivalentTo(new { CreationMethod = CreationMethod.Event, Rating = 100, EmailStanding = Standing.Active });
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Events_InAnyOrderAndTwice_EndInTheSame()
    {
        DeliveryEvent[] story =
        [
            Told(Kind.Sent) with { MessageName = "B" }, Told(Kind.Deferred, minutes: 1), Told(Kind.Delivered, minutes: 2) with { MessageName = "A" }, Told(Kind.Read, minutes: 3),
            Told(Kind.Sent, message: "m2", minutes: 10), Told(Kind.SoftBounced, message: "m2", minutes: 11), Told(Kind.SoftBounced, message: "m3", minutes: 12),
            Told(Kind.Delivered, message: "m4", minutes: 11.5), Told(Kind.HardBounced, message: "m4", minutes: 11.7),
        ];
        var ends = new List<string>();
        foreach (var seed in new[] { 0, 1, 2, 3 })
        {
            await using var store = await CreateAsync();
            var random = new Random(seed);
            foreach (var told in story.Concat(story).OrderBy(_ => seed == 0 ? 0 : random.Next()))
                await store.TellAsync(told);
            var activity = await store.ActivityOfAsync("ann@example.com");
            await using var context = await store.OpenAsync();
            var address = await context.Addresses.SingleAsync(Stop);
            ends.Add(string.Join(' ', activity.Select(a => $"{a.MessageName}:{a.Status}:{a.SentAt:mm}")) + $" {address.SoftBounces} {address.Standing}");
            await store.ShouldAgreeAsync();
        }

        ends.Distinct().Should().ContainSingle().Which.Should().EndWith(" 1 Blacklisted").And.Contain("A:Read").And.Contain("Undelivered").And.Contain("SoftBounced");
    }

    [Theory]
    [InlineData(Kind.HardBounced, SuppressionReason.Bounced, Standing.Blacklisted)]
    [InlineData(Kind.Complained, SuppressionReason.Complained, Standing.SpamReport)]
    [InlineData(Kind.Unsubscribed, SuppressionReason.Unsubscribed, Standing.Unsubscribed)]
    public async Task Event_OfTheRecipientsOwn_BlocksExactlyThem(Kind kind, SuppressionReason reason, Standing standing)
    {
        await using var store = await CreateAsync();
        await store.GivenPersonAsync("bob@example.com");

        var result = (await store.TellAsync(Told(kind) with { Code = "5.1.1", Text = "550 5.1.1 no such user" }))[0];

        var entry = (await store.EntriesAsync("ann@example.com")).Should().ContainSingle().Subject;
        entry.Should().BeEquivalentTo(new { Id = result.SuppressionId, Reason = reason, Source = SuppressionSource.Event, EvidenceCode = "5.1.1", EvidenceText = "550 5.1.1 no such user" });
        (await store.ActivityOfAsync("ann@example.com")).Single().Diagnostic.Should().Be(kind == Kind.HardBounced ? "550 5.1.1 no such user" : null);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();
        (await store.MayBeSentToAsync("bob@example.com")).Should().BeTrue();
        await using var context = await store.OpenAsync();
        (await context.Contacts.SingleAsync(c => c.Id == result.ContactId, Stop)).EmailStanding.Should().Be(standing);
        (await context.Audit.SingleAsync(a => a.Verb == AuditVerb.SuppressedByEvents, Stop)).Should().BeEquivalentTo(new { Count = 1L, SuppressionId = result.SuppressionId });
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(Kind.Sent)]
    [InlineData(Kind.Delivered)]
    [InlineData(Kind.Deferred)]
    [InlineData(Kind.SoftBounced)]
    [InlineData(Kind.Rejected)]
    public async Task Event_ThatLeavesADoubt_BlocksNobody(Kind kind)
    {
        await using var store = await CreateAsync();

        (await store.TellAsync(Told(kind), Told(kind, message: null, minutes: 1)))[0].SuppressionId.Should().BeNull();

        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Event_ReplayedAfterARelease_BlocksNotAgain_ANewOneDoes()
    {
        await using var store = await CreateAsync();
        await store.TellAsync(Told(Kind.HardBounced, id: "e1"));
        var entry = (await store.EntriesAsync("ann@example.com"))[0].Id;
        (await store.As<SuppressionService>(Role.Support).DeleteAsync(store.Organization, entry, Stop)).IsOk.Should().BeTrue();

        (await store.TellAsync(Told(Kind.HardBounced, id: "e1")))[0].Outcome.Should().Be(EventOutcome.Duplicate);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();

        (await store.TellAsync(Told(Kind.HardBounced, id: "e2")))[0].SuppressionId.Should().NotBeNull().And.NotBe(entry);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task SoftBounces_BlockByThePolicy_UntilADeliveryBetween()
    {
        await using var store = await CreateAsync();
        const int day = 24 * 60;
        DeliveryEvent Soft(string email, int at) => Told(Kind.SoftBounced, email, $"m{at}", at * day);

        await store.TellAsync([.. Enumerable.Range(0, 5).Select(i => Soft("often@example.com", i * 2)), .. Enumerable.Range(0, 9).Select(i => Told(Kind.SoftBounced, "burst@example.com", $"b{i}", i))]);
        await store.TellAsync([.. Enumerable.Range(0, 4).Select(i => Soft("saved@example.com", i * 2)), Told(Kind.Delivered, "saved@example.com", "ok", 7 * day), Soft("saved@example.com", 8)]);
        await store.TellAsync([.. Enumerable.Range(0, 9).Select(i => Told(Kind.Rejected, "fault@example.com", $"f{i}", i * day))]);
        await store.TellAsync([.. Enumerable.Range(0, 9).Select(i => Told(Kind.Deferred, "slow@example.com", $"s{i}", i * day))]);
        await store.TellAsync([.. Enumerable.Range(0, 9).Select(i => Soft("same@example.com", i) with { MessageId = "one" })]);

        var entry = (await store.EntriesAsync("often@example.com")).Should().ContainSingle().Subject;
        entry.Should().BeEquivalentTo(new { Reason = SuppressionReason.Bounced, ExpiresAt = Noon.AddDays(90) });
        foreach (var other in new[] { "burst", "saved", "fault", "slow", "same" })
            (await store.MayBeSentToAsync($"{other}@example.com")).Should().BeTrue(other);
        await using var context = await store.OpenAsync();
        (await context.Addresses.Where(a => a.SoftBounces > 0).OrderBy(a => a.Value).Select(a => $"{a.Value} {a.SoftBounces}").ToListAsync(Stop)).Should()
            .Equal("burst@example.com 9", "often@example.com 5", "same@example.com 1", "saved@example.com 1");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Unknown_BecomeContacts_OwnDomainsAndRefusedDoNot()
    {
        await using var store = await CreateAsync();
        await store.As<DerivationRuleService>(Role.Admin).AddAsync(store.Organization, DerivationRuleKind.OwnDomain, "acme.example", Stop);
        PhoneNumber.TryParse("+12025550100", "US", out var phone);

        var results = await store.TellAsync(Told(Kind.Delivered, "me@acme.example"), Told(Kind.Rejected, "refused@example.com"), Told(Kind.Delivered, "new@example.com"),
            new DeliveryEvent { Kind = Kind.HardBounced, Channel = MessageChannel.Sms, Phone = phone, OccurredAt = Noon, MessageId = "sms" });

        results.Select(r => r.ContactId is null).Should().Equal(true, true, false, false);
        (await store.EntriesAsync("+12025550100")).Should().ContainSingle().Which.Scope.Should().Be(SuppressionScope.Phone);
        await using var context = await store.OpenAsync();
        (await context.Contacts.CountAsync(Stop)).Should().Be(2);
        (await context.Audit.SingleAsync(a => a.Verb == AuditVerb.SuppressedByEvents, Stop)).Details.Should().Contain("\"contacts\":2");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Deleted_StayDeleted_AndKeepTheirHistory()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");
        await store.DeletePersonAsync(ann);

        (await store.TellAsync(Told(Kind.Delivered)))[0].ContactId.Should().Be(ann);

        await using var context = await store.OpenAsync();
        (await context.Contacts.SingleAsync(Stop)).DeletedAt.Should().NotBeNull();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Undo_OfWhatEventsBlocked_NeedsTheRightToRelease()
    {
        await using var store = await CreateAsync();
        await store.TellAsync(Told(Kind.HardBounced), Told(Kind.Complained, "bob@example.com"));
        await using var context = await store.OpenAsync();
        var audit = (await context.Audit.SingleAsync(a => a.Verb == AuditVerb.SuppressedByEvents, Stop)).Id;

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, audit, Stop)).Value.Reversed.Should().Be(0);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();

        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, audit, Stop)).Value.Reversed.Should().Be(2);
        (await store.MayBeSentToAsync("bob@example.com")).Should().BeTrue();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Calls_AtOnce_ShareTransactions_AndEachHasItsAnswer()
    {
        await using var store = await CreateAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => store.TellAsync(Told(Kind.Delivered, $"u{i % 20}@example.com", $"m{i}", i), Told(Kind.Delivered, "same@example.com", "one", 0))));

        answers.Select(a => a[0]).Should().OnlyContain(r => r.Outcome == EventOutcome.Stored);
        answers.Count(a => a[1].Outcome == EventOutcome.Stored).Should().Be(1);
        await using var context = await store.OpenAsync();
        (await context.DeliveryEvents.CountAsync(Stop)).Should().Be(61);
        (await context.Contacts.CountAsync(Stop)).Should().Be(21);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Call_OfMany_IsWrittenInSteps_AndAnsweredInOrder()
    {
        await using var store = await CreateAsync();
        var events = Enumerable.Range(0, 600).Select(i => Told(i % 3 == 2 ? Kind.HardBounced : Kind.Delivered, $"u{i / 3}@example.com", $"m{i}", i)).ToArray();

        var results = await store.TellAsync(events);

        results.Should().HaveCount(600).And.OnlyContain(r => r.Outcome == EventOutcome.Stored);
        results.Select(r => r.SuppressionId is not null).Should().Equal(events.Select(e => e.Kind == Kind.HardBounced));
        (await store.TellAsync(events)).Should().OnlyContain(r => r.Outcome == EventOutcome.Duplicate);
        await store.ShouldAgreeAsync();
    }
}
