using ContactsDashboard.Data.Search;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Tests.Services.AllContacts;

/// <summary>Every rail, order and search over random people, against the same done by hand over all of them.</summary>
public sealed class AllContactsModelTests
{
    [Theory]
    [InlineData(1, null, false)]
    [InlineData(2, 12L, false)]
    [InlineData(3, 0L, false)]
    [InlineData(4, null, true)]
    [InlineData(5, 12L, true)]
    public async Task List_RailsOrdersAndSearches_EqualThoseByHand(int seed, long? limit, bool inMemory)
    {
        await using var store = await TestStore.CreateAsync();
        var random = new Random(seed);
        await SetLimitAsync(store, limit);
        if (inMemory)
            await SearchInMemoryAsync(store);
        await GivenPeopleAsync(store, random, 60);
        await GivenLedgerAsync(store, random);
        var people = await PeopleAsync(store);
        var service = store.As<AllContactsService>(Role.Auditor);

        foreach (var deleted in new[] { false, true })
        {
            var counts = (await service.CountAsync(store.Organization, deleted, TestStore.Stop)).Value;
            foreach (var rail in Enum.GetValues<ContactRail>())
            {
                counts.Of(rail).Should().Be(people.Count(p => IsOn(p, rail, deleted)), "{0}, deleted {1}", rail, deleted);
                foreach (var query in Queries(rail, deleted, random))
                    await ShouldEqualAsync(service, store, people, query);
            }
        }
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task First_WhicheverWayIsQuicker_ShowsTheRowsOfTheList()
    {
        await using var store = await TestStore.CreateAsync();
        var random = new Random(6);
        await GivenPeopleAsync(store, random, 60);
        var service = store.As<AllContactsService>(Role.Auditor);

        foreach (var filter in new[] { "rating>=40", "domain:x.test or name:ann", "not has:phone", "email:nobody@x.test", "rating<1000" })
        {
            for (var page = 1; page < 4; page++)
            {
                var query = new AllContactsQuery { Filter = filter, Sort = (AllContactsSort)random.Next(3), Page = page, Limit = 7, Last = page == 3 };
                var expected = await PageAsync(service, store, query);
                var first = (await service.FirstAsync(store.Organization, query, TestStore.Stop)).Value;

                first.Rows.Select(r => r.Id).Should().Equal(expected.Rows.Select(r => r.Id), "{0}", query);
                first.NextCursor.Should().Be(expected.NextCursor);
                (first.IsCounting ? expected.Total : first.Total).Should().Be(expected.Total);
                (await service.TotalAsync(store.Organization, query, TestStore.Stop)).Value.Should().Be(expected.Total);
            }
        }
        (await service.FirstAsync(store.Organization, new() { Filter = "(" }, TestStore.Stop)).Problem!.Code.Should().Be("INVALID_FILTER");
    }

    private static IEnumerable<AllContactsQuery> Queries(ContactRail rail, bool deleted, Random random)
    {
        foreach (var sort in Enum.GetValues<AllContactsSort>().Where(s => s != AllContactsSort.Deleted || deleted))
        {
            var query = new AllContactsQuery { Rail = rail, Deleted = deleted, Sort = sort, Descending = random.Next(2) == 0, Limit = random.Next(3, 20) };
            yield return query;
            yield return query with { Search = new[] { "an", "X.test", "Ö", "+49", "5", "030 1", "zzz", "'; DROP TABLE Contacts; --" }[random.Next(8)] };
        }
    }

    // Page by page, by number and by cursor, forwards and from the end, by walking and by sorting.
    private static async Task ShouldEqualAsync(AllContactsService service, TestStore store, List<BaseRow> people, AllContactsQuery query)
    {
        var expected = people.Where(p => IsOn(p, query.Rail, query.Deleted) && Matches(p, query.Search)).OrderBy(p => KeyOf(p, query.Sort)).ThenBy(p => p.Id).Select(p => p.Id).ToList();
        if (query.Descending)
            expected.Reverse();
        foreach (var few in new[] { 0, 1_000 })
        {
            service.FewMatches = few;
            var (byNumber, byCursor, backwards) = (new List<long>(), new List<long>(), new List<long>());
            for (var page = 1; page <= (expected.Count + query.Limit - 1) / query.Limit; page++)
                byNumber.AddRange((await PageAsync(service, store, query with { Page = page })).Rows.Select(r => r.Id));
            for (string? cursor = ""; cursor is not null;)
            {
                var page = await PageAsync(service, store, query with { Cursor = cursor.Length == 0 ? null : cursor });
                page.Total.All.Should().Be(expected.Count, "{0}", query);
                page.Total.Deleted.Should().Be(expected.Count(id => people.Single(p => p.Id == id).DeletedAt is not null), "{0}", query);
                byCursor.AddRange(page.Rows.Select(r => r.Id));
                cursor = page.NextCursor;
            }
            for (var page = await PageAsync(service, store, query with { Last = true }); ; page = await PageAsync(service, store, query with { Cursor = page.PreviousCursor }))
            {
                backwards.InsertRange(0, page.Rows.Select(r => r.Id));
                if (page.PreviousCursor is null)
                    break;
            }
            byNumber.Should().Equal(expected, "{0}", query);
            byCursor.Should().Equal(expected, "{0}", query);
            backwards.Should().Equal(expected, "{0}", query);
        }
    }

    private static async Task<AllContactsPage> PageAsync(AllContactsService service, TestStore store, AllContactsQuery query) =>
        (await service.ListAsync(store.Organization, query, TestStore.Stop)).Value;

    private static bool IsOn(BaseRow p, ContactRail rail, bool deleted) => rail switch
    {
        ContactRail.WithEmail when !deleted => p.Email is not null,
        ContactRail.WithPhone when !deleted => p.Phone is not null,
        _ when p.DeletedAt is not null != deleted => false,
        ContactRail.WithEmail => p.Email is not null,
        ContactRail.WithPhone => p.Phone is not null,
        ContactRail.EmailActive => p.EmailStanding == Standing.Active,
        ContactRail.SpamReports => p.EmailStanding == Standing.SpamReport,
        ContactRail.Unsubscribed => p.EmailStanding == Standing.Unsubscribed,
        ContactRail.EmailBlacklisted => p.EmailStanding == Standing.Blacklisted,
        ContactRail.NotConfirmed => p.EmailStanding == Standing.NotConfirmed,
        ContactRail.OverLimit => p.EmailStanding == Standing.OverLimit,
        ContactRail.PhoneActive => p.PhoneStanding == Standing.Active,
        ContactRail.PhoneBlacklisted => p.PhoneStanding == Standing.Blacklisted,
        _ => true,
    };

    private static bool Matches(BaseRow p, string? search)
    {
        if (TextKey.Fold(search) is not { Length: > 0 } key)
            return true;
        var digits = key switch { "030 1" => "301", "5" => "5", "+49" => "49", _ => null };
        return p.Email?.Value.Contains(key, StringComparison.Ordinal) == true || TextKey.Fold(p.Name)?.Contains(key, StringComparison.Ordinal) == true
            || p.Phone?.Contains(key, StringComparison.Ordinal) == true || (digits is not null && p.Phone?.Contains(digits, StringComparison.Ordinal) == true);
    }

    private static long KeyOf(BaseRow p, AllContactsSort sort) => sort switch
    {
        AllContactsSort.Updated => p.UpdatedAt.UtcTicks,
        AllContactsSort.Rating => p.Rating,
        AllContactsSort.Deleted => p.DeletedAt!.Value.UtcTicks,
        _ => p.CreatedAt.UtcTicks,
    };

    private static async Task<List<BaseRow>> PeopleAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        var ids = await context.Contacts.Select(c => c.Id).ToListAsync(TestStore.Stop);
        return [.. (await store.As<AllContactsService>(Role.Auditor).RefreshAsync(store.Organization, ids, TestStore.Stop)).Value];
    }

    private static async Task GivenPeopleAsync(TestStore store, Random random, int count)
    {
        string[] names = ["Ann", "Öztürk", "jan", "Müller", "Bo"];
        for (var i = 0; i < count; i++)
        {
            var now = store.Clock.GetUtcNow();
            var (days, updated, rating, gone) = (random.Next(4), random.Next(5), random.Next(3) * 40, random.Next(5) == 0);
            await store.GivenEnteredAsync(
                random.Next(6) == 0 ? null : $"{names[random.Next(5)].ToLowerInvariant().Replace('ö', 'o').Replace('ü', 'u')}{random.Next(15)}@{"xyz"[random.Next(3)]}.test",
                random.Next(3) == 0 ? $"+4930{random.Next(10, 20)}5000" : null, random.Next(2) == 0 ? names[random.Next(5)] : null, random.Next(2) == 0 ? names[random.Next(5)] : null,
                c =>
                {
                    (c.CreatedAt, c.UpdatedAt, c.Rating) = (now.AddDays(-days), now.AddDays(-updated), rating);
                    c.DeletedAt = gone ? now.AddDays(-random.Next(3)) : null;
                },
                random.Next(5) == 0 ? Confirmation.Asked : Confirmation.NotAsked);
        }
    }

    private static async Task GivenLedgerAsync(TestStore store, Random random)
    {
        await store.As<BlockService>(Role.Admin).BlockDomainAsync(store.Organization, "z.test", [], null, TestStore.Stop);
        var people = await PeopleAsync(store);
        foreach (var person in people)
        {
            if (person.Email is not null && random.Next(3) == 0)
                await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, person.Email.Value, (SuppressionReason)random.Next(5)), false, TestStore.Stop);
            if (person.Phone is not null && random.Next(3) == 0)
                await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Phone, person.Phone, SuppressionReason.Manual), false, TestStore.Stop);
        }
        await store.RunJobsAsync();
    }

    // From the start, so that everything after reaches it as a change.
    private static async Task SearchInMemoryAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        store.Get<SearchIndexes>().LargeFrom = 0;
        await store.Get<SearchIndexes>().FindAsync(context, store.Organization, TestStore.Stop);
        await store.Get<SearchIndexes>().LoadedAsync();
    }

    private static async Task SetLimitAsync(TestStore store, long? limit)
    {
        await using var context = await store.OpenAsync();
        await context.Organizations.Where(o => o.Id == store.Organization.Value).ExecuteUpdateAsync(o => o.SetProperty(x => x.ContactLimit, limit), TestStore.Stop);
    }
}
