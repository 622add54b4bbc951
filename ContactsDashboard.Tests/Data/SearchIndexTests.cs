using System.Globalization;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Live;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ContactsDashboard.Tests.Data;

public sealed class SearchIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Table_RandomRowsAndChanges_FindsWhatContainsTheText(int seed)
    {
        var random = new Random(seed);
        var (table, rows) = (new SearchTable(2, 1), new Dictionary<long, (string? A, string? B, long Number)>());
        string? Text() => random.Next(5) == 0 ? null : string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => "abö€𝄞.@"[random.Next(7)]));
        for (var step = 0; step < 3_000; step++)
        {
            long id = random.Next(1, 400);
            if (random.Next(4) == 0)
            {
                table.Remove(id);
                rows.Remove(id);
            }
            else
            {
                rows[id] = random.Next(3) == 0 && rows.TryGetValue(id, out var row) ? row with { Number = random.Next(9) } : (Text(), Text(), random.Next(9));
                table.Set(id, [rows[id].A, rows[id].B], [rows[id].Number]);
            }
            if (step % 30 != 0)
                continue;
            var needle = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "abö.@"[random.Next(5)]));
            var found = new PlaceSet(table.Places);
            table.Find(1, needle, found);
            Ids(table, found).Should().BeEquivalentTo(rows.Where(r => r.Value.B?.Contains(needle, StringComparison.Ordinal) == true).Select(r => r.Key));
            var again = new PlaceSet(table.Places);
            table.Find(1, needle, again);
            Ids(table, again).Should().Equal(Ids(table, found), "what was found is kept until a text changes");
            Ids(table, table.PlacesWith(0)).Should().BeEquivalentTo(rows.Where(r => r.Value.A?.Length > 0).Select(r => r.Key));
            ShouldBeOrdered(table, found, rows.Where(r => r.Value.B?.Contains(needle, StringComparison.Ordinal) == true).Select(r => (r.Value.Number, r.Key)), random);
        }
    }

    [Fact]
    public void KeptMatches_MoreThanItHolds_ForgetsThem_AndAddsWhatWasKeptElse()
    {
        const int places = 4 << 20;
        // A place in a thousand is listed, a place in three is a set.
        PlaceSet[] sets = [EachOf(places, 1_000), EachOf(places, 3)];
        var (kept, forgotten) = (new KeptMatches(), 0);
        for (var i = 0; i < 80; i++)
        {
            kept.Keep($"{i}", sets[i % 2]);
            foreach (var text in new[] { i, i / 2 })
            {
                var found = new PlaceSet(places);
                var isKnown = kept.AddTo(found, $"{text}");
                found.Count.Should().Be(isKnown ? sets[text % 2].Count : 0);
                forgotten += isKnown ? 0 : 1;
                (isKnown || text != i).Should().BeTrue("the latest is always known");
            }
        }
        forgotten.Should().BePositive();
    }

    private static PlaceSet EachOf(int places, int each)
    {
        var set = new PlaceSet(places);
        for (var place = 0; place < places; place += each)
            set.Add(place);
        return set;
    }

    private static void ShouldBeOrdered(SearchTable table, PlaceSet found, IEnumerable<(long Number, long Id)> matches, Random random)
    {
        var (ascending, skip, take) = (random.Next(2) == 0, random.Next(5), random.Next(10));
        var ordered = matches.Order().ToList();
        if (!ascending)
            ordered.Reverse();
        var at = random.Next(2) == 0 ? -1 : random.Next(ordered.Count);
        (object, long)? after = at < 0 || ordered.Count == 0 ? null : (ordered[at].Number, ordered[at].Id);
        var expected = after is null ? ordered : ordered.Skip(at + 1);

        table.First(found, new(0), new(ascending, after, skip, take)).Should().Equal(expected.Skip(skip).Take(take).Select(m => ((object)m.Number, m.Id)));
    }

    private static List<long> Ids(SearchTable table, PlaceSet places)
    {
        var ids = new List<long>();
        foreach (var place in places.Walk(backwards: false))
            ids.Add(table.IdAt(place));
        return ids;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ContactsPage_RandomChanges_SearchesInMemoryAsInTheStore(int seed)
    {
        await using var store = await TestStore.CreateAsync();
        var random = new Random(seed);
        store.Get<SearchIndexes>().LargeFrom = 0;
        await LoadAsync(store);
        using var none = new SearchIndexes(store.Get<IDbContextFactory<DashboardDbContext>>(), store.Get<ILogger<SearchIndexes>>());
        var inStore = new ContactsService(store.Get<IDbContextFactory<DashboardDbContext>>(), store.As<AccessService>(Role.Auditor), new(store.Clock), none, store.Clock);
        for (var i = 0; i < 60; i++)
        {
            await ChangeAsync(store, random);
            var query = new ContactsQuery
            {
                Search = new[] { "a", "b1", "@y", ".test", "bü", "nobody" }[random.Next(6)], Status = (ContactStatus)random.Next(3), Sort = (ContactSort)random.Next(4),
                Descending = random.Next(2) == 0, Limit = random.Next(1, 30), Last = random.Next(3) == 0,
            };
            var expected = (await inStore.ListAsync(store.Organization, query, TestStore.Stop)).Value;
            var service = store.As<ContactsService>(Role.Auditor);
            var found = (await service.ListAsync(store.Organization, query, TestStore.Stop)).Value;
            if (random.Next(2) == 0 && expected.NextCursor is { } next)
            {
                found.NextCursor.Should().Be(next);
                expected = (await inStore.ListAsync(store.Organization, query with { Cursor = next }, TestStore.Stop)).Value;
                found = (await service.ListAsync(store.Organization, query with { Cursor = next }, TestStore.Stop)).Value;
            }

            found.Rows.Select(r => r.Email.Value).Should().Equal(expected.Rows.Select(r => r.Email.Value), "{0}", query);
            found.Total.Should().Be(expected.Total, "{0}", query);
        }
    }

    [Fact]
    public async Task Changes_Trimmed_AreReadAnew()
    {
        await using var store = await TestStore.CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var indexes = store.Get<SearchIndexes>();
        indexes.LargeFrom = 0;
        await LoadAsync(store);
        await store.GivenContactAsync("bob@x.test");
        await using (var context = await store.OpenAsync())
            await context.SearchChanges.ExecuteDeleteAsync(TestStore.Stop);

        var first = await store.As<ContactsService>(Role.Auditor).ListAsync(store.Organization, new() { Search = "x.test" }, TestStore.Stop);
        await LoadAsync(store);
        var second = await store.As<ContactsService>(Role.Auditor).ListAsync(store.Organization, new() { Search = "x.test" }, TestStore.Stop);

        first.Value.Total.Should().Be(2);
        second.Value.Total.Should().Be(2);
    }

    [Fact]
    public async Task Trimmer_FewChanges_KeepsThem()
    {
        await using var store = await TestStore.CreateAsync();
        await store.GivenContactAsync("ann@x.test");

        await store.Get<SearchChangeTrimmer>().TrimAsync(TestStore.Stop);

        await using var context = await store.OpenAsync();
        context.SearchChanges.Should().NotBeEmpty();
    }

    private static async Task ChangeAsync(TestStore store, Random random)
    {
        var email = string.Create(CultureInfo.InvariantCulture, $"{"ab"[random.Next(2)]}{random.Next(30)}@{"xy"[random.Next(2)]}.test");
        switch (random.Next(5))
        {
            case 0:
                await store.As<BlockService>(Role.Admin).BlockEmailAsync(store.Organization, TestStore.Email(email), null, TestStore.Stop);
                break;
            case 1:
                var rules = store.As<DerivationRuleService>(Role.Admin);
                var all = (await rules.ListAsync(store.Organization, TestStore.Stop)).Value;
                if (all.Count > 0)
                    await rules.RemoveAsync(store.Organization, all[0].Id, TestStore.Stop);
                else
                    await rules.AddAsync(store.Organization, DerivationRuleKind.Pattern, "a1*", TestStore.Stop);
                await store.RunJobsAsync();
                break;
            default:
                await store.GivenContactAsync(email, threads: random.Next(1, 3));
                break;
        }
    }

    private static async Task LoadAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        var indexes = store.Get<SearchIndexes>();
        if (await indexes.FindAsync(context, store.Organization, TestStore.Stop) is null)
            await indexes.LoadedAsync();
        (await indexes.FindAsync(context, store.Organization, TestStore.Stop)).Should().NotBeNull();
    }
}
