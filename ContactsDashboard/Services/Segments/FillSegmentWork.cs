using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Segments;

/// <summary>Puts the contacts a file names into a list; how far it got is stored with each chunk.</summary>
internal sealed class FillSegmentWork(StoreWriter writer, TimeProvider time) : IJobWork
{
    private const int Chunk = 500;

    public JobKind Kind => JobKind.FillSegment;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var command = JsonSerializer.Deserialize<FillSegmentCommand>(job.Command, JsonSerializerOptions.Web)!;
        var progress = job.Progress is null ? new(null, new()) : JsonSerializer.Deserialize<FillSegmentProgress>(job.Progress, JsonSerializerOptions.Web)!;
        if (!File.Exists(command.File))
            throw new JobFailedException("The uploaded file is gone. Upload it again; whoever was found before is in the list.");
        await using (var file = File.OpenRead(command.File))
        {
            await foreach (var lines in MemberFileReader.ReadAsync(file, job.Scope.PhoneCountry, progress.Counts.Line, Chunk, cancellationToken))
            {
                if (!await keepGoing())
                    break;
                progress = (await writer.WriteAsync<FillSegmentProgress>(job.Scope.Id,
                    async context => await AddAsync(context, job, command, progress, lines, cancellationToken), cancellationToken)).Value;
            }
        }
        File.Delete(command.File);
    }

    private async Task<FillSegmentProgress> AddAsync(DashboardDbContext context, JobContext job, FillSegmentCommand command, FillSegmentProgress before,
        List<MemberLine> lines, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await SegmentStore.TrackedAsync(context, job.Scope.Id, command.Segment, cancellationToken) is not { Kind: SegmentKind.List } list)
            throw new JobFailedException("The list was deleted meanwhile.");
        var audit = await AuditOfAsync(context, job, before, now, cancellationToken);
        var contacts = await FindAsync(context, job, lines, cancellationToken);
        var counts = before.Counts with { Line = lines[^1].Line };
        for (var i = 0; i < lines.Count; i++)
        {
            counts = !lines[i].IsReadable ? counts with { Unreadable = counts.Unreadable + 1 }
                : contacts[i] is not { } contact ? counts with { NotFound = counts.NotFound + 1 }
                : await AddOneAsync(context, job, list, contact, audit, counts, cancellationToken);
        }
        (audit.Count, list.UpdatedAt) = (counts.Added, now);
        await context.SaveChangesAsync(cancellationToken);
        var progress = new FillSegmentProgress(audit.Id, counts);
        var text = JsonSerializer.Serialize(progress, JsonSerializerOptions.Web);
        await context.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, text), cancellationToken);
        return progress;
    }

    private static async Task<AuditEntry> AuditOfAsync(DashboardDbContext context, JobContext job, FillSegmentProgress before, DateTimeOffset now, CancellationToken cancellationToken) =>
        before.AuditId is { } known ? await context.Audit.SingleAsync(a => a.Id == known, cancellationToken)
        : await AuditLog.WriteAsync(context, job.Scope, AuditVerb.AddedToSegments, now, cancellationToken, details: new { job = job.Id });

    private static async Task<FileFillingCounts> AddOneAsync(DashboardDbContext context, JobContext job, Segment list, long contact, AuditEntry audit, FileFillingCounts counts,
        CancellationToken cancellationToken)
    {
        var added = await context.ExecuteAsync(ContactBulkSql.AddMembers, cancellationToken, ("@organization", job.Scope.Id.Value),
            ("@segments", $"[{list.Id}]"), ("@ids", $"[{contact}]"), ("@audit", audit.Id));
        if (added > 0)
            return counts with { Added = counts.Added + 1 };
        var (why, _) = await AddToSegmentsWork.DecideAsync(context, job.Scope, [contact], [list.Id], cancellationToken);
        return why.GetValueOrDefault(contact) == BulkOutcome.SameEmail ? counts with { SameEmail = counts.SameEmail + 1 } : counts with { AlreadyIn = counts.AlreadyIn + 1 };
    }

    // In the order of the lines; null where nobody is there.
    private static Task<List<long?>> FindAsync(DashboardDbContext context, JobContext job, List<MemberLine> lines, CancellationToken cancellationToken) =>
        context.QueryAsync(SegmentSql.FindMembers, row => row.IsDBNull(0) ? null : (long?)row.GetInt64(0), cancellationToken, ("@organization", job.Scope.Id.Value),
            ("@lines", JsonSerializer.Serialize(lines.Select(l => new { id = l.Id, email = l.Email, phone = l.Phone }))));
}
