using System.Text;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Lists;
using ContactsDashboard.Services.Outbox;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.SuppressionFiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Erasures;

/// <summary>After an erasure nobody finds the person: not in the database's bytes, not beside it, not in what is exported or backed up.</summary>
public class ErasedEverywhereTests
{
    private const string Address = "annabel.leighton@somewhere.test", Name = "Annabel Leighton-Smythe";

    [Fact]
    public async Task Erase_LeavesNothingInDatabaseDataDirectoryBackupAndExports()
    {
        await using var store = await CreateAsync();
        var contact = await GivenEverywhereAsync(store);
        ErasureStore.FilesThatHold(store.Folder, Address, Name).Should().NotBeEmpty("the test put them there");

        await store.EraseAsync(ErasureTarget.Of(contact));

        ErasureStore.FilesThatHold(store.Folder, Address, Name).Should().BeEmpty();
        var exports = Directory.CreateDirectory(Path.Combine(store.Folder, "exports")).FullName;
        (await store.Get<BackupStore>().BackupAsync(Path.Combine(exports, "backup.db"), Stop)).IsOk.Should().BeTrue();
        await ExportAsync(store, exports);
        ErasureStore.FilesThatHold(store.Folder, Address, Name).Should().BeEmpty();
        await using var context = await store.OpenAsync();
        (await context.Segments.SingleAsync(s => s.Name == "Like erased", Stop)).Query.Should().Be("email:erased");
        (await context.Contacts.CountAsync(Stop)).Should().BeGreaterThan(50, "the others stay");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Schema_EveryColumnOfTexts_IsDecidedAbout()
    {
        await using var store = await CreateAsync();
        await using var context = await store.OpenAsync();
        var columns = await context.QueryAsync("""
            SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\_\_EF%' ESCAPE '\' AND c.type IN ('TEXT', 'BLOB', '') ORDER BY 1
            """, row => row.GetString(0), Stop);

        PersonalColumns.All.Select(c => $"{c.Table}.{c.Column}").Should().OnlyHaveUniqueItems().And.BeEquivalentTo(columns,
            "whoever adds a column says in PersonalColumns what an erasure does about it");
    }

    [Theory]
    [InlineData("ann@x.test", "Write to ann@x.test, please", "Write to erased, please")]
    [InlineData("ann@x.test", "joann@x.test and ann@x.test.uk stay", "joann@x.test and ann@x.test.uk stay")]
    [InlineData("ann@x.test", "search=ann%40x.test&rail=x", "search=erased&rail=x")]
    [InlineData("ann@x.test", """{"a":"\u0022ann@x.test\u0022","b":"x\nann@x.test"}""", """{"a":"\u0022erased\u0022","b":"x\nerased"}""")]
    [InlineData("a+b@x.test", """{"email":"a\u002Bb@x.test"}""", """{"email":"erased"}""")]
    [InlineData("+442079460000", "tel %2B442079460000, +4420794600001", "tel erased, +4420794600001")]
    [InlineData("Ann Lee", "name=Ann+Lee, Ann%20Lee, Ann Leeson", "name=erased, erased, Ann Leeson")]
    public void Needles_AreTakenOutWhereTheyStandAlone(string needle, string text, string expected)
    {
        var needles = needle.Contains(' ', StringComparison.Ordinal) ? new Needles([], [needle]) : new Needles([needle], []);

        System.Text.RegularExpressions.Regex.Replace(text, needles.Pattern, ForgetSql.Instead, ForgetSql.Options).Should().Be(expected);
        needles.IsIn(text).Should().Be(text != expected);
    }

    // Somebody who left traces in every place there is, among many others so that pages split and merge around them.
    private static async Task<long> GivenEverywhereAsync(TestStore store)
    {
        await store.GivenMailAsync([.. Enumerable.Range(0, 60).Select(i => $"From: P{i} Other <p{i}@other{i % 7}.test>\r\nTo: {Name} <{Address}>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
            + $"Message-ID: <o{i}@x>\r\nSubject: {(i % 3 == 0 ? $"About {Name}" : i % 3 == 1 ? $"Re: {Address}" : "Hello")}\r\n\r\n")]);
        var contact = (await store.RowAsync(Address)).ContactId!.Value;
        var profiles = store.As<ProfileService>(Role.Operator);
        var shown = (await profiles.GetAsync(store.Organization, contact, Stop)).Value;
        await profiles.EditAsync(store.Organization, contact, shown.Entered with { FirstName = "Annabel", LastName = "Leighton-Smythe", Street = $"Home of {Name}", Phone = "+442079460123" }, shown.UpdatedAt, Stop);
        await profiles.DeleteAsync(store.Organization, contact, $"{Name} asked", Stop);
        await profiles.RestoreAsync(store.Organization, contact, Stop);
        var suppressions = store.As<SuppressionService>(Role.Support);
        var bounced = (await suppressions.AddAsync(store.Organization, new(SuppressionScope.Email, Address, SuppressionReason.Bounced) { Note = Name, Evidence = new("5.1.1", $"<{Address}> unknown") }, false, Stop)).Value;
        await suppressions.ChangeAsync(store.Organization, bounced.Entry.Id, new() { Note = $"{Name}, again" }, Stop);
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("p1@other1.test"), $"Told by {Address}", Stop);
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "somewhere.test", [Email(Address)], null, Stop);
        var released = (await suppressions.AddAsync(store.Organization, new(SuppressionScope.Phone, "+442079460123", SuppressionReason.Manual), false, Stop)).Value;
        await suppressions.DeleteAsync(store.Organization, released.Entry.Id, Stop);
        await GivenListedAsync(store);
        await GivenRowsAsync(store);
        (await store.Get<OutboxService>().PrepareAsync(new(Email(Address), "Acme", "Hello", "Hello"), Stop)).Release();
        var import = store.As<SuppressionImportService>(Role.Operator);
        var job = (await import.UploadAsync(store.Organization, "list.csv", new MemoryStream(Encoding.UTF8.GetBytes($"email\n{Address}\nnonsense {Name}\n")), Stop)).Value;
        await import.StartAsync(store.Organization, (await import.PreviewAsync(store.Organization, job, SuppressionReason.Complained, Stop)).Value, SuppressionReason.Complained, Stop);
        await store.RunJobsAsync();
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "contacts.db.before-20260101000000"), Address, Stop);
        return contact;
    }

    private static async Task GivenListedAsync(TestStore store)
    {
        var field = new ListField("note", "Note", FieldType.Text, false, null, []);
        var list = (await store.As<ListService>(Role.Admin).CreateAsync(store.Organization, new("Guests", $"Friends of {Name}", [field]), Stop)).Value.Id;
        async Task AddAsync(string email) => (await store.As<ListContactService>(Role.Admin).AddAsync(store.Organization, list, new(new HashSet<string> { "email", "source", "consentSource", "consentIpAddress" },
            email, null, null, null, new Dictionary<string, System.Text.Json.JsonElement> { ["note"] = System.Text.Json.JsonSerializer.SerializeToElement($"with {Name}") }, $"told by {Address}",
            new(ConsentType.Implicit, $"mail of {Address}", null, "192.0.2.77")), Stop)).IsOk.Should().BeTrue();
        await AddAsync(Address);
        await AddAsync("p3@other3.test");
    }

    private static async Task GivenRowsAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        var (now, id) = (store.Clock.GetUtcNow(), store.Organization.Value);
        context.Segments.Add(new() { OrganizationId = id, Name = $"Like {Address}", Kind = SegmentKind.Dynamic, Query = $"email:{Address}", CreatedAt = now, UpdatedAt = now });
        context.SavedSearches.Add(new() { OrganizationId = id, UserId = 1, Name = "One", Query = $"search={Uri.EscapeDataString(Address)}", CreatedAt = now });
        context.SavedSearches.Add(new() { OrganizationId = id, UserId = 1, Name = "Two", Query = "search=Annabel+Leighton-Smythe", CreatedAt = now });
        context.ApiKeys.Add(new() { Id = 9, OrganizationId = id, Name = "k", Prefix = "sk", Hash = [1], Scopes = "", CreatedAt = now });
        context.IdempotentRequests.Add(new() { ApiKeyId = 9, Key = "1", Status = 201, Body = Encoding.UTF8.GetBytes($$"""{"email":"{{Address}}"}"""), CreatedAt = now });
        context.RejectedMessages.Add(new() { OrganizationId = id, SourceId = 1, File = "x", Code = "BAD", Reason = $"From: {Name} <{Address}", At = now });
        context.Jobs.Add(new() { OrganizationId = id, Kind = JobKind.BulkBlock, State = JobState.Done, Actor = "x", Command = $"{{\"search\":\"{Address}\"}}", CreatedAt = now });
        context.Audit.Add(new() { OrganizationId = id, At = now, Actor = "x", Verb = AuditVerb.Exported, Details = $$"""{"what":"{{Address}}"}""" });
        await context.SaveChangesAsync(Stop);
    }

    private static async Task ExportAsync(TestStore store, string folder)
    {
        await using (var file = File.Create(Path.Combine(folder, "contacts.csv")))
            await (await store.As<ContactExportService>(Role.Admin).ExportAsync(store.Organization, new(), Stop)).Value.WriteAsync(file, new(AllFields: true, SpreadsheetSafe: true), Stop);
        await using (var file = File.Create(Path.Combine(folder, "activity.csv")))
            await ActivityFileWriter.WriteAsync(file, (await store.As<AuditService>(Role.Admin).ExportAsync(store.Organization, new(), Stop)).Value.Rows, Stop);
        await using (var file = File.Create(Path.Combine(folder, "suppressions.csv")))
            await SuppressionFileWriter.WriteAsync(file, (await store.As<SuppressionListService>(Role.Admin).ExportAsync(store.Organization, new(), Stop)).Value.Rows, false, Stop);
    }
}
