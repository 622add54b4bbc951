using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Data;

public sealed class BackupTests
{
    [Fact]
    public async Task Restore_OlderBackup_KeepsBlocksAndReleasesMadeSince()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.GivenContactAsync("bob@x.test");
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("bob@x.test"), null, Stop);
        var file = Path.Combine(store.Folder, "backup.db");
        (await store.Get<BackupStore>().BackupAsync(file, Stop)).IsOk.Should().BeTrue();
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), null, Stop);
        await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, Email("bob@x.test"), DomainRelease.Exempt, Stop);
        await store.GivenContactAsync("carl@x.test");

        var restored = await store.Get<BackupStore>().RestoreAsync(file, replaceLedger: false, Stop);

        File.Exists(restored.Value.Before).Should().BeTrue("the store as it was is kept");
        (await store.ListedAsync()).Should().Equal("ann@x.test", "bob@x.test");
        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("ann@x.test");
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restore_OfAnEntryThatWasEdited_KeepsWhatUndoesTheEdit(bool editedBefore)
    {
        await using var store = await CreateAsync();
        var service = store.As<SuppressionService>(Role.Support);
        var id = (await service.AddAsync(store.Organization, new(SuppressionScope.Email, "ann@x.test", SuppressionReason.Manual) { Note = "first" },
            false, Stop)).Value.Entry.Id;
        var file = Path.Combine(store.Folder, "backup.db");
        if (!editedBefore)
            await store.Get<BackupStore>().BackupAsync(file, Stop);
        var edit = (await service.ChangeAsync(store.Organization, id, new() { Note = "second" }, Stop)).Value.Change!.AuditId;
        if (editedBefore)
            await store.Get<BackupStore>().BackupAsync(file, Stop);

        (await store.Get<BackupStore>().RestoreAsync(file, replaceLedger: false, Stop)).IsOk.Should().BeTrue();

        await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, edit, Stop);
        (await service.FindAsync(store.Organization, id, Stop)).Value.Note.Should().Be("first");
    }

    [Fact]
    public async Task Restore_ReplacingTheLedger_TakesTheBackupAsItIs()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var file = Path.Combine(store.Folder, "backup.db");
        await store.Get<BackupStore>().BackupAsync(file, Stop);
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), null, Stop);

        await store.Get<BackupStore>().RestoreAsync(file, replaceLedger: true, Stop);

        (await store.MayBeSentToAsync("ann@x.test")).Should().BeTrue();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Restore_OfAnotherStoreOrAnotherFile_IsRefusedAndNothingIsLost()
    {
        await using var store = await CreateAsync();
        await using var other = await CreateAsync();
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), null, Stop);
        other.Clock.Advance(TimeSpan.FromMinutes(1));
        await other.As<BlockService>(Role.Operator).BlockEmailAsync(other.Organization, Email("bob@x.test"), null, Stop);
        var (foreign, noise) = (Path.Combine(store.Folder, "foreign.db"), Path.Combine(store.Folder, "noise.db"));
        await other.Get<BackupStore>().BackupAsync(foreign, Stop);
        await File.WriteAllTextAsync(noise, new string('x', 10_000), Stop);

        (await store.Get<BackupStore>().RestoreAsync(foreign, false, Stop)).Problem!.Code.Should().Be("CONFLICT");
        (await store.Get<BackupStore>().RestoreAsync(noise, false, Stop)).Problem!.Code.Should().Be("VALIDATION_ERROR");
        (await store.Get<BackupStore>().RestoreAsync(Path.Combine(store.Folder, "absent.db"), false, Stop)).Problem!.Code.Should().Be("NOT_FOUND");

        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Restore_WhileAServerRuns_IsRefused()
    {
        await using var store = await CreateAsync();
        var file = Path.Combine(store.Folder, "backup.db");
        await store.Get<BackupStore>().BackupAsync(file, Stop);
        await using var server = ServerLock.Take(store.Get<DataDirectory>());

        var restore = () => store.Get<BackupStore>().RestoreAsync(file, false, Stop);

        await restore.Should().ThrowAsync<StartupException>().WithMessage("*Another server*");
    }
}
