using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Requests;

/// <summary>Whatever is filed and decided in whatever order: an approval frees nobody its approver could not have freed, and nobody by what they were not shown.</summary>
public sealed class RequestModelTests
{
    private static readonly string[] People = ["a@x.test", "b@x.test", "c@x.test", "d@y.test", "e@y.test"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Approval_OfRandomRequests_FreesOnlyWhatTheApproverCouldAndSaw(int seed)
    {
        await using var store = await CreateAsync();
        foreach (var person in People)
            await store.GivenContactAsync(person);
        await store.GivenPlatformEntryAsync("nobody@z.test");
        var random = new Random(seed);
        var freed = 0;
        for (var round = 0; round < 25; round++)
        {
            for (var i = random.Next(4); i > 0; i--)
                await BlockSomebodyAsync(store, random);
            var named = People.Where(_ => random.Next(2) == 0).DefaultIfEmpty(People[0]).ToArray();
            var kind = (RequestKind)Math.Min(2, random.Next(6));
            var filed = (await store.FileAsync(kind, Role.Operator, new RequestSubject.Named(named), RequestChannels.Email)).Value;
            if (filed.Own is { } id)
                freed += await DecideAsync(store, id, named, random);
        }
        freed.Should().BeGreaterThan(3, "the model is to be put to the test");
        await store.ShouldAgreeAsync();
    }

    private static async Task<int> DecideAsync(TestStore store, long id, string[] named, Random random)
    {
        var desk = store.As<RequestDeskService>(Role.Support);
        var preview = (await desk.PreviewAsync(store.Organization, id, Stop)).Value;
        var shown = await InTheWayAsync(store);
        if (random.Next(3) == 0)
            await BlockSomebodyAsync(store, random);
        var before = await InTheWayAsync(store);
        if (random.Next(5) == 0)
            await desk.RejectAsync(store.Organization, id, "No", Stop);
        else
            (await desk.ApproveAsync(store.Organization, id, preview.Number, null, Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();
        var freed = 0;
        foreach (var person in People.Where(p => before[p].Count > 0))
        {
            if (!await store.MayBeSentToAsync(person))
                continue;
            freed++;
            named.Should().Contain(person);
            before[person].Should().OnlyContain(e => e.CanRelease, "Support could release each of these directly");
            before[person].Select(e => e.Entry.Id).Should().BeSubsetOf(shown[person].Select(e => e.Entry.Id), "nothing goes that was not shown");
        }
        return freed;
    }

    private static async Task<Dictionary<string, IReadOnlyList<EntryInTheWay>>> InTheWayAsync(TestStore store)
    {
        var entries = new Dictionary<string, IReadOnlyList<EntryInTheWay>>();
        foreach (var person in People)
            entries.Add(person, (await store.As<ReleaseService>(Role.Support).PreviewAsync(store.Organization, Email(person), Stop)).Value.Entries);
        return entries;
    }

    private static Task BlockSomebodyAsync(TestStore store, Random random) => random.Next(8) switch
    {
        0 => store.GivenEntryAsync(random.Next(2) == 0 ? "x.test" : "y.test", SuppressionReason.Manual, SuppressionScope.Domain),
        1 => store.As<SuppressionService>(new SystemActor()).AddAsync(PlatformOf(store), new(SuppressionScope.Email, People[random.Next(People.Length)],
            SuppressionReason.Manual) { Level = SuppressionLevel.Platform }, true, Stop),
        _ => store.GivenEventAsync(People[random.Next(People.Length)], (SuppressionReason)random.Next(5)),
    };

    // The test store makes the organisation acme first and the platform's second.
    private static OrganizationId PlatformOf(TestStore store) => new(store.Organization.Value + 1);
}
