using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Idempotency;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Live;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class BackgroundTests
{
    /// <summary>A background service that ends with an exception stops the server.</summary>
    [Theory]
    [InlineData("Jobs")]
    [InlineData("Suppressions")]
    [InlineData("MailSources")]
    [InlineData("Changes")]
    public async Task Service_WhoseStoreFailsForAWhile_GoesOn(string table)
    {
        await using var store = await CreateAsync();
        BackgroundService service = table switch
        {
            "Jobs" => new JobHost(store.Get<JobRunner>(), store.Get<IdempotencyStore>(), store.Get<ChangeFeed>(), TimeProvider.System, store.Get<ILogger<JobHost>>()),
            "Suppressions" => store.Get<ExpirySweeper>(),
            "MailSources" => store.Get<MaildirWatcher>(),
            _ => store.Get<ChangeFeed>(),
        };
        await using var context = await store.OpenAsync();
        await context.ExecuteAsync($"PRAGMA legacy_alter_table = ON; ALTER TABLE {table} RENAME TO Away", Stop);

        await service.StartAsync(Stop);
        await Task.WhenAny(store.Errors.First, service.ExecuteTask!).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        service.ExecuteTask!.IsCompleted.Should().BeFalse();
        await context.ExecuteAsync($"ALTER TABLE Away RENAME TO {table}", Stop);
        await service.StopAsync(Stop);
    }

    [Fact]
    public async Task Sweep_KilledBetweenTwoOrganizations_LeavesNoneOut()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");
        await store.GivenContactAsync("ann@x.test");
        await store.GivenMailAsync(other, "From: ann@x.test\r\nMessage-ID: <1@other>\r\n\r\n");
        await store.GivenPlatformEntryAsync("ann@x.test", expiresAt: store.Clock.GetUtcNow().AddMinutes(5));
        store.Clock.Advance(TimeSpan.FromHours(1));
        using var kill = new CancellationTokenSource();
        var writer = store.Get<StoreWriter>();
        writer.Committed += kill.Cancel;

        var sweep = () => store.Get<ExpirySweeper>().SweepAsync(kill.Token);
        await sweep.Should().ThrowAsync<OperationCanceledException>();
        writer.Committed -= kill.Cancel;
        await store.Get<ExpirySweeper>().SweepAsync(Stop);

        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Sweep_EntryProlongedMeanwhile_StaysInForce()
    {
        await using var store = await CreateAsync();
        var until = store.Clock.GetUtcNow().AddMinutes(5);
        foreach (var domain in new[] { "a.test", "b.test" })
        {
            var edit = new SuppressionEdit(SuppressionScope.Domain, domain, SuppressionReason.Manual) { ExpiresAt = until };
            await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, edit, false, Stop);
        }
        store.Clock.Advance(TimeSpan.FromHours(1));
        await using var context = await store.OpenAsync();
        var writer = store.Get<StoreWriter>();
        void Prolong()
        {
            writer.Committed -= Prolong;
            context.Suppressions.Where(s => s.EndedAt == null).ExecuteUpdate(s => s.SetProperty(x => x.ExpiresAt, store.Clock.GetUtcNow().AddHours(1)));
        }

        writer.Committed += Prolong; // after the first of the two was ended
        await store.Get<ExpirySweeper>().SweepAsync(Stop);

        var gate = new[] { await store.MayBeSentToAsync("ann@a.test"), await store.MayBeSentToAsync("ann@b.test") };
        gate.Should().BeEquivalentTo([true, false]);
    }

    [Fact]
    public async Task Job_OfAStoppedTerminal_IsQueuedForTheServer()
    {
        await using var store = await CreateAsync();
        var to = string.Join(", ", Enumerable.Range(0, 600).Select(i => $"p{i}@wide.test"));
        await store.GivenMailAsync($"From: ann@x.test\r\nTo: {to}\r\nMessage-ID: <1@t>\r\n\r\n");
        await store.As<BlockService>(new TerminalActor("root")).BlockDomainAsync(store.Organization, "wide.test", [], null, Stop);
        using var stop = new CancellationTokenSource();
        var writer = store.Get<StoreWriter>();
        writer.Committed += stop.Cancel;

        var run = () => store.Get<JobRunner>().RunQueuedAsync([JobKind.Restate], stop.Token);
        await run.Should().ThrowAsync<OperationCanceledException>();
        writer.Committed -= stop.Cancel;

        await store.ShouldAgreeAsync();
        await using var context = await store.OpenAsync();
        (await context.Jobs.Select(j => j.State).SingleAsync(Stop)).Should().Be(JobState.Done);
    }
}
