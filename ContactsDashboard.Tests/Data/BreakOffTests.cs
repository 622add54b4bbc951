using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Data;

public sealed class BreakOffTests
{
    /// <summary>SQLite forgets an interruption of nothing: whoever gives up a moment too early must not wait to the end.</summary>
    [Fact]
    public async Task Read_GivenUpBeforeItsFirstStep_EndsAllTheSame()
    {
        const string lasting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT count(*) FROM n";
        await using var store = await TestStore.CreateAsync();
        await using var context = await store.OpenAsync();
        using var patience = new CancellationTokenSource();

        var reading = () => Task.Run(() => context.BreakOffAsync(async () =>
        {
            await patience.CancelAsync();
            return await context.ScalarAsync(lasting, CancellationToken.None);
        }, patience.Token));

        await reading.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Read_NobodyWaitsForIt_EndsAndTheConnectionIsGoodForTheNext()
    {
        const string endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        await using var store = await TestStore.CreateAsync();
        await using var context = await store.OpenAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        var reading = () => Task.Run(() => context.BreakOffAsync(() => context.ScalarAsync(endless, patience.Token), patience.Token));

        await reading.Should().ThrowAsync<OperationCanceledException>();
        (await context.BreakOffAsync(() => context.ScalarAsync("SELECT 7", TestStore.Stop), TestStore.Stop)).Should().Be(7);
    }
}
