using System.Diagnostics;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Benchmarks;

/// <summary>Blocking the domain that has a tenth of all contacts: the gate at once, filters soon, everybody else undisturbed.</summary>
internal sealed class DomainBlockBenchmarks(BenchmarkServer server, BareStore bare, BlockBenchmarks singles, Report report)
{
    private const int Rounds = 5;
    private const int SinglesPerRound = 400;
    private const int WarmUps = 3;
    private const int SinglesPerWarmUp = 30;

    // Somebody who blocks and looks up to twenty times a second.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly List<double> _gate = [];
    private readonly List<double> _right = [];
    private readonly List<double> _blockOne = [];
    private readonly List<double> _page = [];
    private readonly List<double> _undone = [];

    public async Task RunAsync()
    {
        var largest = bare.Query("SELECT Domain, count(*) FROM Addresses WHERE OrganizationId = @organization AND Listed = 1 GROUP BY Domain ORDER BY 2 DESC LIMIT 2",
            ("@organization", server.Organization.Value));
        var (domain, size) = ((string)largest[0][0], $"a domain of {largest[0][1]:N0}");
        await WarmUpAsync((string)largest[1][0]);
        for (var round = 0; round < Rounds; round++)
            await RoundAsync(domain, round > 0 ? null : () => new BlockedRunBenchmarks(server, report).RunAsync(size));
        report.Add($"block {size}: until the gate refuses", Bars.DomainGate, new(new(_gate), null), t => t.Max);
        report.Add($"block {size}: until every filter and count is right", Bars.DomainRestated, new(new(_right), null), t => t.P50);
        report.Add("block one address meanwhile", Bars.BlockOne, new(new(_blockOne), null), t => t.P95);
        report.Add("contacts page meanwhile", Bars.Page, new(new(_page), null), t => t.P95);
        report.Add($"undo the block of {size}", null, new(new(_undone), null), t => t.P50);
    }

    // What is run for the first time waits for code to be compiled.
    private async Task WarmUpAsync(string domain)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            var receipt = Answer.Of(await server.Get<BlockService>().BlockDomainAsync(server.Organization, domain, [], null, default));
            Answer.Of(await server.Get<CheckService>().CheckAsync(server.Organization, [$"nobody@{domain}"], default));
            var others = singles.Active(SinglesPerWarmUp);
            await UseMeanwhileAsync(others, default);
            await WhenRightAsync();
            Answer.Of(await server.Get<UndoService>().UndoAsync(server.Organization, receipt.AuditId, default));
            await WhenRightAsync();
            await ReleaseAsync(others);
        }
        _blockOne.Clear();
        _page.Clear();
    }

    private async Task RoundAsync(string domain, Func<Task>? whileBlocked)
    {
        var sample = (string)bare.Query("SELECT Value FROM Addresses WHERE OrganizationId = @organization AND Domain = @domain AND Blocked = 0 LIMIT 1",
            ("@organization", server.Organization.Value), ("@domain", domain))[0][0];
        var others = singles.Active(SinglesPerRound);
        var started = Stopwatch.GetTimestamp();
        var receipt = Answer.Of(await server.Get<BlockService>().BlockDomainAsync(server.Organization, domain, [], null, default));
        if (Answer.Of(await server.Get<CheckService>().CheckAsync(server.Organization, [sample], default))[0].Allowed)
            throw new InvalidOperationException("The gate lets a blocked domain pass.");
        _gate.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        using var over = new CancellationTokenSource();
        var busy = Task.Run(() => UseMeanwhileAsync(others, over.Token));
        await WhenRightAsync();
        _right.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        await over.CancelAsync();
        var blocked = await busy;
        RequireExactCounts();
        if (whileBlocked is not null)
            await whileBlocked();
        _undone.Add(await Timing.OnceAsync(async () =>
        {
            Answer.Of(await server.Get<UndoService>().UndoAsync(server.Organization, receipt.AuditId, default));
            await WhenRightAsync();
        }));
        await ReleaseAsync(others.Take(blocked));
    }

    private async Task ReleaseAsync(IEnumerable<EmailAddress> emails)
    {
        foreach (var email in emails)
            Answer.Of(await server.Get<ReleaseService>().ReleaseAsync(server.Organization, email, DomainRelease.Keep, default));
    }

    private async Task<int> UseMeanwhileAsync(EmailAddress[] others, CancellationToken over)
    {
        var (blocks, contacts) = (server.Get<BlockService>(), server.Get<ContactsService>());
        var done = 0;
        while (done < others.Length && !over.IsCancellationRequested)
        {
            await Task.Delay(Pause, CancellationToken.None);
            var email = others[done++];
            _blockOne.Add(await Timing.OnceAsync(async () => Answer.Of(await blocks.BlockEmailAsync(server.Organization, email, null, CancellationToken.None))));
            _page.Add(await Timing.OnceAsync(async () => Answer.Of(await contacts.ListAsync(server.Organization, new(), CancellationToken.None))));
        }
        return done;
    }

    private async Task WhenRightAsync()
    {
        var contacts = server.Get<ContactsService>();
        while (Answer.Of(await contacts.ListAsync(server.Organization, new() { Limit = 1 }, default)).IsUpdating)
            await Task.Delay(5);
    }

    private void RequireExactCounts()
    {
        var differences = bare.Query("""
            SELECT 1 FROM ContactCounts c WHERE c.OrganizationId = @organization
                AND c.Count <> (SELECT count(*) FROM Addresses a WHERE a.OrganizationId = c.OrganizationId AND a.Listed = 1 AND a.Blocked = c.Blocked)
            """, ("@organization", server.Organization.Value));
        if (differences.Count > 0)
            throw new InvalidOperationException("The counts are wrong.");
    }
}
