using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class SuppressionChangeTests
{
    [Fact]
    public async Task Change_NoteExpiryAndExceptions_AreStoredAndUndone()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@example.com");
        var entry = await AddAsync(store, new(SuppressionScope.Domain, "example.com", SuppressionReason.Manual) { Note = "old" });
        var until = store.Clock.GetUtcNow().AddDays(1);

        var changed = await ChangeAsync(store, Role.Operator, entry, new() { Note = "new", ChangesExpiry = true, ExpiresAt = until, Exceptions = ["Ann@Example.com"] });

        (changed.Value.Entry.Note, changed.Value.Entry.ExpiresAt).Should().Be(("new", until));
        changed.Value.Entry.Exceptions.Should().Equal("ann@example.com");
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
        var undone = (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, changed.Value.Change!.AuditId, Stop)).Value;
        var back = (await store.As<SuppressionService>(Role.Auditor).FindAsync(store.Organization, entry, Stop)).Value;
        (undone.Reversed, undone.Kept, back.Note, back.ExpiresAt, back.Exceptions.Count).Should().Be((1, 0, "old", null, 0));
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Change_ToWhatItIs_ChangesNothingAndLeavesNoRecord()
    {
        await using var store = await CreateAsync();
        var entry = await AddAsync(store, new(SuppressionScope.Email, "ann@example.com", SuppressionReason.Manual) { Note = "n" });

        (await ChangeAsync(store, Role.Operator, entry, new() { Note = "n", ChangesExpiry = true })).Value.Change.Should().BeNull();
        (await store.As<AuditService>(Role.Auditor).ListAsync(store.Organization, new() { Verbs = [AuditVerb.ChangedSuppression] }, Stop)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task Change_LettingMailThroughAGuardedEntry_NeedsSupport()
    {
        await using var store = await CreateAsync();
        var entry = await AddAsync(store, new(SuppressionScope.Domain, "example.com", SuppressionReason.Complained) { ExpiresAt = store.Clock.GetUtcNow().AddDays(10) });

        var shorter = new SuppressionChangeEdit { ChangesExpiry = true, ExpiresAt = store.Clock.GetUtcNow().AddDays(1) };
        (await ChangeAsync(store, Role.Operator, entry, shorter)).Problem!.Code.Should().Be("FORBIDDEN");
        (await ChangeAsync(store, Role.Operator, entry, new() { Exceptions = ["ann@example.com"] })).Problem!.Code.Should().Be("FORBIDDEN");
        (await ChangeAsync(store, Role.Operator, entry, new() { ChangesExpiry = true, ExpiresAt = null })).IsOk.Should().BeTrue("it blocks for longer");
        (await ChangeAsync(store, Role.Support, entry, shorter)).IsOk.Should().BeTrue();
    }

    [Fact]
    public async Task Undo_OfALongerExpiryOfAGuardedEntry_IsNotForOperators()
    {
        await using var store = await CreateAsync();
        var entry = await AddAsync(store, new(SuppressionScope.Email, "ann@example.com", SuppressionReason.Bounced) { ExpiresAt = store.Clock.GetUtcNow().AddDays(1) });
        var longer = (await ChangeAsync(store, Role.Operator, entry, new() { ChangesExpiry = true, ExpiresAt = null })).Value.Change!.AuditId;

        var byOperator = (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, longer, Stop)).Value;
        (byOperator.Reversed, byOperator.Kept).Should().Be((0, 1));
        (await store.As<SuppressionService>(Role.Auditor).FindAsync(store.Organization, entry, Stop)).Value.ExpiresAt.Should().BeNull();
        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, longer, Stop)).Value.Reversed.Should().Be(1);
        (await store.As<SuppressionService>(Role.Auditor).FindAsync(store.Organization, entry, Stop)).Value.ExpiresAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Undo_OfRemovedExceptionsOfAGuardedEntry_IsNotForOperators()
    {
        await using var store = await CreateAsync();
        var entry = await AddAsync(store, new(SuppressionScope.Domain, "example.com", SuppressionReason.SpamTrap) { Exceptions = ["ann@example.com"] }, Role.Support);
        var stricter = (await ChangeAsync(store, Role.Operator, entry, new() { Exceptions = [] })).Value.Change!.AuditId;

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, stricter, Stop)).Value.Reversed.Should().Be(0);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();
        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, stricter, Stop)).Value.Reversed.Should().Be(1);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
    }

    [Fact]
    public async Task Undo_OfAChangeSomebodyChangedSince_LeavesThatAlone()
    {
        await using var store = await CreateAsync();
        var entry = await AddAsync(store, new(SuppressionScope.Email, "ann@example.com", SuppressionReason.Manual));
        var first = (await ChangeAsync(store, Role.Operator, entry, new() { Note = "first" })).Value.Change!.AuditId;
        await ChangeAsync(store, Role.Support, entry, new() { Note = "second" });

        var report = (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, first, Stop)).Value;

        (report.Kept, report.WhyKept).Should().Be((1, "changed since"));
        (await store.As<SuppressionService>(Role.Auditor).FindAsync(store.Organization, entry, Stop)).Value.Note.Should().Be("second");
    }

    [Fact]
    public async Task Expiry_BlocksUntilThatSecondAndNoLonger()
    {
        await using var store = await CreateAsync();
        await AddAsync(store, new(SuppressionScope.Email, "ann@example.com", SuppressionReason.Manual) { ExpiresAt = store.Clock.GetUtcNow().AddMinutes(1) });

        store.Clock.Advance(TimeSpan.FromSeconds(59));
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
    }

    [Fact]
    public async Task PlatformEntry_BindsEveryOrganizationAndOnlyThePlatformReleasesIt()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@example.com");
        var added = await store.GivenPlatformEntryAsync("example.com", SuppressionScope.Domain);

        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("ann@example.com");
        var edit = new SuppressionEdit(SuppressionScope.Email, "bob@example.com", SuppressionReason.Manual) { Level = SuppressionLevel.Platform };
        (await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, edit, false, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<SuppressionService>(Role.Admin).DeleteAsync(store.Organization, added.Entry.Id, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await ChangeAsync(store, Role.Admin, added.Entry.Id, new() { Note = "x" })).Problem!.Code.Should().Be("FORBIDDEN");

        var platform = await store.FindAsync("platform");
        var support = await store.GivenMemberAsync(platform, "support@platform.example", Role.Support);
        var deleted = await store.As<SuppressionService>(support).DeleteAsync(platform, added.Entry.Id, Stop);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
        await store.As<UndoService>(support).UndoAsync(platform, deleted.Value.AuditId, Stop);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task PlatformEntry_WhatLedToIt_StaysWithThePlatform()
    {
        await using var store = await CreateAsync();
        await store.GivenPlatformEntryAsync("seed@x.test");
        var platform = await store.FindAsync("platform");
        var edit = new SuppressionEdit(SuppressionScope.Email, "ann@x.test", SuppressionReason.Bounced)
        {
            Level = SuppressionLevel.Platform, Note = "seen at Other Ltd", Evidence = new("550", "ann@x.test of Other Ltd"),
        };
        var id = (await store.As<SuppressionService>(new ContactsDashboard.Services.Access.SystemActor()).AddAsync(platform, edit, false, Stop)).Value.Entry.Id;

        var listed = (await store.As<SuppressionListService>(Role.Admin).ListAsync(store.Organization, new() { Email = "ann" }, Stop)).Value.Rows[0];
        var found = (await store.As<SuppressionService>(Role.Admin).FindAsync(store.Organization, id, Stop)).Value;
        var gate = (await store.As<CheckService>(Role.Admin).CheckAsync(store.Organization, ["ann@x.test"], Stop)).Value[0].Entries[0];
        var preview = (await store.As<ReleaseService>(Role.Admin).PreviewEntryAsync(store.Organization, id, Stop)).Value.Entry;

        foreach (var entry in new[] { listed, found, gate, preview })
            (entry.Note, entry.EvidenceCode, entry.EvidenceText, entry.CreatedBy).Should().Be((null, null, null, "the platform"));
        (await store.As<SuppressionListService>(new ContactsDashboard.Services.Access.SystemActor()).ListAsync(platform, new() { Email = "ann" }, Stop)).Value.Rows[0].Note.Should().Be("seen at Other Ltd");
    }

    private static async Task<long> AddAsync(TestStore store, SuppressionEdit edit, Role role = Role.Operator) =>
        (await store.As<SuppressionService>(role).AddAsync(store.Organization, edit, false, Stop)).Value.Entry.Id;

    private static Task<Result<AddedSuppression>> ChangeAsync(TestStore store, Role role, long id, SuppressionChangeEdit edit) =>
        store.As<SuppressionService>(role).ChangeAsync(store.Organization, id, edit, Stop);
}
