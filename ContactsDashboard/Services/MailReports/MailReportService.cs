using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.MailReports;

/// <summary>Bounces and complaints that came by mail: what they say, whether they are believed, and deciding about those nobody can verify.</summary>
public sealed class MailReportService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    /// <summary>How many reports one decision may be about.</summary>
    public const int MostDecided = 1_000;

    public async Task<Result<MailReportRows>> ListAsync(OrganizationId organization, MailReportsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (query.Limit is < 1 or > MailReportsQuery.MaxLimit)
            return new Problem("INVALID_PARAMETER", "limit must be between 1 and 100.") { Field = "limit" };
        (string, object?)[] parameters =
        [
            ("@organization", organization.Value), ("@state", (int?)query.State), ("@kind", (int?)query.Kind), ("@class", (int?)query.Class),
            ("@search", string.IsNullOrWhiteSpace(query.Search) ? null : EmailAddress.InAsciiDomain(query.Search.Trim()).ToLowerInvariant()),
        ];
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var rows = await context.QueryAsync(MailReportSql.Page, row => MailReportDesk.Read(row).Row, cancellationToken,
            [.. parameters, ("@before", query.Before), ("@limit", query.Limit + 1)]);
        var total = await context.ScalarAsync(MailReportSql.Count, cancellationToken, parameters);
        var states = await context.QueryAsync(MailReportSql.CountByState, row => (State: (MailReportState)row.GetInt32(0), Count: row.GetInt64(1)), cancellationToken,
            ("@organization", organization.Value));
        return new MailReportRows([.. rows.Take(query.Limit)], total, rows.Count > query.Limit ? rows[query.Limit - 1].Id : null, states.ToDictionary(s => s.State, s => s.Count));
    }

    /// <summary>What these messages, given by their keys, reported; for whoever brings the mail.</summary>
    public async Task<Result<IReadOnlyList<MailReportRow>>> OfMessagesAsync(OrganizationId organization, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ImportMail, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.QueryAsync(MailReportSql.ByKeys, row => MailReportDesk.Read(row).Row, cancellationToken, ("@organization", organization.Value),
            ("@keys", JsonSerializer.Serialize(keys)));
    }

    /// <summary>Believes reports that could not be verified: what follows is what follows from a verified one. Whoever may make such an entry may do so.</summary>
    public Task<Result<MailReportDecision>> AcceptAsync(OrganizationId organization, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        DecideAsync(organization, ids, AcceptAsync, cancellationToken);

    /// <summary>Sets reports aside: nothing follows from them, now or when what they answer becomes known.</summary>
    public Task<Result<MailReportDecision>> DismissAsync(OrganizationId organization, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        DecideAsync(organization, ids, DismissAsync, cancellationToken);

    private async Task<Result<MailReportDecision>> DecideAsync(OrganizationId organization, IReadOnlyList<long> ids,
        Func<DashboardDbContext, OrganizationScope, List<FoundReport>, int, CancellationToken, Task<MailReportDecision>> decide, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Block | Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (ids.Count is 0 or > MostDecided)
            return new Problem("VALIDATION_ERROR", $"Choose between 1 and {MostDecided:N0} reports.") { Field = "ids" };
        return await writer.WriteAsync<MailReportDecision>(organization, async context =>
        {
            var open = await context.QueryAsync(MailReportSql.Find, MailReportDesk.Read, cancellationToken, ("@organization", organization.Value),
                ("@ids", JsonSerializer.Serialize(ids.Distinct())));
            return await decide(context, allowed.Value, open, ids.Distinct().Count(), cancellationToken);
        }, cancellationToken);
    }

    private async Task<MailReportDecision> AcceptAsync(DashboardDbContext context, OrganizationScope scope, List<FoundReport> open, int asked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = open.FindAll(r => r.Row.Recipient is not null);
        if (known.Count == 0)
            return new(0, 0, asked, null);
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.AcceptedReports, now, cancellationToken);
        var results = await new MailReportDesk(context, scope, now).ActAsync(known, $" accepted {audit.Id}", cancellationToken);
        // Taking it back is taking back what the events blocked.
        var blocked = await context.Audit.Where(a => a.OrganizationId == scope.Id.Value && a.Id > audit.Id && a.Verb == AuditVerb.SuppressedByEvents)
            .Select(a => new { a.Id, a.Count }).SingleOrDefaultAsync(cancellationToken);
        for (var i = 0; i < known.Count; i++)
            await MarkAsync(context, scope, known[i].Row.Id, MailReportState.Accepted, results[i].SuppressionId, blocked?.Id ?? audit.Id, cancellationToken);
        audit.Count = known.Count;
        await context.SaveChangesAsync(cancellationToken);
        return new(known.Count, results.Select(r => r.SuppressionId).OfType<long>().Distinct().Count(), asked - known.Count,
            blocked is null ? null : new(blocked.Id, blocked.Count));
    }

    private async Task<MailReportDecision> DismissAsync(DashboardDbContext context, OrganizationScope scope, List<FoundReport> open, int asked, CancellationToken cancellationToken)
    {
        if (open.Count == 0)
            return new(0, 0, asked, null);
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.DismissedReports, time.GetUtcNow(), cancellationToken);
        foreach (var report in open)
            await MarkAsync(context, scope, report.Row.Id, MailReportState.Dismissed, null, audit.Id, cancellationToken);
        audit.Count = open.Count;
        await context.SaveChangesAsync(cancellationToken);
        return new(open.Count, 0, asked - open.Count, new(audit.Id, open.Count));
    }

    private static Task<int> MarkAsync(DashboardDbContext context, OrganizationScope scope, long id, MailReportState state, long? suppression, long audit,
        CancellationToken cancellationToken) =>
        context.ExecuteAsync(MailReportSql.Decide, cancellationToken, ("@organization", scope.Id.Value), ("@id", id), ("@state", (int)state), ("@suppression", suppression),
            ("@audit", audit));
}
