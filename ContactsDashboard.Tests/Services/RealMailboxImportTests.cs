using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class RealMailboxImportTests
{
    private static readonly string Mailbox = Path.Combine(AppContext.BaseDirectory, "Mail", "Samples", "ham-2002.mbox.gz");

    [Fact]
    public async Task Import_RealMailbox_GivesTheIndependentCountsAndASecondChangesNothing()
    {
        await using var store = await CreateAsync();

        var first = await ImportAsync(store, await ReadAsync());
        var before = await SnapshotAsync(store);
        var second = await ImportAsync(store, await ReadAsync());

        (first.Accepted, first.Duplicates, first.Rejected).Should().Be((2_365, 0, 0));
        (second.Accepted, second.Duplicates, second.Rejected).Should().Be((0, 2_365, 0));
        await using var context = await store.OpenAsync();
        context.Threads.Count().Should().Be(1_486);
        context.Threads.OrderByDescending(t => t.MessageCount).Take(5).Select(t => t.MessageCount).Should().Equal(39, 28, 23, 22, 19);
        context.Addresses.Count().Should().Be(580);
        context.Addresses.Count(a => a.Listed).Should().Be(578);
        context.Contacts.Count().Should().Be(578);
        (await SnapshotAsync(store)).Should().Equal(before);
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Import_ShuffledOrder_EndsInTheSameState(int seed)
    {
        await using var ordered = await CreateAsync();
        await using var shuffled = await CreateAsync();
        var items = await ReadAsync();
        await ImportAsync(ordered, items);
        var mixed = items.ToArray();
        new Random(seed).Shuffle(mixed);

        await ImportAsync(shuffled, mixed);

        (await SnapshotAsync(shuffled)).Should().Equal(await SnapshotAsync(ordered));
        await shuffled.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Counts_OfEveryAddress_EqualARecountFromTheMessages()
    {
        await using var store = await CreateAsync();
        var items = await ReadAsync();
        await ImportAsync(store, items);

        var recount = Recount(items.Select(i => i.Message!));
        await using var context = await store.OpenAsync();
        var stored = context.Addresses.AsEnumerable().ToDictionary(a => a.Value, a => (a.ThreadCount, a.LastActiveTicks));

        stored.Should().HaveCount(recount.Count);
        foreach (var (email, expected) in recount)
            stored[email].Should().Be(expected, "{0}", email);
    }

    // Union-find over ids, written for this test alone.
    private static Dictionary<string, (int Threads, long Newest)> Recount(IEnumerable<MailMessage> messages)
    {
        var parents = new Dictionary<string, string>();
        string Find(string id)
        {
            while (parents.TryGetValue(id, out var parent) && parent != id)
                id = parent;
            return id;
        }
        string IdOf(MailMessage m) => Convert.ToHexString(m.Key);
        var all = messages.ToList();
        foreach (var message in all)
        {
            foreach (var id in message.References.Select(r => Convert.ToHexString(MailMessage.KeyOf(r))).Prepend(IdOf(message)))
                parents[Find(id)] = Find(IdOf(message));
        }
        return all.SelectMany(m => m.Participants.Select(p => (p.Address.Value, Thread: Find(IdOf(m)), Sent: m.SentAt?.UtcTicks ?? 0)))
            .GroupBy(p => p.Value).ToDictionary(g => g.Key, g => (g.Select(p => p.Thread).Distinct().Count(), g.Max(p => p.Sent)));
    }

    private static async Task<List<MailItem>> ReadAsync() => await MailFiles.ReadAsync([Mailbox], Stop).ToListAsync(Stop);

    private static async Task<ImportReport> ImportAsync(TestStore store, IEnumerable<MailItem> items) =>
        (await store.As<MailImportService>(Role.Operator).ImportMessagesAsync(store.Organization, items.ToAsyncEnumerable(), Stop)).Value;

    /// <summary>Everything mail decides, ids aside.</summary>
    private static async Task<List<string>> SnapshotAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        var addresses = await context.QueryAsync(
            """
            SELECT Value || '|' || coalesce(Spelling, '') || '|' || coalesce(Name, '') || '|' || FirstSeenTicks || '|' || LastActiveTicks || '|' || ThreadCount || '|' || Listed
            FROM Addresses ORDER BY Value
            """, row => row.GetString(0), Stop);
        var messages = await context.QueryAsync(
            """
            SELECT hex(m.Key) || '|' || m.SentTicks || '|' || m.Subject || '|' || (SELECT min(hex(l.Key)) FROM ThreadLinks l WHERE l.ThreadId = m.ThreadId) || '|'
                || (SELECT group_concat(v, ',') FROM (SELECT a.Value || ':' || p.Roles AS v FROM Participants p JOIN Addresses a ON a.Id = p.AddressId WHERE p.MessageId = m.Id ORDER BY a.Value))
            FROM Messages m ORDER BY hex(m.Key)
            """, row => row.TextOrNull(0) ?? "", Stop);
        return [.. addresses, .. messages];
    }
}
