using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Platform;

/// <summary>An address proposed for the platform blacklist. On what evidence it bounced, and where, is not said across organisations.</summary>
public sealed record ProposalRow(string Value, long Organizations, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <summary>What is proposed now.</summary>
/// <param name="Total">More than there are rows where the list is cut off.</param>
/// <param name="Threshold">In how many organisations an address has to bounce.</param>
public sealed record ProposalPage(IReadOnlyList<ProposalRow> Rows, long Total, int Threshold);

/// <summary>
/// Proposes addresses for the platform blacklist: those with a verified hard bounce in force in several organisations. Nothing is counted ahead, so the
/// list is exact at any moment and imports pay for no more than an index.
/// </summary>
public sealed class ProposalService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxThreshold = 100;

    private const int Shown = 100;

    private static readonly Problem NotProposed = new("PROPOSAL_NOT_FOUND", "This address is not proposed any more.");

    public async Task<Result<ProposalPage>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManagePlatform, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var (threshold, now) = (await ThresholdAsync(context, organization, cancellationToken), time.GetUtcNow());
        var rows = await context.QueryAsync(RequestSql.Proposals, row => new ProposalRow(row.GetString(0), row.GetInt64(1), row.Instant(2), row.Instant(3)), cancellationToken,
            ("@threshold", threshold), ("@now", now.UtcTicks), ("@limit", Shown));
        return new ProposalPage(rows, rows.Count < Shown ? rows.Count : (await CountAsync(context, threshold, now, cancellationToken)).Count, threshold);
    }

    /// <summary>Puts a proposed address on the platform blacklist.</summary>
    public async Task<Result<ChangeReceipt>> AcceptAsync(OrganizationId organization, string value, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManagePlatform, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            if (await FindAsync(context, organization, value, cancellationToken) is null)
                return NotProposed;
            var added = new LedgerAddition(SuppressionScope.Email, value, SuppressionReason.Bounced);
            var audit = await Ledger.AddOneAsync(context, allowed.Value, SuppressionLevel.Platform, added, AuditVerb.AddedPlatform, time.GetUtcNow(), cancellationToken);
            return audit.IsOk ? new ChangeReceipt(audit.Value.Id, 1) { SuppressionId = audit.Value.SuppressionId } : audit.Problem!;
        }, cancellationToken);
    }

    /// <summary>Leaves an address alone until it bounced in as many more organisations as it takes for a proposal.</summary>
    public async Task<Result> DeclineAsync(OrganizationId organization, string value, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManagePlatform, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return (await writer.WriteAsync<bool>(organization, async context =>
        {
            if (await FindAsync(context, organization, value, cancellationToken) is not { } row)
                return NotProposed;
            var now = time.GetUtcNow();
            await context.DeclinedProposals.Where(d => d.Value == value).ExecuteDeleteAsync(cancellationToken);
            context.DeclinedProposals.Add(new() { Value = value, Organizations = row.Organizations, At = now });
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.DeclinedProposal, now, cancellationToken);
            return true;
        }, cancellationToken)).ToResult();
    }

    /// <summary>Takes a decline back: the address is proposed as before.</summary>
    public async Task<Result> ReconsiderAsync(OrganizationId organization, string value, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManagePlatform, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return (await writer.WriteAsync<bool>(organization, async context =>
        {
            if (await context.DeclinedProposals.Where(d => d.Value == value).ExecuteDeleteAsync(cancellationToken) == 0)
                return NotProposed with { Message = "Nobody declined this address." };
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.Undid, time.GetUtcNow(), cancellationToken, details: new { of = nameof(AuditVerb.DeclinedProposal) });
            return true;
        }, cancellationToken)).ToResult();
    }

    /// <summary>Changes in how many organisations an address has to bounce to be proposed.</summary>
    public async Task<Result> ChangeThresholdAsync(OrganizationId organization, int threshold, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManagePlatform, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (threshold is < 2 or > MaxThreshold)
            return new Problem("VALIDATION_ERROR", $"Propose after 2 to {MaxThreshold} organisations.") { Field = "threshold" };
        return (await writer.WriteAsync<bool>(organization, async context =>
        {
            var row = await context.Organizations.SingleAsync(o => o.Id == organization.Value, cancellationToken);
            var before = row.ProposeAfter;
            row.ProposeAfter = threshold;
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.ChangedProposals, time.GetUtcNow(), cancellationToken,
                details: new { before = new { proposeAfter = before }, after = new { proposeAfter = threshold } });
            return true;
        }, cancellationToken)).ToResult();
    }

    internal static async Task<(long Count, DateTimeOffset LatestAt)> CountAsync(DashboardDbContext context, int threshold, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await context.QueryAsync(RequestSql.ProposalCount, row => (row.GetInt64(0), row.Instant(1)), cancellationToken,
            ("@threshold", threshold), ("@now", now.UtcTicks)))[0];

    private async Task<ProposalRow?> FindAsync(DashboardDbContext context, OrganizationId organization, string value, CancellationToken cancellationToken) =>
        (await context.QueryAsync(RequestSql.Proposal, row => new ProposalRow(row.GetString(0), row.GetInt64(1), row.Instant(2), row.Instant(3)), cancellationToken,
            ("@threshold", await ThresholdAsync(context, organization, cancellationToken)), ("@now", time.GetUtcNow().UtcTicks), ("@value", value))).FirstOrDefault();

    private static Task<int> ThresholdAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken) =>
        context.Organizations.Where(o => o.Id == organization.Value).Select(o => o.ProposeAfter).SingleAsync(cancellationToken);
}
