using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Analytics;

/// <summary>
/// Writes down how each of an organisation's days ended. Shortly after midnight that is how things stand. Later, after the server was down, it still is when
/// nothing changed since the day's end; else the day is marked as one nobody looked at, with what is dated: contacts made and deleted.
/// </summary>
internal sealed class DayBook(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time)
{
    /// <summary>Longer after midnight it is another day's news.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private const int MostMissed = 400;

    /// <summary>Writes down whatever days have ended and are not yet; days that are stay as they are.</summary>
    public async Task KeepAsync(OrganizationId organization, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        // At midnight a day is told even if it was given up before: by another clock's.
        var isMidnight = now - Days.StartOf(today, zone) <= Grace;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var seen = await SeenAsync(context, organization, now, cancellationToken);
            if (!seen.IsNews && await LastAsync(context, organization, today, isMidnight, cancellationToken) == today.DayNumber - 1)
                return;
        }
        await writer.WriteUnseenAsync(async context =>
        {
            var seen = await SeenAsync(context, organization, now, cancellationToken);
            await context.Changes.Where(c => c.OrganizationId == organization.Value && c.SeenVersion != c.Version)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.SeenVersion, x => x.Version).SetProperty(x => x.SeenAt, now), cancellationToken);
            var last = await LastAsync(context, organization, today, isMidnight, cancellationToken);
            var first = last == 0 ? today.DayNumber - 1 : Math.Clamp(last + 1, today.DayNumber - MostMissed, today.DayNumber - 1);
            for (var day = DateOnly.FromDayNumber(first); day < today; day = day.AddDays(1))
            {
                var isKnown = seen.SteadySince <= Days.EndOf(day, zone) || now - Days.EndOf(day, zone) <= Grace;
                // Of the time before the first day nobody asks.
                if (isKnown || last > 0)
                    await WriteAsync(context, organization, zone, day, isKnown, cancellationToken);
            }
            return true;
        }, cancellationToken);
    }

    private static async Task WriteAsync(DashboardDbContext context, OrganizationId organization, TimeZoneInfo zone, DateOnly day, bool isKnown, CancellationToken cancellationToken)
    {
        (string, object?)[] within = [("@organization", organization.Value), ("@from", Days.StartOf(day, zone).UtcTicks), ("@to", Days.EndOf(day, zone).UtcTicks)];
        foreach (var channel in Enum.GetValues<ReachChannel>())
        {
            var counts = await ReachSql.CountAsync(context, organization, channel, ReachWindows.On(day.AddDays(1), zone), cancellationToken);
            long? Of(Reach slice) => isKnown ? counts.Where(c => c.Key.Slice == slice).Sum(c => c.Value) : null;
            await context.ExecuteAsync(ReachSql.WriteDay, cancellationToken, ("@organization", organization.Value), ("@channel", (int)channel), ("@day", day.DayNumber),
                ("@active", Of(Reach.Active)), ("@inactive", Of(Reach.Inactive)), ("@lost", Of(Reach.Lost)), ("@never", Of(Reach.NeverSent)),
                ("@created", await context.ScalarAsync(ReachSql.Created(channel), cancellationToken, within)),
                ("@deleted", await context.ScalarAsync(ReachSql.Deleted(channel), cancellationToken, within)));
        }
    }

    private static async Task<int> LastAsync(DashboardDbContext context, OrganizationId organization, DateOnly today, bool isMidnight, CancellationToken cancellationToken) =>
        (int)await context.ScalarAsync(ReachSql.LastDay, cancellationToken, ("@organization", organization.Value), ("@before", today.DayNumber), ("@looked", isMidnight));

    // Since when nothing changed: since its version was first seen, if it is the same still.
    private static async Task<(bool IsNews, DateTimeOffset SteadySince)> SeenAsync(DashboardDbContext context, OrganizationId organization, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var change = await context.Changes.AsNoTracking().SingleOrDefaultAsync(c => c.OrganizationId == organization.Value, cancellationToken);
        return change is null ? (false, now) : change.Version == change.SeenVersion ? (false, change.SeenAt) : (true, now);
    }
}
