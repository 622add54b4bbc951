using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Erasures;

/// <summary>A restored backup brings nobody back who was erased since.</summary>
public sealed class RestoredErasureTests : IDisposable
{
    private readonly string _away = Directory.CreateTempSubdirectory("contacts-backup-").FullName;

    private string Backup => Path.Combine(_away, "backup.db");

    [Fact]
    public async Task Restore_OfAStateBeforeAnErasure_ErasesAgain()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("annabel@x.test", 3, "Annabel Leighton");
        await store.GivenContactAsync("bob@x.test");
        var contact = (await store.RowAsync("annabel@x.test")).ContactId!.Value;
        var deleted = (await store.As<ProfileService>(Role.Operator).DeleteAsync(store.Organization, contact, null, Stop)).Value.AuditId;
        var block = await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("annabel@x.test"), "Annabel Leighton", Stop);
        await store.As<SuppressionService>(Role.Operator).DeleteAsync(store.Organization, block.Value.SuppressionId!.Value, Stop);
        await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, new(SuppressionScope.Email, "annabel@x.test", SuppressionReason.Complained), false, Stop);
        await store.Get<BackupStore>().BackupAsync(Backup, Stop);
        store.Get<HashKeyRing>().Rotate();
        await store.EraseAsync("annabel@x.test");

        var restored = (await store.Get<BackupStore>().RestoreAsync(Backup, replaceLedger: false, Stop)).Value;

        (restored.Erasures, restored.Erased, restored.Entries, restored.IsBeforeDeleted).Should().Be((1, 1, 1, false));
        File.Exists(restored.Before).Should().BeTrue();
        ErasureStore.FilesThatHold(store.Folder, "annabel@x.test", "Annabel Leighton").Should().BeEmpty();
        (await store.ListedAsync()).Should().Equal("bob@x.test");
        (await store.MayBeSentToAsync("annabel@x.test")).Should().BeFalse();
        (await store.GivenMailAsync("From: annabel@x.test\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <n@x>\r\n\r\n")).Recognised.Should().Be(1);
        (await store.As<UndoService>(Role.Admin).UndoAsync(store.Organization, deleted, Stop)).Value.Reversed.Should().Be(0);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Restore_WhereSomebodySharedTheNumberThen_LeavesThemWithoutIt()
    {
        await using var store = await CreateAsync();
        await store.GivenEnteredAsync("ann@x.test", "+442079460000", "Ann", "Lee");
        var bob = await store.GivenEnteredAsync("bob@x.test", "+442079460000", "Bob");
        await store.Get<BackupStore>().BackupAsync(Backup, Stop);
        var profiles = store.As<ProfileService>(Role.Operator);
        var shown = (await profiles.GetAsync(store.Organization, bob, Stop)).Value;
        await profiles.EditAsync(store.Organization, bob, shown.Entered with { Phone = null }, shown.UpdatedAt, Stop);
        await store.EraseAsync("ann@x.test");

        await store.Get<BackupStore>().RestoreAsync(Backup, replaceLedger: false, Stop);

        var left = (await profiles.GetAsync(store.Organization, bob, Stop)).Value;
        (left.Email!.Value, left.Phone).Should().Be(("bob@x.test", null));
        await using var context = await store.OpenAsync();
        (await context.Contacts.CountAsync(Stop)).Should().Be(1);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Restore_AfterAReadmission_KeepsThemReadmitted()
    {
        await using var store = await CreateAsync();
        await store.EraseAsync("ann@x.test");
        await store.Get<BackupStore>().BackupAsync(Backup, Stop);
        var list = store.As<ContactsDashboard.Services.Erasures.ErasureListService>(Role.Admin);
        await list.ReadmitAsync(store.Organization, (await list.ListAsync(store.Organization, 1, null, Stop)).Value.Rows[0].Id, "Asked", Stop);

        await store.Get<BackupStore>().RestoreAsync(Backup, replaceLedger: false, Stop);

        (await list.ListAsync(store.Organization, 1, null, Stop)).Value.Total.Should().Be(0);
    }

    [Fact]
    public async Task Restore_WhileAnErasureWaits_KeepsNoCopyOfThePerson()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("annabel@x.test");
        await store.Get<BackupStore>().BackupAsync(Backup, Stop);
        await store.StartErasingAsync(ContactsDashboard.Services.Erasures.ErasureTarget.Of("annabel@x.test"));

        var restored = (await store.Get<BackupStore>().RestoreAsync(Backup, replaceLedger: false, Stop)).Value;

        (restored.Before, restored.IsBeforeDeleted, restored.Erased).Should().Be((null, true, 1));
        ErasureStore.FilesThatHold(store.Folder, "annabel@x.test").Should().BeEmpty();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Restore_IntoNothing_AsksFirst()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.Get<BackupStore>().BackupAsync(Backup, Stop);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.EnumerateFiles(store.Folder, "contacts.db*"))
            File.Delete(file);

        (await store.Get<BackupStore>().RestoreAsync(Backup, replaceLedger: false, Stop)).Problem!.Code.Should().Be("NOTHING_NEWER");
        (await store.Get<BackupStore>().RestoreAsync(Backup, replaceLedger: true, Stop)).IsOk.Should().BeTrue();

        (await store.ListedAsync()).Should().Equal("ann@x.test");
    }

    public void Dispose() => Directory.Delete(_away, recursive: true);
}
