using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Data;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Erasures;

public class HashedEntryTests
{
    private static string Sha256(string value) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    [Fact]
    public async Task OptOut_ByDigest_IsPlainForWhoIsKnownAndAHashForOthers()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        SuppressionEdit OptOut(string address) => new(SuppressionScope.Email, Sha256(address), SuppressionReason.Unsubscribed);

        var report = (await store.As<SuppressionBatchService>(Role.Operator).AddAsync(store.Organization, [OptOut("ann@x.test"), OptOut("bob@x.test"), OptOut("bob@x.test")], Stop)).Value;

        report.Results.Select(r => r.Outcome).Should().Equal(AdditionOutcome.Added, AdditionOutcome.Added, AdditionOutcome.AlreadySuppressed);
        (await store.EntriesAsync()).Select(e => e.Value).Should().BeEquivalentTo("ann@x.test", "Known by its hash");
        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("ann@x.test");
        (await store.MayBeSentToAsync("bob@x.test")).Should().BeFalse();
        (await store.MayBeSentToAsync("carl@x.test")).Should().BeTrue();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Hash_WhenTheAddressComesToBeKnown_BecomesAPlainEntryFromTheFirstSecond()
    {
        await using var store = await CreateAsync();
        var service = store.As<SuppressionService>(Role.Support);
        await service.AddAsync(store.Organization, new(SuppressionScope.Email, Sha256("bob@x.test"), SuppressionReason.Complained), false, Stop);
        store.Get<HashKeyRing>().Rotate();
        await service.AddAsync(store.Organization, new(SuppressionScope.Email, Sha256("carl@x.test"), SuppressionReason.Complained), false, Stop);

        await store.GivenContactAsync("bob@x.test");
        await store.As<ContactsDashboard.Services.Profiles.ProfileService>(Role.Operator).CreateAsync(store.Organization, new() { Email = "carl@x.test" }, new(true), Stop);

        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("bob@x.test");
        (await store.EntriesAsync()).Select(e => e.Value).Should().BeEquivalentTo("bob@x.test", "carl@x.test");
        await store.ShouldAgreeAsync();
        var again = await service.AddAsync(store.Organization, new(SuppressionScope.Email, Sha256("bob@x.test"), SuppressionReason.Complained), false, Stop);
        again.Problem!.Code.Should().Be("ALREADY_SUPPRESSED");
    }

    [Fact]
    public async Task Import_OfDigests_CanBeUndone()
    {
        await using var store = await CreateAsync();
        var report = (await store.As<SuppressionBatchService>(Role.Operator).AddAsync(store.Organization,
            [new(SuppressionScope.Email, Sha256("bob@x.test"), SuppressionReason.Manual)], Stop)).Value;

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, report.Change!.AuditId, Stop)).Value.Reversed.Should().Be(1);

        (await store.MayBeSentToAsync("bob@x.test")).Should().BeTrue();
    }

    [Fact]
    public async Task Gate_WithoutTheKey_DoesNotAllow_AndTheStoreDoesNotOpen()
    {
        await using var store = await CreateAsync();
        await store.As<SuppressionService>(Role.Support).AddAsync(store.Organization, new(SuppressionScope.Email, Sha256("bob@x.test"), SuppressionReason.Manual), false, Stop);
        var key = Directory.EnumerateFiles(store.HashKeys).Single();
        File.Move(key, key + ".away");

        await using var without = store.Reopen();
        var open = () => Startup.MigrateAsync(without, Stop);

        (await open.Should().ThrowAsync<StartupException>()).WithMessage($"*Bring back {key}*");
        File.Move(key + ".away", key);
        await open.Should().NotThrowAsync();
    }

    [Fact]
    public async Task Ring_RotatedByAnotherProcess_IsReadWhenItIsMet()
    {
        await using var store = await CreateAsync();
        var other = new HashKeyRing(store.HashKeys, store.Clock);

        var id = other.Rotate();

        store.Get<HashKeyRing>().HashAll("""["b@x.test","\u0061nn@x.test"]""", id).Should().Contain($"\"{other.Hash("ann@x.test")}\"");
        store.Get<HashKeyRing>().Hash("ann@x.test", id).Should().Be(other.Hash("ann@x.test")).And.StartWith($"hash:{id}:");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(other.PathOf(id)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Keys_InsideTheDataDirectory_AreRefused()
    {
        await using var store = await CreateAsync();
        await using var services = store.Reopen(Path.Combine(store.Folder, "inside"));

        var open = () => Startup.MigrateAsync(services, Stop);

        (await open.Should().ThrowAsync<StartupException>()).WithMessage("*inside the data directory*");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task RandomLedger_WhoWasRefusedByAnEntryOfTheirOwn_IsRefusedAfterErasureAndEveryUndo(int seed)
    {
        await using var store = await CreateAsync();
        var (model, random) = (await LedgerModel.CreateAsync(store, seed), new Random(seed));
        for (var step = 0; step < 15; step++)
            await model.ActAsync((Role)(2 + random.Next(3)));
        var now = store.Clock.GetUtcNow();
        foreach (var email in LedgerModel.Emails.OrderBy(_ => random.Next()).Take(6))
        {
            var refused = (await model.LedgerAsync()).Exists(e => e.Scope == SuppressionScope.Email && e.Covers(Email(email), now));
            var allowed = await store.MayBeSentToAsync(email);
            if (random.Next(2) == 0)
                store.Get<HashKeyRing>().Rotate();

            await store.EraseAsync(email, addEntry: false);

            if (!allowed)
                (await store.MayBeSentToAsync(email)).Should().BeFalse("{0} was refused before", email);
            await using var context = await store.OpenAsync();
            foreach (var audit in await context.Audit.Where(a => a.OrganizationId == store.Organization.Value && a.UndoneByAuditId == null).Select(a => a.Id).ToListAsync(Stop))
                await store.As<UndoService>(new ContactsDashboard.Services.Access.SystemActor()).UndoAsync(store.Organization, audit, Stop);
            if (refused)
                (await store.MayBeSentToAsync(email)).Should().BeFalse("{0} had an entry, and no undo crosses an erasure", email);
            ErasureStore.FilesThatHold(store.Folder, email).Should().BeEmpty();
        }
        await store.ShouldAgreeAsync();
    }
}
