using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Lists;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Lists;

/// <summary>Whatever happens to ledger, contacts and lists: rows, filters and counts say what <see cref="ListStatuses"/> says.</summary>
public sealed class ListModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RandomChanges_RowsFiltersAndCountsAgree(int seed)
    {
        await using var store = await CreateAsync();
        var (random, lists) = (new Random(seed), new List<long>());
        foreach (var name in new[] { "one", "two" })
            lists.Add((await store.As<ListService>(Role.Admin).CreateAsync(store.Organization, new(name, null, null), Stop)).Value.Id);

        for (var i = 0; i < 60; i++)
        {
            await ChangeAsync(store, random, lists[random.Next(2)]);
            if (i % 10 == 9)
                await ShouldAgreeAsync(store, lists);
        }

        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Search_InMemoryAndInTheStore_FindTheSame()
    {
        await using var store = await CreateAsync();
        var (contacts, indexes) = (store.As<ListContactService>(Role.Admin), store.Get<SearchIndexes>());
        var list = (await store.As<ListService>(Role.Admin).CreateAsync(store.Organization, new("l", null, null), Stop)).Value.Id;
        foreach (var i in Enumerable.Range(0, 12))
            await contacts.AddAsync(store.Organization, list, Edit($"p{i}@{(i % 2 == 0 ? "münchen" : "x")}.test") with
                { Sent = new HashSet<string> { "email", "firstName", "phoneNumber" }, FirstName = $"Ännchen {i}", Phone = $"+4420794609{i:00}" }, Stop);
        await store.GivenContactAsync("p1@elsewhere.test");
        await contacts.SuppressAsync(store.Organization, list, (await PageAsync("p4@")).Rows.Single().Id, SuppressionReason.Manual, Stop);
        string[] texts = ["p1", "MÜNCHEN", "xn--mnchen", "ÄNNCHEN 1", "960904", "nobody", "t"];
        async Task<ListContactsPage> PageAsync(string search, ListStatus? status = null, long? before = null) =>
            (await contacts.ListAsync(store.Organization, list, new() { Search = search, Status = status, Before = before, Limit = 3 }, Stop)).Value;
        async Task<List<string>> AllAsync() => [.. (await Task.WhenAll(texts.Select(async t => (await PageAsync(t), await PageAsync(t, ListStatus.Suppressed), await PageAsync(t, null, 8)))))
            .SelectMany(p => new[] { p.Item1, p.Item2, p.Item3 }).Select(p => $"{p.Total} {p.Next} {string.Join(' ', p.Rows.Select(r => r.Email))}")];

        var stored = await AllAsync();
        (indexes.LargeFrom, contacts.LargeFrom) = (1, 0);
        await PageAsync("x");
        await indexes.LoadedAsync();

        (await AllAsync()).Should().Equal(stored);
        stored.Should().Contain(s => s.StartsWith("12 ")).And.Contain(s => s.StartsWith("6 "));
    }

    [Fact]
    public async Task Expiry_OfTheOnlyEntry_MakesActiveAgain()
    {
        await using var store = await CreateAsync();
        var list = (await store.As<ListService>(Role.Admin).CreateAsync(store.Organization, new("l", null, null), Stop)).Value.Id;
        await store.As<ListContactService>(Role.Admin).AddAsync(store.Organization, list, Edit("a@x.test"), Stop);
        await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization,
            new(SuppressionScope.Email, "a@x.test", SuppressionReason.Manual) { ExpiresAt = store.Clock.GetUtcNow().AddDays(1) }, false, Stop);

        (await CountsAsync(store, list)).Blocked.Should().Be(1);
        store.Clock.Advance(TimeSpan.FromDays(2));
        await store.Get<ExpirySweeper>().SweepAsync(Stop);

        (await CountsAsync(store, list)).Should().Be(new ListCounts(1, 0, 0, 0, 0));
    }

    [Fact]
    public async Task LargeList_DeletedAndTidied_ByJobsThatGoToTheEnd()
    {
        await using var store = await CreateAsync();
        var lists = store.As<ListService>(Role.Admin);
        var field = new ListField("size", "Size", FieldType.Text, false, null, []);
        var list = (await lists.CreateAsync(store.Organization, new("large", null, [field]), Stop)).Value.Id;
        var key = new ApiKeyActor(1, store.Organization, "k", (Permissions)int.MaxValue);
        var first = (await store.As<ListContactService>(key).AddAsync(store.Organization, list, Edit("c0@large.test", """{ "size": "XL" }"""), Stop)).Value;
        await store.GivenMailAsync([.. Enumerable.Range(1, 230).Select(i => $"From: c{i}@large.test\r\nMessage-ID: <{i}@l>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\n")]);
        await store.Get<StoreWriter>().WriteAsync<int>(store.Organization, async context =>
            await context.Database.ExecuteSqlAsync($"INSERT OR IGNORE INTO SegmentMembers (SegmentId, ContactId, AuditId, Status) SELECT {list}, Id, 0, 0 FROM Contacts", Stop), Stop);

        await lists.ChangeAsync(store.Organization, list, new(null, null, [field with { Type = FieldType.Number }]), Stop);
        await store.RunJobsAsync();
        await using (var context = await store.OpenAsync())
            (await context.ListMemberships.SingleAsync(m => m.ContactId == first.Id, Stop)).CustomValues.Should().BeNull("what is no longer asked is not kept");
        (await lists.DeleteAsync(store.Organization, list, Stop)).IsOk.Should().BeTrue();
        (await lists.GetAsync(store.Organization, list, Stop)).Problem!.Code.Should().Be("LIST_NOT_FOUND");
        await store.RunJobsAsync();

        await using var after = await store.OpenAsync();
        (await after.SegmentMembers.CountAsync(Stop), await after.ListMemberships.CountAsync(Stop), await after.Contacts.CountAsync(Stop)).Should().Be((0, 0, 230));
        await store.ShouldAgreeAsync();
    }

    private static async Task ChangeAsync(TestStore store, Random random, long list)
    {
        var (email, admin) = ($"p{random.Next(8)}@d{random.Next(2)}.test", Role.Admin);
        var (contacts, suppressions) = (store.As<ListContactService>(admin), store.As<SuppressionService>(admin));
        switch (random.Next(7))
        {
            case 0 or 1:
                await contacts.AddAsync(store.Organization, list, Edit(email), Stop);
                break;
            case 2:
                await suppressions.AddAsync(store.Organization, new(SuppressionScope.Email, email, (SuppressionReason)random.Next(5)), false, Stop);
                await store.Get<StoreWriter>().WriteAsync<bool>(store.Organization, async context =>
                {
                    await context.Suppressions.Where(s => s.Value == email).ExecuteUpdateAsync(s => s.SetProperty(x => x.Source, (SuppressionSource)random.Next(7)), Stop);
                    await Ledger.RestateIdsAsync(context, await context.Addresses.Where(a => a.Value == email).Select(a => a.Id).ToListAsync(Stop), store.Clock.GetUtcNow(), Stop);
                    return true;
                }, Stop);
                break;
            case 3:
                await suppressions.AddAsync(store.Organization, new(SuppressionScope.Domain, email.Split('@')[1], SuppressionReason.Bounced), false, Stop);
                break;
            case 4:
                await store.As<ReleaseService>(admin).ReleaseAsync(store.Organization, Email(email), random.Next(2) == 0 ? DomainRelease.Exempt : DomainRelease.Remove, Stop);
                break;
            case 5 when await SomebodyAsync(store, list, random) is { } contact:
                await contacts.RemoveAsync(store.Organization, list, contact, Stop);
                break;
            case 6 when await SomebodyAsync(store, list, random) is { } contact:
                await store.DeletePersonAsync(contact, random.Next(2) == 0);
                break;
        }
    }

    private static async Task<long?> SomebodyAsync(TestStore store, long list, Random random)
    {
        await using var context = await store.OpenAsync();
        var members = await context.SegmentMembers.Where(m => m.SegmentId == list).Select(m => m.ContactId).ToListAsync(Stop);
        return members.Count == 0 ? null : members[random.Next(members.Count)];
    }

    private static async Task ShouldAgreeAsync(TestStore store, List<long> lists)
    {
        foreach (var list in lists)
        {
            var contacts = store.As<ListContactService>(Role.Auditor);
            async Task<IReadOnlyList<ListContactRow>> OfAsync(ListStatus? status, string? search = null) =>
                (await contacts.ListAsync(store.Organization, list, new() { Status = status, Search = search, Limit = 100 }, Stop)).Value.Rows;
            var all = await OfAsync(null);
            var counts = await CountsAsync(store, list);
            (counts.Total, counts.Active).Should().Be((all.Count, all.Count(r => r.Status == ListStatus.Active)));
            all.Select(r => r.Email).Should().OnlyHaveUniqueItems();
            foreach (var status in Enum.GetValues<ListStatus>().Where(s => s != ListStatus.None))
            {
                (await OfAsync(status)).Select(r => r.Id).Should().Equal(all.Where(r => r.Status == status).Select(r => r.Id), "{0}", status);
                (await OfAsync(status, "D1.te")).Select(r => r.Id).Should().Equal(all.Where(r => r.Status == status && r.Email.Contains("d1.te")).Select(r => r.Id), "{0}", status);
                counts.Of(status).Should().Be(all.Count(r => r.Status == status));
            }
            foreach (var row in all)
                (row.Status == ListStatus.Active).Should().Be(await store.MayBeSentToAsync(row.Email), row.Email);
        }
    }

    private static async Task<ListCounts> CountsAsync(TestStore store, long list) => (await store.As<ListService>(Role.Auditor).GetAsync(store.Organization, list, Stop)).Value.Counts;

    private static ListContactEdit Edit(string email, string values = "{}") => new(new HashSet<string> { "email" }, email, null, null, null,
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(values)!, null, new(null, null, null, null));
}
