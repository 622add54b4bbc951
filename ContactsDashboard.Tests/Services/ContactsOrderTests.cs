using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

/// <summary>Orders of the contacts page against a plain sort of what was put in: a large domain blocked, entries hidden, values that tie.</summary>
public class ContactsOrderTests
{
    private const string Large = "large.test";
    private const int Hidden = 7;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task List_WhereALargeDomainIsBlocked_EqualsAPlainSort(int seed)
    {
        await using var store = await CreateAsync();
        var random = new Random(seed);
        var people = await GivenPeopleAsync(store, random);
        await HideSomeAsync(store, people);
        var receipt = await BlockAsync(store, people, random);
        await store.ShouldAgreeAsync();
        await ShouldListAsync(store, people);

        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, receipt, Stop)).IsOk.Should().BeTrue();
        await store.ShouldAgreeAsync();
        people.ForEach(p => p.IsBlocked = p.IsBlockedAlone);
        await ShouldListAsync(store, people);
    }

    private static async Task ShouldListAsync(TestStore store, List<Somebody> people)
    {
        var contacts = store.As<ContactsService>(Role.Auditor);
        foreach (var status in Enum.GetValues<ContactStatus>())
        {
            foreach (var sort in Enum.GetValues<ContactSort>())
            {
                foreach (var descending in new[] { true, false })
                {
                    var query = new ContactsQuery { Status = status, Sort = sort, Descending = descending, Limit = 90 };
                    await ListWalk.ShouldGiveAsync(contacts, store.Organization, query, Evaluate(people, query));
                }
            }
        }
    }

    private static List<string> Evaluate(List<Somebody> people, ContactsQuery query)
    {
        var listed = people.Where(p => !p.IsHidden && (query.Status == ContactStatus.All || p.IsBlocked == (query.Status == ContactStatus.Blocked)));
        IOrderedEnumerable<Somebody> ordered = query.Sort switch
        {
            ContactSort.Email => listed.OrderBy(p => p.Email.Value, StringComparer.Ordinal),
            ContactSort.Domain => listed.OrderBy(p => p.Email.Domain.Value, StringComparer.Ordinal),
            ContactSort.Threads => listed.OrderBy(p => p.Threads),
            _ => listed.OrderBy(p => p.LastActive),
        };
        var ascending = ordered.ThenBy(p => p.Id).Select(p => p.Email.Value);
        return [.. query.Descending ? ascending.Reverse() : ascending];
    }

    // More of the large domain than are restated with the block itself, the others around it in every order.
    private static async Task<List<Somebody>> GivenPeopleAsync(TestStore store, Random random)
    {
        var people = new List<Somebody>();
        var mail = new List<string>();
        for (var i = 0; i < 900; i++)
        {
            var domain = random.Next(3) > 0 ? Large : $"{"akmz"[random.Next(4)]}.test";
            var somebody = new Somebody(Email($"p{random.Next(1000)}-{i}@{domain}"), 1 + random.Next(3) / 2);
            people.Add(somebody);
            for (var thread = 0; thread < somebody.Threads; thread++)
            {
                var sent = random.Next(4) == 0 ? (DateTimeOffset?)null : new DateTimeOffset(2020, 1, 1 + random.Next(5), 0, 0, 0, TimeSpan.Zero);
                somebody.LastActive = new[] { somebody.LastActive, sent ?? default }.Max();
                mail.Add($"From: {somebody.Email.Value}\r\nMessage-ID: <{i}.{thread}@t>\r\n{(sent is null ? "" : $"Date: {sent:R}\r\n")}\r\n");
            }
        }
        await store.GivenMailAsync([.. mail]);
        await using var context = await store.OpenAsync();
        var ids = await context.Addresses.ToDictionaryAsync(a => a.Value, a => a.Id, Stop);
        people.ForEach(p => p.Id = ids[p.Email.Value]);
        return people;
    }

    private static async Task HideSomeAsync(TestStore store, List<Somebody> people)
    {
        await store.As<DerivationRuleService>(Role.Admin).AddAsync(store.Organization, DerivationRuleKind.Pattern, $"p{Hidden}*", Stop);
        await store.RunJobsAsync();
        people.ForEach(p => p.IsHidden = p.Email.Value.StartsWith($"p{Hidden}", StringComparison.Ordinal));
    }

    private static async Task<long> BlockAsync(TestStore store, List<Somebody> people, Random random)
    {
        var blocks = store.As<BlockService>(Role.Operator);
        foreach (var somebody in people.Where(_ => random.Next(40) == 0))
        {
            somebody.IsBlocked = somebody.IsBlockedAlone = true;
            (await blocks.BlockEmailAsync(store.Organization, somebody.Email, null, Stop)).IsOk.Should().BeTrue();
        }
        var exempt = people.Where(p => p.Email.Domain.Value == Large && random.Next(30) == 0).ToList();
        var receipt = await blocks.BlockDomainAsync(store.Organization, Large, [.. exempt.Select(p => p.Email)], null, Stop);
        await store.RunJobsAsync();
        foreach (var somebody in people.Where(p => p.Email.Domain.Value == Large).Except(exempt))
            somebody.IsBlocked = true;
        return receipt.Value.AuditId;
    }

    private sealed class Somebody(EmailAddress email, int threads)
    {
        public EmailAddress Email { get; } = email;

        public int Threads { get; } = threads;

        public DateTimeOffset LastActive { get; set; }

        public long Id { get; set; }

        public bool IsHidden { get; set; }

        public bool IsBlocked { get; set; }

        public bool IsBlockedAlone { get; set; }
    }
}
