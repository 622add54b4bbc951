using System.Diagnostics;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.MailReports;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Mail;

/// <summary>Takes messages from a reader to the store in short transactions; each stores its part of the report along with its messages.</summary>
internal sealed class MailImporter(StoreWriter writer, TimeProvider time)
{
    private const int Batch = 400;

    // What follows from a report takes longer than storing its message.
    private const int ReportsAtOnce = 50;

    private static readonly TimeSpan WriteLock = TimeSpan.FromMilliseconds(40);

    /// <summary>Reads to the end, or until <paramref name="keepGoing"/> says no. <paramref name="onChunk"/> runs inside each chunk's transaction.</summary>
    public async Task<ImportReport> RunAsync(OrganizationScope scope, long sourceId, long jobId, IAsyncEnumerable<MailItem> items, ImportReport report,
        Func<DashboardDbContext, ImportReport, Task>? onChunk, Func<Task<bool>>? keepGoing, CancellationToken cancellationToken)
    {
        var waiting = new Queue<MailItem>(Batch);
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            waiting.Enqueue(item);
            if (waiting.Count < Batch)
                continue;
            report = await DrainAsync(scope, sourceId, jobId, waiting, report, onChunk, cancellationToken);
            if (keepGoing is not null && !await keepGoing())
                return report;
        }
        return await DrainAsync(scope, sourceId, jobId, waiting, report, onChunk, cancellationToken);
    }

    private async Task<ImportReport> DrainAsync(OrganizationScope scope, long sourceId, long jobId, Queue<MailItem> waiting,
        ImportReport report, Func<DashboardDbContext, ImportReport, Task>? onChunk, CancellationToken cancellationToken)
    {
        while (waiting.Count > 0)
        {
            report = (await writer.WriteAsync<ImportReport>(scope.Id, async context =>
            {
                var step = await StoreSomeAsync(context, scope, sourceId, jobId, waiting, report, cancellationToken);
                if (onChunk is not null)
                    await onChunk(context, step);
                return step;
            }, cancellationToken)).Value;
        }
        return report;
    }

    private async Task<ImportReport> StoreSomeAsync(DashboardDbContext context, OrganizationScope scope, long sourceId, long jobId, Queue<MailItem> waiting,
        ImportReport report, CancellationToken cancellationToken)
    {
        // The rules as they are in this transaction: one added during a long import holds for all that comes after it.
        var rules = await DerivationRuleService.LoadAsync(context, scope.Id, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var (accepted, duplicates, recognised, rejections, taken) = (0L, 0L, 0L, new List<MailItem>(), new List<MailMessage>());
        var reports = 0;
        MailItem? last = null;
        using (var ingest = new MailIngest(context, scope.Id, rules, time.GetUtcNow()))
        {
            do
            {
                last = waiting.Dequeue();
                if (last.Message is not { } message)
                {
                    rejections.Add(last);
                    continue;
                }
                taken.Add(message);
                _ = ingest.Add(message) ? accepted++ : duplicates++;
                reports += message.Report is null ? 0 : 1;
            }
            while (waiting.Count > 0 && reports < ReportsAtOnce && Stopwatch.GetElapsedTime(started) < WriteLock);
            ingest.Flush();
            recognised = ingest.Recognised;
        }
        await new MailReportDesk(context, scope, time.GetUtcNow()).TakeAsync(taken, cancellationToken);
        await SaveRejectionsAsync(context, scope, sourceId, jobId, rejections, cancellationToken);
        await context.MailSources.Where(s => s.Id == sourceId && s.OrganizationId == scope.Id.Value).ExecuteUpdateAsync(s => s
            .SetProperty(x => x.Accepted, x => x.Accepted + accepted).SetProperty(x => x.Duplicates, x => x.Duplicates + duplicates)
            .SetProperty(x => x.Rejected, x => x.Rejected + rejections.Count).SetProperty(x => x.LastReadAt, time.GetUtcNow()), cancellationToken);
        return report with
        {
            Accepted = report.Accepted + accepted,
            Duplicates = report.Duplicates + duplicates,
            Recognised = report.Recognised + recognised,
            Rejected = report.Rejected + rejections.Count,
            Offset = last.NextOffset,
            Bytes = last.NextOffset,
            Reports = report.Reports + reports,
            ReportKeys = [.. report.ReportKeys, .. taken.Where(m => m.Report is not null).Take(ImportReport.ListedReports - report.ReportKeys.Count).Select(m => Convert.ToHexString(m.Key))],
            Rejections = [.. report.Rejections, .. rejections.Take(ImportReport.ListedRejections - report.Rejections.Count).Select(Row)],
        };
    }

    private async Task SaveRejectionsAsync(DashboardDbContext context, OrganizationScope scope, long sourceId, long jobId, List<MailItem> rejections,
        CancellationToken cancellationToken)
    {
        foreach (var item in rejections)
        {
            var row = Row(item);
            await context.ExecuteAsync(
                """
                INSERT INTO RejectedMessages (OrganizationId, SourceId, JobId, File, Offset, Code, Reason, At)
                VALUES (@organization, @source, @job, @file, @offset, @code, @reason, @at)
                ON CONFLICT (SourceId, JobId, File, Offset) DO UPDATE SET Code = excluded.Code, Reason = excluded.Reason, At = excluded.At
                """, cancellationToken, ("@organization", scope.Id.Value), ("@source", sourceId), ("@job", jobId), ("@file", row.File),
                ("@offset", row.Offset), ("@code", row.Code), ("@reason", row.Reason), ("@at", time.GetUtcNow().UtcTicks));
        }
    }

    private static RejectionRow Row(MailItem item) => new(item.Source, item.Offset, item.Rejection!.Code, item.Rejection.Reason);
}
