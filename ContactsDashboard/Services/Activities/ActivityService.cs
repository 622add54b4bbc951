using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Intake;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Activities;

/// <summary>What was sent to contacts and what became of it; ratings follow in the same transaction.</summary>
public sealed class ActivityService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxEntries = 1_000;

    public const int MaxName = 300;

    public const int MaxLanguage = 35; // the longest RFC 5646 recommends to make room for

    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);

    /// <summary>Stores up to <see cref="MaxEntries"/> entries, each by itself: one that is wrong does not stop the others.</summary>
    public async Task<Result<ActivityReport>> RecordAsync(OrganizationId organization, IReadOnlyList<ActivityEdit> entries, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.RecordActivity, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (entries.Count > MaxEntries)
            return new Problem("VALIDATION_ERROR", $"At most {MaxEntries:N0} entries at once.") { Field = "activities" };
        if (entries.Count == 0)
            return new ActivityReport([]);
        return await writer.WriteAsync<ActivityReport>(organization, context => StoreAsync(context, allowed.Value, entries, cancellationToken), cancellationToken);
    }

    /// <summary>One contact's history, newest first. <c>CONTACT_NOT_FOUND</c> for another organisation's.</summary>
    public async Task<Result<ActivityPage>> ListAsync(OrganizationId organization, long contactId, ActivityQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var place = default(TimeCursor);
        if (query.Cursor is not null && !TimeCursor.TryParse(query.Cursor, out place))
            return TimeCursor.Invalid with { Value = query.Cursor };
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        if (!await context.Contacts.AnyAsync(c => c.OrganizationId == organization.Value && c.Id == contactId, cancellationToken))
            return ContactIntake.NotFound;
        var matching = context.Activities.AsNoTracking().Where(a => a.ContactId == contactId && a.OrganizationId == organization.Value)
            .Where(a => query.Channel == null || a.Channel == query.Channel)
            .Where(a => query.From == null || a.SentAt >= query.From).Where(a => query.Until == null || a.SentAt < query.Until);
        var total = await matching.LongCountAsync(cancellationToken);
        if (query.Cursor is not null)
            matching = matching.Where(a => a.SentAt < place.At || (a.SentAt == place.At && a.Id < place.Id));
        var limit = Math.Clamp(query.Limit, 1, ActivityQuery.MaxLimit);
        var rows = await matching.OrderByDescending(a => a.SentAt).ThenByDescending(a => a.Id).Take(limit + 1)
            .Select(a => new ActivityRow(a.Id, a.Channel, a.MessageName, a.Language, a.SentAt, a.Status)
            {
                Diagnostic = a.MessageKey == null || (a.Status != ActivityStatus.Undelivered && a.Status != ActivityStatus.SoftBounced) ? null
                    : context.DeliveryEvents.Where(e => e.OrganizationId == a.OrganizationId && e.MessageKey == a.MessageKey && e.Text != null
                        && e.Kind >= DeliveryEventKind.Deferred && e.Kind <= DeliveryEventKind.Rejected).OrderByDescending(e => e.OccurredAt).Select(e => e.Text).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        if (rows.Count <= limit)
            return new ActivityPage(rows, total, null);
        rows.RemoveAt(limit);
        return new ActivityPage(rows, total, new TimeCursor(rows[^1].SentAt, rows[^1].Id).ToString());
    }

    private async Task<Result<ActivityReport>> StoreAsync(DashboardDbContext context, OrganizationScope scope, IReadOnlyList<ActivityEdit> entries, CancellationToken cancellationToken)
    {
        var (now, ids) = (time.GetUtcNow(), entries.Select(e => e.ContactId).Distinct().ToArray());
        var known = (await context.Contacts.Where(c => c.OrganizationId == scope.Id.Value && ids.Contains(c.Id)).Select(c => c.Id).ToListAsync(cancellationToken)).ToHashSet();
        var report = new ActivityReport([.. entries.Select(e => known.Contains(e.ContactId) ? Check(e, now) : ContactIntake.NotFound with { Field = "contactId" })]);
        if (report.Recorded == 0)
            return report;
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.RecordedActivity, now, cancellationToken);
        audit.Count = report.Recorded;
        var stored = entries.Where((_, i) => report.Problems[i] is null).ToList();
        context.Activities.AddRange(stored.Select(e => new Activity
        {
            OrganizationId = scope.Id.Value, ContactId = e.ContactId, Channel = e.Channel, MessageName = e.MessageName.Trim(), Language = e.Language?.Trim(),
            SentAt = e.SentAt, Status = e.Status,
        }));
        await context.SaveChangesAsync(cancellationToken);
        await RateAsync(context, scope.Id, [.. stored.Where(e => e.Channel == MessageChannel.Email).Select(e => e.ContactId).Distinct()], cancellationToken);
        return report;
    }

    /// <summary>Brings the ratings of contacts in line with their latest e-mail messages, in the caller's transaction.</summary>
    internal static async Task RateAsync(DashboardDbContext context, OrganizationId organization, long[] contacts, CancellationToken cancellationToken)
    {
        var latest = await context.QueryAsync(ActivitySql.LatestEmails, row => (Contact: row.GetInt64(0), Status: (ActivityStatus)row.GetInt32(1)), cancellationToken,
            ("@ids", JsonSerializer.Serialize(contacts)), ("@limit", EmailRating.Messages));
        var ratings = latest.GroupBy(a => a.Contact, a => a.Status).ToDictionary(g => g.Key, EmailRating.Of);
        await context.RunAsync(ActivitySql.Rate, cancellationToken, ("@ratings", JsonSerializer.Serialize(ratings)), ("@organization", organization.Value));
    }

    private static Problem? Check(ActivityEdit entry, DateTimeOffset now) =>
        entry.MessageName.Trim().Length is 0 or > MaxName ? Wrong("messageName", $"The message's name has 1 to {MaxName} characters.")
        : entry.Language?.Trim().Length > MaxLanguage ? Wrong("language", "Name the language as in en or pt-BR.")
        : entry.SentAt > now + ClockSkew || entry.SentAt.Year < 1970 ? Wrong("sentAt", "This is not a time at which a message was sent.")
        : !Enum.IsDefined(entry.Channel) || !Enum.IsDefined(entry.Status) ? Wrong("status", "There is no such channel or status.") : null;

    private static Problem Wrong(string field, string text) => new("VALIDATION_ERROR", text) { Field = field };
}
