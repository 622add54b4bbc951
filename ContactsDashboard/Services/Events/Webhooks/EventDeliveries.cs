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
        var delivery = new EventDelivery
        {
            OrganizationId = source.Organization.Value, SourceId = source.Id, At = now, Stored = answer.Stored, Duplicates = answer.Duplicates, Ignored = answer.Ignored,
            Invalid = answer.Invalid, Erased = answer.Erased, Suppressed = answer.Suppressed,
        };
        context.EventDeliveries.Add(delivery);
        await context.SaveChangesAsync();
        await context.EventSources.Where(s => s.Id == source.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastDeliveryAt, now)
            .SetProperty(x => x.Deliveries, x => x.Deliveries + 1).SetProperty(x => x.Events, x => x.Events + answer.Stored)
            // What delivers events is confirmed.
            .SetProperty(x => x.ConfirmUrl, x => answer.Stored > 0 ? null : x.ConfirmUrl));
        await TrimAsync(context, delivery);
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
        await TrimAsync(context, last);
    }

    private static async Task TrimAsync(DashboardDbContext context, EventDelivery newest)
    {
        if (newest.Id % TrimEvery != 0)
            return;
        var oldest = await context.EventDeliveries.Where(d => d.SourceId == newest.SourceId).OrderByDescending(d => d.Id).Skip(Kept - 1).Select(d => (long?)d.Id).FirstOrDefaultAsync();
        await context.EventDeliveries.Where(d => d.SourceId == newest.SourceId && d.Id < oldest).ExecuteDeleteAsync();
    }
}
