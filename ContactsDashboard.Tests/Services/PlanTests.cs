using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Orders;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class PlanTests
{
    [Fact]
    public async Task Limit_TheOldestStayReachable_AndDeletingMakesRoom()
    {
        await using var store = await CreateAsync();
        var people = await GivenPeopleAsync(store, 4);

        await ChangeAsync(store, 2);

        (await CodesAsync(store, 4)).Should().Equal(null, null, "OVER_LIMIT", "OVER_LIMIT");
        await store.ShouldAgreeAsync();
        await store.DeletePersonAsync(people[0]);
        (await CodesAsync(store, 4)).Should().Equal(null, null, null, "OVER_LIMIT");
        await store.DeletePersonAsync(people[0], deleted: false);
        await ChangeAsync(store, null);
        (await CodesAsync(store, 4)).Should().AllBeEquivalentTo<string?>(null);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Limit_BlockedIsSuppressedNotOver()
    {
        await using var store = await CreateAsync();
        await GivenPeopleAsync(store, 3);
        await ChangeAsync(store, 1);

        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("p2@example.com"), null, Stop);

        (await CodesAsync(store, 3)).Should().Equal(null, "OVER_LIMIT", "SUPPRESSED");
    }

    [Fact]
    public async Task Change_IsOnRecordAndUndone_UnlessChangedSince()
    {
        await using var store = await CreateAsync();
        await GivenPeopleAsync(store, 2);
        var first = await ChangeAsync(store, 1);
        var second = await ChangeAsync(store, 2);

        (await store.As<UndoService>(Role.Admin).UndoAsync(store.Organization, first, Stop)).Value.Reversed.Should().Be(0);
        (await store.As<UndoService>(Role.Admin).UndoAsync(store.Organization, second, Stop)).Value.Reversed.Should().Be(1);

        (await CodesAsync(store, 2)).Should().Equal(null, "OVER_LIMIT");
        (await store.As<PlanService>(Role.Auditor).FindAsync(store.Organization, Stop)).Value.Should().Be(new PlanView(1, "EUR", 2, false));
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(0L, "EUR", "contactLimit")]
    [InlineData(-1L, "EUR", "contactLimit")]
    [InlineData(1_000_000_001L, "EUR", "contactLimit")]
    [InlineData(1L, "eur", "currency")]
    [InlineData(1L, "EURO", "currency")]
    public async Task Change_Wrong_NamesTheField(long limit, string currency, string field)
    {
        await using var store = await CreateAsync();

        (await store.As<PlanService>(Role.Admin).ChangeAsync(store.Organization, new(limit, currency), Stop)).Problem!.Field.Should().Be(field);
        (await store.As<PlanService>(Role.Support).ChangeAsync(store.Organization, new(1, "EUR"), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    [Fact]
    public async Task Currency_StaysWithTheFirstOrder()
    {
        await using var store = await CreateAsync();
        (await store.As<PlanService>(Role.Admin).ChangeAsync(store.Organization, new(null, "USD"), Stop)).IsOk.Should().BeTrue();
        await store.As<OrderService>(Role.Operator).AddAsync(store.Organization, [new("1", new(null, "ann@example.com", null), 1, "USD", store.Clock.GetUtcNow())], Stop);

        (await store.As<PlanService>(Role.Admin).ChangeAsync(store.Organization, new(null, "EUR"), Stop)).Problem!.Field.Should().Be("currency");
        (await store.As<PlanService>(Role.Admin).ChangeAsync(store.Organization, new(5, "USD"), Stop)).IsOk.Should().BeTrue();
    }

    /// <summary>Contacts come, go and return between the reading of the place and the write that uses it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(100)]
    public async Task Place_PreparedBeforeOthersWrote_IsRightAllTheSame(long limit)
    {
        await using var store = await CreateAsync();
        var people = await GivenPeopleAsync(store, 6);
        await store.DeletePersonAsync(people[4]);
        LimitPlace place;
        await using (var context = await store.OpenAsync())
            place = await PlanLimitSql.PrepareAsync(context, store.Organization, limit, Stop);

        await store.DeletePersonAsync(people[0]);
        await store.DeletePersonAsync(people[4], deleted: false);
        await GivenPeopleAsync(store, 2, from: 6);
        await store.Get<StoreWriter>().WriteAsync<bool>(store.Organization, async context =>
        {
            await PlanLimitSql.LimitAsync(context, store.Organization, limit, place, Stop);
            return true;
        }, Stop);

        await store.ShouldAgreeAsync();
        (await CodesAsync(store, 8)).Skip(1).Count(c => c is null).Should().Be((int)Math.Min(limit, 7));
    }

    private static async Task<List<long>> GivenPeopleAsync(TestStore store, int count, int from = 0)
    {
        var people = new List<long>();
        for (var i = from; i < from + count; i++)
        {
            people.Add(await store.GivenPersonAsync($"p{i}@example.com"));
            // Two at a time come at once: the id decides between them.
            store.Clock.Advance(TimeSpan.FromMinutes(i % 2));
        }
        return people;
    }

    private static async Task<long> ChangeAsync(TestStore store, long? limit) =>
        (await store.As<PlanService>(Role.Admin).ChangeAsync(store.Organization, new(limit, "EUR"), Stop)).Value;

    private static async Task<IEnumerable<string?>> CodesAsync(TestStore store, int people) =>
        (await store.As<CheckService>(Role.Auditor).CheckAsync(store.Organization, [.. Enumerable.Range(0, people).Select(i => $"p{i}@example.com")], Stop)).Value.Select(r => r.Code);
}
