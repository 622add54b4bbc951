using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Duplicates;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Duplicates;

/// <summary>Random people who come, go, move and are removed, against counting by hand.</summary>
public sealed class DuplicateModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomChanges_ListCountsAndRemovals_EqualThoseByHand(int seed)
    {
        await using var store = await CreateAsync();
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
            await GivenPersonAsync(store, random);
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < 15; i++)
                await ChangeAsync(store, random);
            foreach (var channel in Enum.GetValues<DuplicateChannel>())
                await ShouldEqualAsync(store, channel, random.Next(1, 5));
            await RemoveAsync(store, random);
            await store.ShouldAgreeAsync();
        }
    }

    private static Task<long> GivenPersonAsync(TestStore store, Random random) => store.GivenPersonAsync(
        random.Next(5) == 0 ? null : $"p{random.Next(12)}@x.test", random.Next(2) == 0 ? null : $"+49301234{random.Next(10, 20)}", "Any", null,
        c => c.CreatedAt = store.Clock.GetUtcNow().AddDays(-random.Next(5)));

    private static async Task ChangeAsync(TestStore store, Random random)
    {
        var people = await PeopleAsync(store);
        var (one, two) = (people[random.Next(people.Count)], people[random.Next(people.Count)]);
        await store.Get<StoreWriter>().WriteAsync<int>(store.Organization, async context =>
        {
            var contact = context.Contacts.Where(c => c.Id == one.Id);
            return random.Next(6) switch
            {
                0 => await contact.ExecuteUpdateAsync(c => c.SetProperty(x => x.EmailAddressId, two.EmailAddressId), Stop),
                1 => await contact.ExecuteUpdateAsync(c => c.SetProperty(x => x.PhoneAddressId, two.PhoneAddressId).SetProperty(x => x.EmailAddressId, two.EmailAddressId), Stop),
                2 => await contact.ExecuteUpdateAsync(c => c.SetProperty(x => x.PhoneAddressId, (long?)null).SetProperty(x => x.DeletedAt, store.Clock.GetUtcNow()), Stop),
                3 => await contact.ExecuteDeleteAsync(Stop),
                _ => await contact.ExecuteUpdateAsync(c => c.SetProperty(x => x.DeletedAt, one.DeletedAt == null ? store.Clock.GetUtcNow() : null), Stop),
            };
        }, Stop);
        if (random.Next(3) == 0)
            await GivenPersonAsync(store, random);
    }

    // Page by page, by number and by cursor, forwards and from the end.
    private static async Task ShouldEqualAsync(TestStore store, DuplicateChannel channel, int limit)
    {
        var service = store.As<DuplicateService>(Role.Auditor);
        var expected = await GroupsAsync(store, channel);
        var query = new DuplicatesQuery { Channel = channel, Limit = limit };
        Task<DuplicatesList> PageAsync(DuplicatesQuery asked) => service.ListAsync(store.Organization, asked, Stop).ContinueWith(t => t.Result.Value, Stop);
        var first = await PageAsync(query);
        first.Of(channel).Should().Be(new DuplicateTotal(expected.Count, expected.Sum(g => g.People.Count - 1)));

        var (byNumber, byCursor, fromEnd) = (new List<DuplicateRow>(), new List<DuplicateRow>(first.Rows), new List<DuplicateRow>());
        for (var number = 1; number <= expected.Count / limit + 1; number++)
            byNumber.AddRange((await PageAsync(query with { Page = number })).Rows);
        for (var page = first; page.NextCursor is { } next; byCursor.AddRange(page.Rows))
            page = await PageAsync(query with { Cursor = next });
        for (DuplicatesList? page = await PageAsync(query with { Last = true }); page is not null;
             page = page.PreviousCursor is { } previous ? await PageAsync(query with { Cursor = previous }) : null)
            fromEnd.InsertRange(0, page.Rows);

        foreach (var rows in new[] { byNumber, byCursor, fromEnd })
            rows.Select(r => (r.Value, r.Contacts)).Should().Equal(expected.Select(g => (g.Value, (long)g.People.Count)));
    }

    private static async Task RemoveAsync(TestStore store, Random random)
    {
        var channel = (DuplicateChannel)random.Next(2);
        var keep = (KeptContact)random.Next(2);
        var groups = await GroupsAsync(store, channel);
        if (groups.Count == 0)
            return;
        var only = random.Next(2) == 0 ? null : groups[random.Next(groups.Count)];
        var chosen = only is null ? groups : [only];
        var before = await DuplicateTests.LiveAsync(store);
        var gone = chosen.SelectMany(g => keep == KeptContact.Earliest ? g.People.Skip(1) : g.People.SkipLast(1)).ToList();

        var (preview, state) = await DuplicateTests.RemoveAsync(store, new(channel, keep, only?.AddressId));

        (preview.Addresses, preview.Counts.Of(BulkOutcome.Pending), state.Counts.Of(BulkOutcome.Done)).Should().Be((chosen.Count, gone.Count, gone.Count));
        (await DuplicateTests.LiveAsync(store)).Should().BeEquivalentTo(before.Except(gone));
        if (random.Next(2) == 0)
        {
            (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, state.AuditId!.Value, Stop)).Value.Reversed.Should().Be(gone.Count);
            (await DuplicateTests.LiveAsync(store)).Should().BeEquivalentTo(before);
        }
    }

    private sealed record Group(long AddressId, string Value, List<long> People);

    private static async Task<List<Group>> GroupsAsync(TestStore store, DuplicateChannel channel)
    {
        await using var context = await store.OpenAsync();
        var values = await context.Addresses.ToDictionaryAsync(a => a.Id, a => a.Value, Stop);
        return [.. (await PeopleAsync(store)).Where(p => p.DeletedAt is null)
            .Select(p => (Address: channel == DuplicateChannel.Email ? p.EmailAddressId : p.PhoneAddressId, p.CreatedAt, p.Id)).Where(p => p.Address is not null)
            .GroupBy(p => p.Address!.Value).Where(g => g.Count() > 1)
            .Select(g => new Group(g.Key, values[g.Key], [.. g.OrderBy(p => p.CreatedAt).ThenBy(p => p.Id).Select(p => p.Id)]))
            .OrderBy(g => g.Value, StringComparer.Ordinal)];
    }

    private static async Task<List<Contact>> PeopleAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.Contacts.AsNoTracking().ToListAsync(Stop);
    }
}
