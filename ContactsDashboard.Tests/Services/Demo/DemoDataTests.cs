using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Demo;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Services.Demo;

/// <summary>The demo organisation has something to show everywhere, and is the same however often it is made.</summary>
public sealed class DemoDataTests
{
    private static readonly string[] Reserved = ["example.com", "example.org", "example.net"];

    [Fact]
    public async Task People_AreOnEveryRailAndPage()
    {
        await using var store = await GivenDemoAsync();
        var demo = await store.FindAsync("demo");

        foreach (var rail in Enum.GetValues<ContactRail>().Where(r => r != ContactRail.OverLimit))
            (await TotalAsync(store, demo, new() { Rail = rail })).Should().BePositive("{0}", rail);
        (await TotalAsync(store, demo, new())).Should().BeInRange(140, 180);
        (await TotalAsync(store, demo, new() { Deleted = true })).Should().BeInRange(4, 10);
        foreach (var filter in new[] { "field.member:true", "segment:Press", "segment:Newsletter", "country:DE" })
            (await TotalAsync(store, demo, new() { Filter = filter })).Should().BePositive(filter);
        (await store.As<ContactsService>(new SystemActor()).ListAsync(demo, new(), TestStore.Stop)).Value.Rows.Should().BeEmpty("correspondents come from mail alone");
        await using var context = await store.OpenAsync();
        (await context.Contacts.Select(c => c.CreationMethod).Distinct().ToListAsync(TestStore.Stop)).Should().BeEquivalentTo(
            [CreationMethod.Manual, CreationMethod.Api, CreationMethod.Order, CreationMethod.SubscriptionForm]);
        (await context.Contacts.GroupBy(c => c.EmailAddressId).CountAsync(g => g.Key != null && g.Count() > 1, TestStore.Stop)).Should().BePositive();
        (await context.Contacts.GroupBy(c => c.PhoneAddressId).CountAsync(g => g.Key != null && g.Count() > 1, TestStore.Stop)).Should().BePositive();
        (await context.Activities.CountAsync(TestStore.Stop)).Should().BeGreaterThan(500);
        (await context.Orders.CountAsync(TestStore.Stop)).Should().BeGreaterThan(50);
        (await context.ContactTokens.CountAsync(TestStore.Stop)).Should().BePositive();
        (await context.SavedSearches.CountAsync(TestStore.Stop)).Should().Be(3);
        Directory.Exists(Path.Combine(store.Folder, "outbox")).Should().BeFalse("nobody is mailed");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Profiles_HaveALife()
    {
        await using var store = await GivenDemoAsync();
        var demo = await store.FindAsync("demo");
        await using var context = await store.OpenAsync();

        var id = await context.ContactTokens.OrderBy(t => t.Id).Select(t => t.ContactId).FirstAsync(TestStore.Stop);
        var profile = (await store.As<ProfileService>(new SystemActor()).GetAsync(demo, id, TestStore.Stop)).Value;

        profile.Entered.Fields.Should().NotBeEmpty();
        profile.Entered.Categories.Should().NotBeEmpty();
        profile.Tokens.Should().NotBeEmpty();
        (await context.Activities.CountAsync(a => a.ContactId == id, TestStore.Stop)).Should().BeGreaterThan(5);
        (await context.Contacts.CountAsync(c => c.Rating > 0, TestStore.Stop)).Should().BeGreaterThan(50);
    }

    [Fact]
    public async Task Addresses_AreNobodys()
    {
        await using var store = await GivenDemoAsync();
        await using var context = await store.OpenAsync();

        var addresses = await context.Addresses.Where(a => a.Channel == Channel.Email).Select(a => new { a.Value, a.Domain }).ToListAsync(TestStore.Stop);

        addresses.Should().OnlyContain(a => Reserved.Contains(a.Domain) || a.Domain!.EndsWith(".example") || a.Domain.EndsWith(".test"));
        (await context.Addresses.Where(a => a.Channel == Channel.Phone).Select(a => a.Value).ToListAsync(TestStore.Stop)).Should()
            .OnlyContain(n => n.StartsWith("+44207946") || n.StartsWith("+493023125") || n.StartsWith("+1212555") || n.StartsWith("+331990") || n.StartsWith("+46846500") || n.StartsWith("+6125550"));
    }

    [Fact]
    public async Task Story_LiesInThePast()
    {
        await using var store = await GivenDemoAsync();
        var (now, demo) = (store.Clock.GetUtcNow(), await store.FindAsync("demo"));
        await using var context = await store.OpenAsync();

        (await context.Audit.Where(a => a.OrganizationId == demo.Value).MaxAsync(a => a.At, TestStore.Stop)).Should().BeBefore(now).And.BeAfter(now.AddDays(-3));
        (await context.Contacts.MaxAsync(c => c.UpdatedAt, TestStore.Stop)).Should().BeBefore(now);
        (await context.Activities.MaxAsync(a => a.SentAt, TestStore.Stop)).Should().BeBefore(now).And.BeAfter(now.AddDays(-60));
        (await context.Orders.MaxAsync(o => o.OrderedAt, TestStore.Stop)).Should().BeBefore(now);
        (await context.Activities.Join(context.Contacts, a => a.ContactId, c => c.Id, (a, c) => a.SentAt < c.CreatedAt).CountAsync(early => early, TestStore.Stop)).Should().Be(0);
        (await context.Orders.Join(context.Contacts, o => o.ContactId, c => c.Id, (o, c) => o.OrderedAt < c.CreatedAt).CountAsync(early => early, TestStore.Stop)).Should().Be(0);
    }

    [Fact]
    public async Task SecondRun_ChangesNothing()
    {
        await using var store = await GivenDemoAsync();
        var before = await CountsAsync(store);

        store.Clock.Advance(TimeSpan.FromDays(400));
        await SeedAsync(store);

        (await CountsAsync(store)).Should().Equal(before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(250)]
    public async Task Story_BrokenOff_IsToldToItsEndOnce(int steps)
    {
        await using var whole = await GivenDemoAsync();
        await using var broken = await TestStore.CreateAsync();
        using var stop = new CancellationTokenSource();
        var left = steps;
        broken.Get<ContactsDashboard.Data.StoreWriter>().Committed += () =>
        {
            if (left-- == 0)
                stop.Cancel();
        };

        await FluentActions.Awaiting(() => SeedUntilAsync(broken, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        broken.Clock.Advance(TimeSpan.FromDays(1));
        await SeedAsync(broken);

        (await CountsAsync(broken)).Should().Equal(await CountsAsync(whole));
        await broken.ShouldAgreeAsync();
    }

    [Fact]
    public async Task People_WhereDeclined_AreNotThereLaterEither()
    {
        await using var store = await TestStore.CreateAsync(("Dashboard:DemoPeople", "false"));
        await SeedAsync(store);
        var before = await CountsAsync(store);

        store.Clock.Advance(TimeSpan.FromDays(400));
        await SeedAsync(store);

        before[0].Should().Be(0);
        (await CountsAsync(store)).Should().Equal(before);
    }

    private static async Task<TestStore> GivenDemoAsync()
    {
        var store = await TestStore.CreateAsync();
        await SeedAsync(store);
        return store;
    }

    private static Task SeedAsync(TestStore store) => SeedUntilAsync(store, TestStore.Stop);

    private static async Task SeedUntilAsync(TestStore store, CancellationToken stop)
    {
        await DemoData.FoundAsync(store.Get<IServiceProvider>(), stop);
        await DemoData.TellAsync(store.Get<IServiceProvider>(), stop);
    }

    private static async Task<long> TotalAsync(TestStore store, OrganizationId demo, AllContactsQuery query) =>
        (await store.As<AllContactsService>(new SystemActor()).ListAsync(demo, query, TestStore.Stop)).Value.Total.All;

    private static async Task<int[]> CountsAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        return
        [
            await context.Contacts.CountAsync(TestStore.Stop), await context.Audit.CountAsync(TestStore.Stop), await context.Activities.CountAsync(TestStore.Stop),
            await context.Orders.CountAsync(TestStore.Stop), await context.Suppressions.CountAsync(TestStore.Stop), await context.SegmentMembers.CountAsync(TestStore.Stop),
            await context.SignUps.CountAsync(TestStore.Stop), await context.ContactTokens.CountAsync(TestStore.Stop), await context.Memberships.CountAsync(TestStore.Stop),
            await context.SavedSearches.CountAsync(TestStore.Stop), await context.FieldDefinitions.CountAsync(TestStore.Stop), await context.Segments.CountAsync(TestStore.Stop),
        ];
    }
}
