using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>Keeps the last deliveries of a source, and how many there were.</summary>
internal static class EventDeliveries
{
    /// <summary>So many are kept of each source.</summary>
    public const int Kept = 100;

    // Trimming each time would cost as much as the delivery.
    private const int TrimEvery = 20;

    public static async Task AcceptedAsync(DashboardDbContext context, KnownSource source, WebhookAnswer answer, DateTimeOffset now)
    {
        // Once for each event where a provider sends them one by one.
        var id = await context.ScalarAsync(EventSql.AddDelivery, CancellationToken.None, ("@organization", source.Organization.Value), ("@source", source.Id), ("@now", now.UtcTicks),
            ("@stored", answer.Stored), ("@duplicates", answer.Duplicates), ("@ignored", answer.Ignored), ("@invalid", answer.Invalid), ("@erased", answer.Erased), ("@suppressed", answer.Suppressed));
        await context.RunAsync(EventSql.CountDelivery, CancellationToken.None, ("@organization", source.Organization.Value), ("@source", source.Id), ("@now", now.UtcTicks), ("@stored", answer.Stored));
        await TrimAsync(context, source, id);
    }

    /// <summary>The same refusal again and again is one line.</summary>
    public static async Task RefusedAsync(DashboardDbContext context, KnownSource source, Problem why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = await context.EventDeliveries.Where(d => d.SourceId == source.Id).OrderByDescending(d => d.Id).FirstOrDefaultAsync(cancellationToken);
        if (last is not null && last.Code == why.Code && last.Reason == why.Message)
            (last.At, last.Times) = (now, last.Times + 1);
        else
        {
            context.EventDeliveries.Add(last = new() { OrganizationId = source.Organization.Value, SourceId = source.Id, At = now, Code = why.Code, Reason = why.Message });
            // Pages follow the first of its kind; whoever knocks a thousand times keeps nobody busy.
            await ChangeSql.MarkAsync(context, source.Organization, cancellationToken);
        }
        await context.SaveChangesAsync(cancellationToken);
        await context.EventSources.Where(s => s.Id == source.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastRefusalAt, now)
            .SetProperty(x => x.Refusals, x => x.Refusals + 1), cancellationToken);
        await TrimAsync(context, source, last.Id);
    }

    private static async Task TrimAsync(DashboardDbContext context, KnownSource source, long newest)
    {
        if (newest % TrimEvery != 0)
            return;
        var oldest = await context.EventDeliveries.Where(d => d.SourceId == source.Id).OrderByDescending(d => d.Id).Skip(Kept - 1).Select(d => (long?)d.Id).FirstOrDefaultAsync();
        await context.EventDeliveries.Where(d => d.SourceId == source.Id && d.Id < oldest).ExecuteDeleteAsync();
    }
}
