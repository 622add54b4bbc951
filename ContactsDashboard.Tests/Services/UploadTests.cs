using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class UploadTests
{
    [Fact]
    public async Task Upload_BrokenOff_LeavesNothingBehind()
    {
        await using var store = await CreateAsync();

        var upload = () => store.As<MailImportService>(Role.Operator).UploadAsync(store.Organization, "a.mbox", new BrokenStream(), Stop);

        await upload.Should().ThrowAsync<IOException>();
        Files(store).Should().BeEmpty("it would count against the quota for ever");
    }

    [Fact]
    public async Task Upload_WhileAnotherFillsTheQuota_IsRefused()
    {
        await using var store = await CreateAsync(("Dashboard:MaxUploadBytes", "100000"), ("Dashboard:UploadQuotaBytes", "150000"));
        Task<Result<long>> UploadAsync(Stream content) =>
            store.As<MailImportService>(Role.Operator).UploadAsync(store.Organization, "a.mbox", content, Stop);

        var first = await UploadAsync(new InterruptedStream(60_000, 30_000, async () =>
            (await UploadAsync(new MemoryStream(new byte[90_000]))).IsOk.Should().BeTrue()));

        first.Problem!.Code.Should().Be("QUOTA_EXCEEDED");
        Files(store).Sum(f => new FileInfo(f).Length).Should().Be(90_000);
        (await UploadAsync(new MemoryStream(new byte[50_000]))).IsOk.Should().BeTrue("what was refused takes no room");
        (await UploadAsync(new MemoryStream(new byte[100_001]))).Problem!.Code.Should().BeOneOf("QUOTA_EXCEEDED", "PAYLOAD_TOO_LARGE");
    }

    [Fact]
    public async Task Cancel_OfAWaitingUpload_ReadsNothing()
    {
        await using var store = await CreateAsync();
        var job = await GivenUploadAsync(store);
        await store.As<JobService>(Role.Operator).CancelAsync(store.Organization, job, Stop);

        await store.RunJobsAsync();

        (await store.ListedAsync()).Should().BeEmpty();
        (await StateAsync(store, job)).Should().Be(JobState.Cancelled);
        Files(store).Should().BeEmpty();
    }

    [Fact]
    public async Task Job_KilledAfterItsLastChunk_IsDoneOnce()
    {
        await using var store = await CreateAsync();
        var job = await GivenUploadAsync(store);
        await store.RunJobsAsync();
        await using (var context = await store.OpenAsync())
            await context.Jobs.ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Running), Stop);

        await store.Get<JobRunner>().RecoverAsync(Stop);
        await store.RunJobsAsync();

        (await StateAsync(store, job)).Should().Be(JobState.Done);
        var audit = await store.As<AuditService>(Role.Auditor).ListAsync(store.Organization, new() { Limit = 100 }, Stop);
        audit.Value.Should().ContainSingle(r => r.Verb == AuditVerb.ImportedMail);
    }

    [Fact]
    public async Task Recover_FileNoJobWillRead_IsDeleted()
    {
        await using var store = await CreateAsync();
        await GivenUploadAsync(store);
        var orphan = Path.Combine(store.Folder, "uploads", "half");
        await File.WriteAllTextAsync(orphan, "half an upload", Stop);
        foreach (var file in Files(store))
            File.SetLastWriteTimeUtc(file, store.Clock.GetUtcNow().UtcDateTime.AddHours(-1));

        await store.Get<JobRunner>().RecoverAsync(Stop);

        Files(store).Should().ContainSingle().And.NotContain(orphan);
    }

    private static async Task<long> GivenUploadAsync(TestStore store)
    {
        var mail = new MemoryStream(Encoding.UTF8.GetBytes("From: ann@x.test\r\nMessage-ID: <1@t>\r\n\r\nHi\r\n"));
        return (await store.As<MailImportService>(Role.Operator).UploadAsync(store.Organization, "a.eml", mail, Stop)).Value;
    }

    private static async Task<JobState> StateAsync(TestStore store, long job) =>
        (await store.As<JobService>(Role.Operator).FindAsync(store.Organization, job, Stop)).Value.State;

    private static string[] Files(TestStore store) =>
        Directory.Exists(Path.Combine(store.Folder, "uploads")) ? Directory.GetFiles(Path.Combine(store.Folder, "uploads")) : [];

    /// <summary>A browser that goes away half way.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        private bool _sent;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_sent)
                throw new IOException("gone");
            _sent = true;
            return ValueTask.FromResult(100);
        }
    }

    /// <summary>Two parts, with something that happens between them.</summary>
    private sealed class InterruptedStream(int first, int second, Func<Task> between) : MemoryStream
    {
        private int _reads;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (++_reads == 2)
                await between();
            return _reads switch { 1 => first, 2 => second, _ => 0 };
        }
    }
}
