using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.SuppressionFiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class SuppressionFileTests
{
    private static readonly byte[] Utf16Mark = [0xFF, 0xFE];

    public static TheoryData<string, string> Shapes => new()
    {
        { "comma", "email,reason\nann@x.test,bounce\n@y.test,spam\n" },
        { "semicolon", "Reason;E-Mail\nhard bounce;ann@x.test\nspam_report;y.test\n" },
        { "tab and quoted line break", "email\ttype\tnote\nann@x.test\thard_bounce\t\"two\nlines\"\nY.TEST\tcomplaint\t\n" },
        { "another product's headers", "Recipient,Suppression Reason,Created At\nAnn@X.test,hardbounce,2026-01-01\ny.test,abuse,2026-01-02\n" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Import_OfEveryShape_AddsWhatItSays(string shape, string text)
    {
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)], [.. Utf16Mark, .. Encoding.Unicode.GetBytes(text)] })
        {
            await using var store = await CreateAsync();
            var (preview, state) = await ImportAsync(store, bytes);

            (preview.Counts.Added, preview.Counts.Rejected).Should().Be((2, 0), shape);
            (state.Counts with { Line = 0 }).Should().Be(preview.Counts);
            (await EntriesAsync(store)).Should().BeEquivalentTo("email ann@x.test Bounced Import", "domain y.test Complained Import");
        }
    }

    [Fact]
    public async Task Import_WithoutHeader_TakesTheFirstColumnAndTheChosenReason()
    {
        await using var store = await CreateAsync();

        var (preview, _) = await ImportAsync(store, Encoding.UTF8.GetBytes("ann@x.test\n*.y.test\n+44 20 7946 0000\n"), SuppressionReason.Unsubscribed);

        preview.ByReason.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create(SuppressionReason.Unsubscribed, 3L));
        (await EntriesAsync(store)).Should().BeEquivalentTo("email ann@x.test Unsubscribed Import", "domain *.y.test Unsubscribed Import", "phone +442079460000 Unsubscribed Import");
    }

    [Fact]
    public async Task Import_BadLines_AreCountedNamedAndCanBeMendedAndBroughtAgain()
    {
        await using var store = await CreateAsync();
        var (preview, state) = await ImportAsync(store, Encoding.UTF8.GetBytes(
            "email,reason,expires_at\nann@x.test,bounced,\nnot an address,bounced,\nbob@x.test,because,\ncarl@x.test,manual,2001-01-01\nann@x.test,bounced,\n\n"));

        (preview.Counts.Lines, preview.Counts.Added, preview.Counts.Duplicates, preview.Counts.Rejected).Should().Be((5, 1, 1, 3));
        preview.Rejected.Select(r => r.Line).Should().Equal(3, 4, 5);
        (state.Counts with { Line = 0 }).Should().Be(preview.Counts);
        var rejected = await RejectedAsync(store, state.JobId);
        rejected.Split("\r\n").Should().HaveCount(5).And.HaveElementAt(0, "email,reason,expires_at,rejected_because");
        var mended = rejected.Replace("not an address", "dora@x.test").Replace("because,,", "bounced,,").Replace("2001-01-01", "");
        (await ImportAsync(store, Encoding.UTF8.GetBytes(mended))).State.Counts.Added.Should().Be(3);
    }

    [Fact]
    public async Task Import_OfSomebodyAlreadySuppressed_JoinsAndItsUndoLeavesTheOtherBlock()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), null, Stop);
        var (_, state) = await ImportAsync(store, Encoding.UTF8.GetBytes("email,reason\nann@x.test,manual\nann@x.test,bounced\nbob@x.test,manual\n"));

        (state.Counts.Added, state.Counts.Joined).Should().Be((2, 1));
        var byOperator = (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, state.AuditId!.Value, Stop)).Value;

        byOperator.Reversed.Should().Be(1, "bob's entry goes; ann's is shared, and the bounce is not the operator's to release");
        (await EntriesAsync(store)).Should().BeEquivalentTo("email ann@x.test Manual Operator", "email ann@x.test Bounced Import");
    }

    [Fact]
    public async Task Import_OfTheSameValueTwice_KeepsTheStricterOfTheTwo()
    {
        await using var store = await CreateAsync();

        var (preview, state) = await ImportAsync(store, Encoding.UTF8.GetBytes(
            "value,reason,expires_at,exceptions\nann@x.test,manual,2026-11-22,\nann@x.test,manual,,\nbob@x.test,manual,,\nbob@x.test,manual,2026-11-22,\n"
            + "y.test,manual,,carl@y.test\ny.test,manual,2026-11-22,\n"));

        (preview.Counts.Added, preview.Counts.Duplicates).Should().Be((3, 3));
        (state.Counts with { Line = 0 }).Should().Be(preview.Counts);
        (await store.MayBeSentToAsync("carl@y.test")).Should().BeFalse();
        store.Clock.Advance(TimeSpan.FromDays(2));
        foreach (var email in new[] { "ann@x.test", "bob@x.test", "dora@y.test" })
            (await store.MayBeSentToAsync(email)).Should().BeFalse(email);
        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, state.AuditId!.Value, Stop)).Value.Should().Be(new UndoReport(3, 0, null));
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeTrue();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Import_CutOffHalfWay_GoesOnWithoutDoingALineTwice()
    {
        await using var store = await CreateAsync();
        var text = "email\n" + string.Concat(Enumerable.Range(0, 2_300).Select(i => $"p{i % 2_000}@x.test\n"));
        var service = store.As<SuppressionImportService>(Role.Operator);
        var job = (await service.UploadAsync(store.Organization, "list.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), Stop)).Value;
        var preview = (await service.PreviewAsync(store.Organization, job, SuppressionReason.Manual, Stop)).Value;
        await service.StartAsync(store.Organization, preview, SuppressionReason.Manual, Stop);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var chunks = 0;
        void StopAfterTwo()
        {
            if (++chunks == 3)
                stop.Cancel();
        }
        var writer = store.Get<ContactsDashboard.Data.StoreWriter>();
        writer.Committed += StopAfterTwo;
        await store.Invoking(s => s.Get<JobRunner>().RunQueuedAsync(JobRunner.Imports, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        writer.Committed -= StopAfterTwo;

        await store.RunJobsAsync();

        var state = (await service.LatestAsync(store.Organization, 1, Stop)).Value[0];
        (state.State, state.Counts.Added, state.Counts.Duplicates, state.Counts.Lines).Should().Be((JobState.Done, 2_000, 300, 2_300));
        await using var context = await store.OpenAsync();
        (await context.SuppressionClaims.CountAsync(Stop)).Should().Be(2_000);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("not an address")]
    [InlineData("x.test and more")]
    public async Task Import_OfAWord_BlocksNoDomainByAccident(string word)
    {
        await using var store = await CreateAsync();

        var (preview, _) = await ImportAsync(store, Encoding.UTF8.GetBytes($"email,reason\n{word},spam\nann@x.test,spam\n"));

        (preview.Counts.Added, preview.Counts.Rejected).Should().Be((1, 1));
        (await EntriesAsync(store)).Should().Equal("email ann@x.test Complained Import");
    }

    [Fact]
    public async Task File_WithAQuotationMarkThatNeverCloses_IsRefusedWithItsPlace()
    {
        await using var store = await CreateAsync();
        var text = "email,note\nann@x.test,\"never closed\n" + string.Concat(Enumerable.Repeat("bob@x.test,x\n", 60_000));
        var service = store.As<SuppressionImportService>(Role.Operator);
        var job = (await service.UploadAsync(store.Organization, "list.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), Stop)).Value;

        var preview = await service.PreviewAsync(store.Organization, job, SuppressionReason.Manual, Stop);

        (preview.Problem!.Code, preview.Problem.Message.Contains("quotation mark")).Should().Be(("VALIDATION_ERROR", true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Export_ImportedElsewhereAndExportedAgain_IsTheSame(bool safe)
    {
        await using var store = await CreateAsync();
        var service = store.As<SuppressionService>(Role.Support);
        foreach (var note in new[] { "=HYPERLINK(\"x\")", "'quoted", "''twice", "-1 day", "-5", "+44 20 7946 0000", "@home", "plain, with \"quotes\"\r\nand a line", "\tx" })
            await service.AddAsync(store.Organization, new(SuppressionScope.Email, $"a{Guid.NewGuid():N}@x.test", SuppressionReason.Bounced) { Note = note, Evidence = new("550", note) }, false, Stop);
        await service.AddAsync(store.Organization, new(SuppressionScope.Domain, "*.x.test", SuppressionReason.Manual)
        {
            ExpiresAt = store.Clock.GetUtcNow().AddDays(3), Exceptions = ["ann@a.x.test", "bob@a.x.test"],
        }, false, Stop);
        await service.AddAsync(store.Organization, new(SuppressionScope.Phone, "+442079460000", SuppressionReason.Manual), false, Stop);
        var first = await ExportAsync(store, safe);

        await using var other = await CreateAsync();
        var (preview, _) = await ImportAsync(other, Encoding.UTF8.GetBytes(first), role: Role.Support);
        var second = await ExportAsync(other, safe);

        (preview.Counts.Added, preview.Counts.Rejected).Should().Be((11, 0));
        string[] Facts(string csv) => [.. csv.Split("\r\n").Select(l => l.Split(",bounced,")[^1]).Select(l => l.Split(",operator,")[0].Split(",import,")[0]).Order(StringComparer.Ordinal)];
        Facts(second).Should().Equal(Facts(first));
        if (safe)
            first.Should().NotMatchRegex("(^|,)\"?[=@]", "nothing runs as a formula");
    }

    private static async Task<(FilePreview Preview, FileImportState State)> ImportAsync(TestStore store, byte[] file, SuppressionReason otherwise = SuppressionReason.Manual,
        Role role = Role.Operator)
    {
        var service = store.As<SuppressionImportService>(role);
        var job = (await service.UploadAsync(store.Organization, "list.csv", new MemoryStream(file), Stop)).Value;
        var preview = (await service.PreviewAsync(store.Organization, job, otherwise, Stop)).Value;
        (await service.StartAsync(store.Organization, preview, otherwise, Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();
        return (preview, (await service.LatestAsync(store.Organization, 1, Stop)).Value[0]);
    }

    private static async Task<string> RejectedAsync(TestStore store, long job)
    {
        var file = new MemoryStream();
        await SuppressionFileWriter.WriteAsync(file, (await store.As<SuppressionImportService>(Role.Operator).RejectedAsync(store.Organization, job, Stop)).Value, Stop);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static async Task<string> ExportAsync(TestStore store, bool safe)
    {
        var file = new MemoryStream();
        var export = (await store.As<SuppressionListService>(Role.Analyst).ExportAsync(store.Organization, new(), Stop)).Value;
        await SuppressionFileWriter.WriteAsync(file, export.Rows, safe, Stop);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static async Task<List<string>> EntriesAsync(TestStore store) =>
        [.. (await store.As<SuppressionListService>(Role.Auditor).ListAsync(store.Organization, new() { Limit = 100 }, Stop)).Value.Rows
            .Select(r => $"{r.Scope} {r.Value} {r.Reason} {r.Source}".Replace("Email", "email").Replace("Domain", "domain").Replace("Phone", "phone"))];
}
