using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Merging;
using ContactsDashboard.Services.Orders;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Tokens;
using ContactsDashboard.Tests.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Merging;

/// <summary>Random people who are merged in random ways and taken apart again: everything is as before, and the ledger never moves.</summary>
public sealed class MergeModelTests
{
    private static readonly string[] Bookkeeping = [nameof(AuditEntry), nameof(ContactVersion), nameof(MergedItem), nameof(OrganizationChange), nameof(SearchChange)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task MergeAndUnmerge_OfRandomPeople_LeaveTheStateOfBefore(int seed)
    {
        await using var store = await CreateAsync();
        var random = new Random(seed);
        await GivenPeopleAsync(store, random);
        for (var round = 0; round < 5; round++)
        {
            var ids = await GroupAsync(store, random);
            var before = await StateAsync(store);
            var preview = (await store.As<MergeService>(Role.Operator).PreviewAsync(store.Organization, ids, Stop)).Value;
            var choice = preview.Proposed with
            {
                SurvivorId = ids[random.Next(ids.Length)],
                Values = preview.Fields.Where(_ => random.Next(2) == 0).ToDictionary(f => f.Name, f => f.Values[random.Next(f.Values.Count)].ContactId),
            };

            var merged = (await store.As<MergeService>(Role.Operator).MergeAsync(store.Organization, choice, Stop)).Value;

            var between = await StateAsync(store);
            between[nameof(SuppressionEntry)].Should().Equal(before[nameof(SuppressionEntry)]);
            between[nameof(Address)].Select(WithoutSurplus).Should().Equal(before[nameof(Address)].Select(WithoutSurplus), "no standing and no confirmation changes");
            await store.ShouldAgreeAsync();
            var undone = await store.UndoAsync(merged.Change.AuditId);
            undone.Kept.Should().Be(0, undone.WhyKept);
            (await StateAsync(store)).Should().BeEquivalentTo(before, o => o.WithStrictOrdering());
            await store.ShouldAgreeAsync();
        }
    }

    private static async Task GivenPeopleAsync(TestStore store, Random random)
    {
        var (size, born) = (await store.GivenFieldAsync("Size"), await store.GivenFieldAsync("Born", FieldType.Date));
        long[] categories = [await store.GivenCategoryAsync("News"), await store.GivenCategoryAsync("Offers")];
        var lists = new List<long>();
        foreach (var name in new[] { "One", "Two" })
            lists.Add((await store.As<ContactsDashboard.Services.Segments.SegmentService>(Role.Admin).CreateListAsync(store.Organization, name, Stop)).Value.Id);
        for (var i = 0; i < 24; i++)
        {
            if (random.Next(4) == 0)
                await store.GivenContactAsync($"p{random.Next(6)}@x.test", 1, $"Mail {i}");
            var fields = new Dictionary<string, string>();
            if (random.Next(2) == 0)
                fields[size.Key] = $"{random.Next(40)}";
            if (random.Next(3) == 0)
                fields[born.Key] = $"19{random.Next(50, 99)}-05-17";
            store.Clock.Advance(TimeSpan.FromMinutes(1));
            var id = (await store.GivenProfileAsync(new()
            {
                FirstName = random.Next(2) == 0 ? $"F{i}" : null, LastName = random.Next(2) == 0 ? $"L{i}" : null, City = random.Next(3) == 0 ? $"City {random.Next(3)}" : null,
                Email = $"p{random.Next(6)}@x.test", Phone = random.Next(2) == 0 ? $"+49301234{random.Next(10, 14)}" : null, Fields = fields,
                Categories = [.. categories.Where(_ => random.Next(3) == 0)],
            })).ContactId;
            await GivenPossessionsAsync(store, random, id, i, lists);
        }
        for (var i = 0; i < 3; i++)
            await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, $"p{i}@x.test", (SuppressionReason)(i + 1)), false, Stop);
    }

    private static async Task GivenPossessionsAsync(TestStore store, Random random, long id, int number, List<long> lists)
    {
        var now = store.Clock.GetUtcNow();
        await store.As<OrderService>(Role.Admin).AddAsync(store.Organization, [.. Enumerable.Range(0, random.Next(3))
            .Select(o => new OrderEdit($"o{number}-{o}", new(id, null, null), 10 + o, null, now))], Stop);
        await store.As<ActivityService>(Role.Admin).RecordAsync(store.Organization, [.. Enumerable.Range(0, random.Next(4))
            .Select(_ => new ActivityEdit(id, MessageChannel.Email, "May", null, now, (ActivityStatus)random.Next(8)))], Stop);
        if (random.Next(2) == 0)
            await store.As<TokenService>(Role.Admin).AddAsync(store.Organization, id, TokenKind.Push, $"device-{random.Next(5)}", Stop);
        await store.Get<StoreWriter>().WriteAsync<int>(store.Organization, async context =>
        {
            context.SegmentMembers.AddRange(lists.Where(_ => random.Next(3) == 0).Select(l => new SegmentMember { SegmentId = l, ContactId = id, AuditId = 1 }));
            return await context.SaveChangesAsync(Stop);
        }, Stop);
    }

    // Two to four who share an e-mail address.
    private static async Task<long[]> GroupAsync(TestStore store, Random random)
    {
        await using var context = await store.OpenAsync();
        var people = await context.Contacts.Where(c => c.EmailAddressId != null && c.DeletedAt == null).Select(c => new { c.Id, c.EmailAddressId }).ToListAsync(Stop);
        var groups = people.GroupBy(p => p.EmailAddressId).Where(g => g.Skip(1).Any()).ToList();
        return [.. groups[random.Next(groups.Count)].OrderBy(_ => random.Next()).Take(random.Next(2, 5)).Select(p => p.Id)];
    }

    // Every row of every table but the record of changes, and but the time of the last edit.
    private static async Task<Dictionary<string, List<string>>> StateAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        var state = new Dictionary<string, List<string>>();
        foreach (var entity in context.Model.GetEntityTypes().Where(e => !Bookkeeping.Contains(e.ClrType.Name) && e.ClrType.Namespace == typeof(Contact).Namespace))
        {
            var rows = (IEnumerable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(entity.ClrType).Invoke(context, null)!;
            var columns = entity.GetProperties().Where(p => !(entity.ClrType == typeof(Contact) && p.Name == nameof(Contact.UpdatedAt))).ToList();
            state[entity.ClrType.Name] = [.. rows.ToList().Where(row => row is not (BaseCount { Count: 0 } or DuplicateCount { Addresses: 0 } or ReachCount { Count: 0 } or SegmentCount { Contacts: 0, Deleted: 0 }))
                .Select(row => string.Join(" | ", columns.Select(c => $"{c.Name}={c.PropertyInfo?.GetValue(row)}"))).Order(StringComparer.Ordinal)];
        }
        return state;
    }

    private static string WithoutSurplus(string row) => string.Join(" | ", row.Split(" | ").Where(c => !c.StartsWith("Surplus=", StringComparison.Ordinal)));
}
