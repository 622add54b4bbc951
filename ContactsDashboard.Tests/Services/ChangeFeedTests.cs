using ContactsDashboard.Domain;
using ContactsDashboard.Services.Live;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class ChangeFeedTests
{
    private const int Many = 600;

    private static readonly Action<OrganizationId> Listener = _ => { };

    [Fact]
    public async Task NextTurn_FewListeners_IsAtOnce()
    {
        await using var store = await CreateAsync();
        var feed = store.Get<ChangeFeed>();
        feed.Changed += Listener;

        feed.NextTurn().Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task NextTurn_ManyListeners_SpreadsThemAndNobodyWaitsTwoSeconds()
    {
        await using var store = await CreateAsync();
        var feed = store.Get<ChangeFeed>();
        for (var i = 0; i < Many; i++)
            feed.Changed += Listener;

        var turns = Enumerable.Range(0, Many).Select(_ => feed.NextTurn()).ToList();

        turns.Max().Should().BeLessThan(TimeSpan.FromSeconds(1.6), "the news itself is gathered for 400 ms");
        turns.GroupBy(t => (int)(t.TotalMilliseconds / 100)).Should().OnlyContain(g => g.Count() < Many / 6, "no tenth of a second has a crowd");
        for (var i = 0; i < Many; i++)
            feed.Changed -= Listener;
        feed.NextTurn().Should().Be(TimeSpan.Zero);
    }
}
