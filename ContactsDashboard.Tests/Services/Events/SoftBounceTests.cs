using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Events;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Services.Events.EventStore;
using static ContactsDashboard.Tests.Support.TestStore;
using Kind = ContactsDashboard.Domain.Delivery.DeliveryEventKind;

namespace ContactsDashboard.Tests.Services.Events;

public class SoftBounceTests
{
    private const double Day = 24 * 60;

    [Fact]
    public async Task Policy_IsChangedUndoneAndHoldsFromThenOn()
    {
        await using var store = await CreateAsync();
        var service = store.As<SoftBounceService>(Role.Admin);
        (await service.FindAsync(store.Organization, Stop)).Value.Should().Be(SoftBouncePolicy.Default);

        var audit = (await service.ChangeAsync(store.Organization, new(2, 1, 0), Stop)).Value;
        await store.TellAsync(Soft("ann@example.com", 0), Soft("ann@example.com", 1));
        (await store.EntriesAsync("ann@example.com")).Should().ContainSingle().Which.ExpiresAt.Should().BeNull("it holds for good");

        (await store.As<UndoService>(Role.Admin).UndoAsync(store.Organization, audit, Stop)).Value.Reversed.Should().Be(1);
        (await service.FindAsync(store.Organization, Stop)).Value.Should().Be(SoftBouncePolicy.Default);
        (await service.ChangeAsync(store.Organization, new(0, 0, 0), Stop)).IsOk.Should().BeTrue();
        await store.TellAsync([.. Enumerable.Range(0, 20).Select(i => Soft("bob@example.com", i))]);
        (await store.MayBeSentToAsync("bob@example.com")).Should().BeTrue("soft bounces block nobody");
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(1, 0, 0, "messages")]
    [InlineData(101, 0, 0, "messages")]
    [InlineData(2, 366, 0, "days")]
    [InlineData(2, 0, -1, "holdDays")]
    public async Task Policy_OutOfBounds_IsRefused(int messages, int days, int hold, string field)
    {
        await using var store = await CreateAsync();
        (await store.As<SoftBounceService>(Role.Admin).ChangeAsync(store.Organization, new(messages, days, hold), Stop)).Problem!.Field.Should().Be(field);
        (await store.As<SoftBounceService>(Role.Support).ChangeAsync(store.Organization, new(messages, days, hold), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    [Fact]
    public async Task Simulation_SaysWhoWouldBeBlockedOrNoLonger_AndChangesNothing()
    {
        await using var store = await CreateAsync();
        await store.TellAsync([.. Enumerable.Range(0, 5).Select(i => Soft("five@example.com", i * 2)), .. Enumerable.Range(0, 3).Select(i => Soft("three@example.com", i * 3)),
            Soft("saved@example.com", 0), Told(Kind.Delivered, "saved@example.com", "ok", Day), Soft("saved@example.com", 2), Soft("saved@example.com", 3), Soft("one@example.com", 0)]);
        var service = store.As<SoftBounceService>(Role.Admin);

        var looser = (await service.SimulateAsync(store.Organization, new(3, 5, 90), Stop)).Value;
        looser.Should().BeEquivalentTo(new { Addresses = 4L, Blocked = 2L, Newly = 1L, NoLonger = 0L });
        looser.NewlyBlocked.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Recipient = "three@example.com", At = Noon.AddDays(-24), Until = Noon.AddDays(66), IsBlocked = false });

        var never = (await service.SimulateAsync(store.Organization, new(0, 0, 0), Stop)).Value;
        never.NoLongerBlocked.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Recipient = "five@example.com", IsBlocked = true });
        var brief = (await service.SimulateAsync(store.Organization, new(3, 5, 10), Stop)).Value;
        brief.Should().BeEquivalentTo(new { Blocked = 0L, NoLonger = 1L }, "what held ten days is over by now");

        (await store.MayBeSentToAsync("three@example.com")).Should().BeTrue();
        (await store.MayBeSentToAsync("five@example.com")).Should().BeFalse();
        (await service.SimulateAsync(store.Organization, SoftBouncePolicy.Default, Stop)).Value.Should().BeEquivalentTo(new { Newly = 0L, NoLonger = 0L, Blocked = 1L });
    }

    [Fact]
    public async Task ForGood_StaysForGood_WhenASoftBounceFollows()
    {
        await using var store = await CreateAsync();
        await store.TellAsync(Told(Kind.HardBounced, message: "h"));
        await store.TellAsync([.. Enumerable.Range(0, 9).Select(i => Soft("ann@example.com", i))]);

        (await store.EntriesAsync("ann@example.com")).Should().ContainSingle().Which.ExpiresAt.Should().BeNull();
        await store.ShouldAgreeAsync();
    }

    private static DeliveryEvent Soft(string email, double day) => Told(Kind.SoftBounced, email, $"{email} {day}", day * Day);
}
