using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Duplicates;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Benchmarks;

/// <summary>What pages ask for, of one store; in the same order for each.</summary>
internal sealed class GrowthOperations(BenchmarkServer server, int runs)
{
    private readonly OrganizationId _organization = server.Organization;
    private readonly List<EmailAddress> _blocked = [];

    /// <summary>Name, whether it takes so long that fewer runs must do, and one run by its number.</summary>
    public IEnumerable<(string Name, bool IsLong, Func<int, Task> Run)> All() => [.. Contacts(), .. AllContacts(), .. Others(), .. Searches()];

    /// <summary>So that the store stays as it was.</summary>
    public async Task ReleaseAsync()
    {
        var releases = server.Get<ReleaseService>();
        foreach (var address in _blocked)
            Answer.Of(await releases.ReleaseAsync(_organization, address, DomainRelease.Keep, default));
    }

    private IEnumerable<(string, bool, Func<int, Task>)> Contacts()
    {
        var contacts = server.Get<ContactsService>();
        Func<int, Task> List(ContactsQuery query) => async _ => Answer.Of(await contacts.ListAsync(_organization, query, default));

        yield return ("first page", false, List(new()));
        yield return ("page 400", false, List(new() { Page = 400 }));
        yield return ("last page", false, List(new() { Last = true }));
        yield return ("blocked, by address", false, List(new() { Status = ContactStatus.Blocked, Sort = ContactSort.Email }));
        yield return ("counts of all tabs", false, async _ => Answer.Of(await contacts.CountAsync(_organization, default)));
    }

    private IEnumerable<(string, bool, Func<int, Task>)> AllContacts()
    {
        var contacts = server.Get<AllContactsService>();
        Func<int, Task> List(AllContactsQuery query) => async _ => Answer.Of(await contacts.ListAsync(_organization, query, default));

        yield return ("all contacts, first page", false, List(new()));
        yield return ("unsubscribed, last page by rating", false, List(new() { Rail = ContactRail.Unsubscribed, Sort = AllContactsSort.Rating, Last = true }));
        yield return ("counts of all rails", false, async _ => Answer.Of(await contacts.CountAsync(_organization, false, default)));
    }

    private IEnumerable<(string, bool, Func<int, Task>)> Others()
    {
        var (duplicates, segments, analytics) = (server.Get<DuplicateService>(), server.Get<SegmentService>(), server.Get<AnalyticsService>());
        var (check, blocks) = (server.Get<CheckService>(), server.Get<BlockService>());
        using var bare = new BareStore(server.Database);
        var addresses = new BlockBenchmarks(server, bare, new()).Active(runs);

        yield return ("duplicates with counts", false, async _ => Answer.Of(await duplicates.ListAsync(_organization, new(), default)));
        yield return ("segments with counts", false, async _ => Answer.Of(await segments.PageAsync(_organization, new(), default)));
        yield return ("analytics, 365 days", false, async _ => Answer.Of(await analytics.ReadAsync(_organization, ReachChannel.Email, 365, default)));
        yield return ("check, 1 recipient", false, async run => Answer.Of(await check.CheckAsync(_organization, [addresses[run].Value], default)));
        yield return ("block one address", false, async run =>
        {
            Answer.Of(await blocks.BlockEmailAsync(_organization, addresses[run], null, default));
            _blocked.Add(addresses[run]);
        });
    }

    private IEnumerable<(string, bool, Func<int, Task>)> Searches()
    {
        var (contacts, all) = (server.Get<ContactsService>(), server.Get<AllContactsService>());
        Func<int, Task> Find(string text) => async _ =>
        {
            await server.ForgetSearchesAsync(text);
            Answer.Of(await contacts.ListAsync(_organization, new() { Search = text }, default));
        };
        var smart = new AllContactsQuery { Filter = "country:DE activity(status:clicked sent<90d)>=1 status:active" };

        yield return (Growth.SearchPrefix + "common (\"son\")", true, Find("son"));
        yield return (Growth.SearchPrefix + "nothing found", true, Find("qqzzxx"));
        yield return (Growth.SearchPrefix + "three conditions, first page", true, async _ => Answer.Of(await all.FirstAsync(_organization, smart, default)));
        yield return (Growth.TotalPrefix + "smart search", true, async _ => Answer.Of(await all.TotalAsync(_organization, smart, default)));
    }
}
