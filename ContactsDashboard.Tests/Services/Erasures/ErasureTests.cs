using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Orders;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Erasures;

public class ErasureTests
{
    [Fact]
    public async Task Erase_OfSomebodyInConversations_LeavesTheOthersAndBlocksThem()
    {
        await using var store = await CreateAsync();
        await store.GivenMailAsync("From: Ann Lee <ann@x.test>\r\nTo: bob@y.test\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <a@x>\r\nSubject: For ANN LEE only\r\n\r\n",
            "From: bob@y.test\r\nTo: ann@x.test\r\nDate: Sat, 21 Nov 2026 11:00:00 +0000\r\nMessage-ID: <b@y>\r\nSubject: Lunch\r\n\r\n");

        await store.EraseAsync("ann@x.test");

        (await store.ListedAsync()).Should().Equal("bob@y.test");
        (await store.RowAsync("bob@y.test")).ThreadCount.Should().Be(2);
        (await store.MayBeSentToAsync("ANN@x.test")).Should().BeFalse();
        var entry = (await store.EntriesAsync()).Should().ContainSingle().Subject;
        (entry.Value, entry.Reason, entry.Note, entry.IsHashed).Should().Be(("Erased, x.test", SuppressionReason.Manual, "erased", true));
        await using var context = await store.OpenAsync();
        (await context.Messages.Select(m => m.Subject).ToListAsync(Stop)).Should().BeEquivalentTo("", "Lunch");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Erase_ThenTheSameMailAgain_RecognisesAndMakesNoContact()
    {
        await using var store = await CreateAsync();
        const string mail = "From: Ann Lee <Ann@X.test>\r\nTo: bob@y.test\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <{0}@x>\r\nSubject: From Ann Lee\r\n\r\n";
        await store.GivenMailAsync(string.Format(null, mail, "a"));
        await store.EraseAsync("ann@x.test");

        var report = await store.GivenMailAsync(string.Format(null, mail, "a"), string.Format(null, mail, "b"));

        (report.Accepted, report.Duplicates, report.Recognised).Should().Be((1, 1, 2));
        (await store.ListedAsync()).Should().Equal("bob@y.test");
        (await store.RowAsync("bob@y.test")).ThreadCount.Should().Be(2);
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        await using var context = await store.OpenAsync();
        (await context.Messages.Where(m => m.Subject.Contains("Ann")).CountAsync(Stop)).Should().Be(0);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Erase_Declined_AddsNoEntryAndStillRecognises()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");

        await store.EraseAsync("ann@x.test", addEntry: false);

        (await store.EntriesAsync()).Should().BeEmpty();
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeTrue();
        (await store.As<ProfileService>(Role.Operator).CreateAsync(store.Organization, new() { Email = "ann@x.test" }, new(true), Stop)).Problem!.Code.Should().Be("ERASED");
    }

    [Fact]
    public async Task Erased_ByPageApiOrOrder_IsRefusedUntilReadmitted()
    {
        await using var store = await CreateAsync();
        await store.GivenEnteredAsync("ann@x.test", "+442079460000", "Ann", "Lee");
        await store.EraseAsync("ann@x.test");
        var profiles = store.As<ProfileService>(Role.Operator);
        var bob = await store.GivenEnteredAsync("bob@y.test");

        (await profiles.CreateAsync(store.Organization, new() { Phone = "+44 20 7946 0000" }, new(true), Stop)).Problem!.Field.Should().Be("phone");
        (await profiles.EditAsync(store.Organization, bob, new() { Email = "ann@x.test" }, store.Clock.GetUtcNow(), Stop)).Problem!.Code.Should().Be("ERASED");
        var order = await store.As<OrderService>(Role.Operator).AddAsync(store.Organization,
            [new("1", new(null, "ann@x.test", null), 5, null, store.Clock.GetUtcNow()), new("2", new(null, "carl@x.test", null), 5, null, store.Clock.GetUtcNow())], Stop);
        order.Value.Results[0].Problem!.Code.Should().Be("ERASED");
        order.Value.Results[1].Outcome.Should().Be(OrderOutcome.Created);

        var list = store.As<ErasureListService>(Role.Admin);
        foreach (var row in (await list.ListAsync(store.Organization, 10, null, Stop)).Value.Rows)
            (await list.ReadmitAsync(store.Organization, row.Id, "They asked in writing", Stop)).IsOk.Should().BeTrue();

        var created = await profiles.CreateAsync(store.Organization, new() { Email = "ann@x.test" }, new(true), Stop);
        created.Value.EmailBlockedBy.Should().ContainSingle("the entry stays until it is released").Which.Value.Should().Be("ann@x.test");
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        (await store.EntriesAsync()).Select(e => e.Value).Should().BeEquivalentTo("ann@x.test", "Erased");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Block_OfSomebodyErased_IsKnownAsBlockedAndStaysAHash()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.EraseAsync("ann@x.test");

        var again = await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), "Ann again", Stop);
        var bounced = await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, new(SuppressionScope.Email, "ann@x.test", SuppressionReason.Bounced)
            { ExpiresAt = null, Note = "Ann's box" }, true, Stop);

        again.Problem!.Code.Should().Be("ALREADY_SUPPRESSED");
        bounced.Value.Entry.IsHashed.Should().BeTrue();
        ErasureStore.FilesThatHold(store.Folder, "ann@x.test", "Ann's box").Should().BeEmpty();
        (await store.EntriesAsync()).Should().OnlyContain(e => e.Value == "Erased, x.test");
    }

    [Fact]
    public async Task Import_OfAListThatNamesSomebodyErased_KeepsNeitherAddressNorFile()
    {
        await using var store = await CreateAsync();
        await store.EraseAsync("ann@x.test", addEntry: false);
        var import = store.As<ContactsDashboard.Services.SuppressionFiles.SuppressionImportService>(Role.Operator);
        var job = (await import.UploadAsync(store.Organization, "list.csv", new MemoryStream("ann@x.test\nbob@x.test\n"u8.ToArray()), Stop)).Value;

        await import.StartAsync(store.Organization, (await import.PreviewAsync(store.Organization, job, SuppressionReason.Complained, Stop)).Value, SuppressionReason.Complained, Stop);
        await store.RunJobsAsync();

        (await store.EntriesAsync()).Select(e => e.Value).Should().BeEquivalentTo("Erased, x.test", "bob@x.test");
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        ErasureStore.FilesThatHold(store.Folder, "ann@x.test").Should().BeEmpty();
    }

    [Fact]
    public async Task Undo_AcrossAnErasure_LeavesWhatIsErasedAndSaysSo()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var contact = (await store.RowAsync("ann@x.test")).ContactId!.Value;
        var profiles = store.As<ProfileService>(Role.Operator);
        var block = (await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), null, Stop)).Value.AuditId;
        var deleted = (await profiles.DeleteAsync(store.Organization, contact, "asked", Stop)).Value.AuditId;
        await store.EraseAsync(ErasureTarget.Of(contact), addEntry: false);
        var undo = store.As<UndoService>(Role.Admin);

        (await undo.UndoAsync(store.Organization, block, Stop)).Value.Should().Be(new UndoReport(0, 1, UndoWork.Erased));
        (await undo.UndoAsync(store.Organization, deleted, Stop)).Value.Should().Be(new UndoReport(0, 1, UndoWork.Erased));

        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        await using var context = await store.OpenAsync();
        (await context.Contacts.CountAsync(Stop)).Should().Be(0);
        (await context.Audit.CountAsync(a => a.ContactId != null || a.AddressId != null || a.SuppressionId != null, Stop)).Should().Be(0);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Preview_NamesEverybodyWhoSharesAnAddress_AndStartAsksForTheWordAndTheSameSet()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenEnteredAsync("ann@x.test", "+442079460000", "Ann", "Lee");
        await store.GivenEnteredAsync("ann.lee@y.test", "+442079460000", "Ann", "Lee-Smith");
        await store.GivenEnteredAsync("bob@y.test", null, "Bob");
        var service = store.As<ErasureService>(Role.Admin);
        var target = ErasureTarget.Of(ann);

        var preview = (await service.PreviewAsync(store.Organization, target, Stop)).Value;

        preview.Contacts.Select(c => c.Name).Should().BeEquivalentTo("Ann Lee", "Ann Lee-Smith");
        preview.Addresses.Should().BeEquivalentTo("ann@x.test", "ann.lee@y.test", "+442079460000");
        (await service.StartAsync(store.Organization, new(target, "yes", true, 2), Stop)).Problem!.Code.Should().Be("CONFIRMATION_REQUIRED");
        (await service.StartAsync(store.Organization, new(target, preview.Confirm, true, 1), Stop)).Problem!.Code.Should().Be("CHANGED_SINCE");
        (await store.As<ErasureService>(Role.Support).PreviewAsync(store.Organization, target, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await service.StartAsync(store.Organization, new(target, preview.Confirm, true, 2), Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();
        await using var context = await store.OpenAsync();
        (await context.Contacts.CountAsync(Stop)).Should().Be(1);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task AddressesAsync_OfSomebodyErased_IsABug()
    {
        await using var store = await CreateAsync();
        await store.EraseAsync("ann@x.test");
        await using var context = await store.OpenAsync();

        var make = () => ContactIntake.AddressesAsync(context, store.Organization, [Email("ann@x.test")], [], store.Clock.GetUtcNow(), Stop);

        await make.Should().ThrowAsync<InvalidOperationException>();
    }
}
