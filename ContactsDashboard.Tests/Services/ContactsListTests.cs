using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class ContactsListTests
{
    private static IEnumerable<ContactsQuery> Queries =>
        from status in Enum.GetValues<ContactStatus>()
        from sort in Enum.GetValues<ContactSort>()
        from isDescending in new[] { true, false }
        from search in new[] { null, "A", "b.test" }
        select new ContactsQuery { Status = status, Sort = sort, Descending = isDescending, Search = search, Limit = 10 };

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public async Task List_AnyQuery_EqualsAPlainEvaluationByPageAndByCursor(int fewMatches)
    {
        await using var store = await CreateAsync();
        await GivenPeopleAsync(store, 57);
        var contacts = store.As<ContactsService>(Role.Auditor);
        contacts.FewMatches = fewMatches;
        var everybody = (await contacts.ListAsync(store.Organization, new() { Limit = 100 }, Stop)).Value.Rows;
        everybody.Should().HaveCount(57);

        foreach (var query in Queries)
        {
            var expected = Evaluate(everybody, query).ToList();

            await ListWalk.ShouldGiveAsync(contacts, store.Organization, query, expected);
        }
    }

    [Theory]
    [InlineData("müller.test", "ann@xn--mller-kva.test")]
    [InlineData("N@MÜLLER.test", "ann@xn--mller-kva.test")]
    [InlineData("%", null)]
    [InlineData("_", null)]
    [InlineData("'", "o'hara@x.test")]
    public async Task Search_FindsWhatPeopleMeanAndNothingElse(string search, string? found)
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@müller.test");
        await store.GivenContactAsync("o'hara@x.test");

        var page = await store.As<ContactsService>(Role.Auditor).ListAsync(store.Organization, new() { Search = search }, Stop);

        page.Value.Rows.Select(r => r.Email.Value).Should().Equal(found is null ? [] : [found]);
    }

    [Fact]
    public async Task List_BadPagingOrForeignCursor_IsRefused()
    {
        await using var store = await CreateAsync();
        await GivenPeopleAsync(store, 12);
        var contacts = store.As<ContactsService>(Role.Auditor);
        var cursor = (await contacts.ListAsync(store.Organization, new() { Limit = 5 }, Stop)).Value.NextCursor;

        foreach (var query in new ContactsQuery[]
            { new() { Page = 0 }, new() { Limit = 0 }, new() { Limit = 101 }, new() { Page = 501 }, new() { Cursor = "nonsense" }, new() { Cursor = cursor, Sort = ContactSort.Email } })
            (await contacts.ListAsync(store.Organization, query, Stop)).Problem!.Code.Should().Be("INVALID_PARAMETER", "{0}", query);
    }

    [Fact]
    public async Task List_OfAnotherOrganization_IsRefused()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");

        (await store.As<ContactsService>(Role.Admin).ListAsync(other, new(), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<ContactsService>(Role.Admin).ListAsync(new(999), new(), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    [Fact]
    public async Task Threads_OfAnAddress_ComeNewestFirstWithPeople()
    {
        await using var store = await CreateAsync();
        await store.GivenMailAsync(
            "From: ann@x.test\r\nTo: bob@x.test\r\nMessage-ID: <1@t>\r\nSubject: Old\r\nDate: Wed, 01 Jan 2020 00:00:00 +0000\r\n\r\n",
            "From: bob@x.test\r\nTo: ann@x.test\r\nMessage-ID: <2@t>\r\nIn-Reply-To: <1@t>\r\nSubject: Re: Old\r\nDate: Thu, 02 Jan 2020 00:00:00 +0000\r\n\r\n",
            "From: ann@x.test\r\nMessage-ID: <3@t>\r\nSubject: New\r\nDate: Fri, 01 Jan 2021 00:00:00 +0000\r\n\r\n");
        var row = await store.RowAsync("ann@x.test");

        var threads = (await store.As<ContactsService>(Role.Auditor).ThreadsAsync(store.Organization, row.AddressId, 0, 20, Stop)).Value;

        threads.Select(t => (t.Subject, t.Messages)).Should().Equal(("New", 1), ("Old", 2));
        threads[1].Participants.Should().Equal("ann@x.test", "bob@x.test");
    }

    [Theory]
    [InlineData(ContactStatus.All)]
    [InlineData(ContactStatus.Blocked)]
    [InlineData(ContactStatus.Active)]
    public async Task Plan_OfEveryOrder_SortsNothing(ContactStatus status)
    {
        await using var store = await CreateAsync();
        await using var context = await store.OpenAsync();
        foreach (var sort in Enum.GetValues<ContactSort>())
        {
            foreach (var fromCursor in new[] { false, true })
            {
                var query = new ContactsQuery { Status = status, Sort = sort };
                var plan = await context.QueryAsync("EXPLAIN QUERY PLAN " + ContactsSql.Ids(query, fromCursor, false), row => row.GetString(3), Stop,
                    ("@organization", 1), ("@limit", 20), ("@offset", 0), ("@key", 0), ("@id", 0), ("@search", ""), ("@searchAscii", ""));
                plan.Should().NotContain(step => step.Contains("TEMP B-TREE") || step.StartsWith("SCAN a"), "{0}: {1}", query, string.Join(" / ", plan));
                plan.Where(step => step.StartsWith("SEARCH", StringComparison.Ordinal)).Should().NotBeEmpty()
                    .And.OnlyContain(step => step.Contains("USING COVERING INDEX"), "{0}: {1}", query, string.Join(" / ", plan));
            }
        }
    }

    private static IEnumerable<string> Evaluate(IEnumerable<ContactRow> rows, ContactsQuery query)
    {
        var matching = rows.Where(r => query.Status == ContactStatus.All || r.IsBlocked == (query.Status == ContactStatus.Blocked))
            .Where(r => query.Search is null || r.Email.Value.Contains(query.Search.ToLowerInvariant(), StringComparison.Ordinal));
        var ordered = query.Sort switch
        {
            ContactSort.Email => matching.OrderBy(r => r.Email.Value, StringComparer.Ordinal).ThenBy(r => r.AddressId),
            ContactSort.Domain => matching.OrderBy(r => r.Email.Domain.Value, StringComparer.Ordinal).ThenBy(r => r.AddressId),
            ContactSort.Threads => matching.OrderBy(r => r.ThreadCount).ThenBy(r => r.AddressId),
            _ => matching.OrderBy(r => r.LastActiveAt ?? default).ThenBy(r => r.AddressId),
        };
        return (query.Descending ? ordered.Reverse() : ordered).Select(r => r.Email.Value);
    }

    private static async Task GivenPeopleAsync(TestStore store, int count)
    {
        var random = new Random(count);
        var mail = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var email = $"p{random.Next(1000)}-{i}@{(char)('a' + i % 4)}.test";
            for (var thread = 0; thread <= i % 3; thread++)
            {
                var date = i % 7 == 0 ? "" : $"Date: {new DateTimeOffset(2020, 1, 1 + i % 20, thread, 0, 0, TimeSpan.Zero):R}\r\n";
                mail.Add($"From: {email}\r\nMessage-ID: <{i}.{thread}@t>\r\n{date}\r\n");
            }
        }
        await store.GivenMailAsync([.. mail]);
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "b.test", [], null, Stop);
    }
}
