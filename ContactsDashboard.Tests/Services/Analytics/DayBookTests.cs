using ContactsDashboard.Domain;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Services.Analytics;

public sealed class DayBookTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Day_IsWrittenOnceAndNeverAgain()
    {
        await using var store = await TestStore.CreateAsync();
        await store.GivenEnteredAsync("ann@x.test");
        await KeepAtAsync(store, Midnight.AddMinutes(-1));
        (await DaysAsync(store)).Should().BeEmpty("the day has not ended");

        await KeepAtAsync(store, Midnight.AddMinutes(1));
        await store.GivenEnteredAsync("bob@x.test");
        await KeepAtAsync(store, Midnight.AddMinutes(2));

        var day = (await DaysAsync(store)).Should().ContainSingle().Subject;
        day.Day.Should().Be(new DateOnly(2026, 11, 21));
        day.Slices.Should().Equal(0, 0, 0, 1);
        day.Created.Should().Be(1);
    }

    [Fact]
    public async Task Days_MissedWhileNothingChanged_AreFilled_WithTheWindowsOfTheirOwn()
    {
        await using var store = await TestStore.CreateAsync();
        var ann = await store.GivenEnteredAsync("ann@x.test");
        await ReadAsync(store, ann, Midnight.AddMonths(-3).AddHours(1));
        await KeepAtAsync(store, Midnight.AddMinutes(1));

        await KeepAtAsync(store, Midnight.AddDays(3).AddHours(9));

        (await DaysAsync(store)).Select(d => (d.Day.Day, d.Slices![(int)Reach.Active], d.Slices[(int)Reach.Inactive])).Should()
            .Equal((21, 1, 0), (22, 0, 1), (23, 0, 1), (24, 0, 1));
    }

    [Fact]
    public async Task Days_MissedWhileSomethingChanged_AreMarked_WithWhatIsDated()
    {
        await using var store = await TestStore.CreateAsync();
        await store.GivenEnteredAsync("ann@x.test");
        await KeepAtAsync(store, Midnight.AddMinutes(1));
        store.Clock.Advance(Midnight.AddDays(1).AddHours(5) - store.Clock.GetUtcNow());
        await store.GivenPersonAsync("bob@x.test");

        await KeepAtAsync(store, Midnight.AddDays(2).AddHours(3));
        await KeepAtAsync(store, Midnight.AddDays(3).AddMinutes(5));

        (await DaysAsync(store)).Select(d => (d.Day.Day, d.Total, d.Created)).Should().Equal((21, 1, 1), (22, null, 0), (23, null, 1), (24, 2, 0));
    }

    [Fact]
    public async Task Day_EndsAtTheOrganisationsMidnight()
    {
        await using var store = await TestStore.CreateAsync();
        await store.GivenEnteredAsync("ann@x.test");
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        store.Clock.Advance(Midnight.AddMinutes(1) - store.Clock.GetUtcNow());
        await new DayBook(store.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<ContactsDashboard.Data.DashboardDbContext>>(), store.Get<ContactsDashboard.Data.StoreWriter>(), store.Clock)
            .KeepAsync(store.Organization, zone, TestStore.Stop);
        (await DaysAsync(store)).Should().BeEmpty("there it is evening still");
    }

    private static async Task KeepAtAsync(TestStore store, DateTimeOffset at)
    {
        store.Clock.Advance(at - store.Clock.GetUtcNow());
        await store.Get<DayKeeper>().KeepAsync(TestStore.Stop);
    }

    private static async Task ReadAsync(TestStore store, long contact, DateTimeOffset at)
    {
        await using var context = await store.OpenAsync();
        context.Activities.Add(new() { OrganizationId = store.Organization.Value, ContactId = contact, MessageName = "m", SentAt = at, Status = ActivityStatus.Read });
        await context.SaveChangesAsync(TestStore.Stop);
    }

    private static async Task<IReadOnlyList<ReachDayRow>> DaysAsync(TestStore store) =>
        (await store.As<AnalyticsService>(Role.Auditor).ReadAsync(store.Organization, ReachChannel.Email, 30, TestStore.Stop)).Value.Days;
}
