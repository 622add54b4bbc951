using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Events;

/// <summary>An address a changed policy would treat otherwise.</summary>
/// <param name="At">When the policy that blocks it would have blocked it.</param>
/// <param name="IsBlocked">Whether an entry of the ledger blocks it now, whatever its reason.</param>
public sealed record SimulatedAddress(string Recipient, DateTimeOffset At, DateTimeOffset? Until, bool IsBlocked);

/// <summary>What stored events come to under a changed policy, beside the one that holds. Nothing is changed by asking.</summary>
/// <param name="Blocked">How many addresses the changed policy would block now.</param>
public sealed record SoftBounceSimulation(long Addresses, long Blocked, long Newly, long NoLonger, IReadOnlyList<SimulatedAddress> NewlyBlocked, IReadOnlyList<SimulatedAddress> NoLongerBlocked);

/// <summary>When soft bounces block: the organisation's policy, and what another one would do.</summary>
public sealed class SoftBounceService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    /// <summary>How many addresses of each kind a simulation names.</summary>
    public const int Named = 50;

    public async Task<Result<SoftBouncePolicy>> FindAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewSuppressions, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await SoftBouncePolicies.LoadAsync(context, organization, cancellationToken);
    }

    /// <summary>Changes what soft bounces do from now on; entries that are there stay. The audit entry's id.</summary>
    public async Task<Result<long>> ChangeAsync(OrganizationId organization, SoftBouncePolicy policy, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSettings, cancellationToken);
        if ((allowed.Problem ?? Check(policy)) is { } problem)
            return problem;
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var row = await context.Organizations.SingleAsync(o => o.Id == organization.Value, cancellationToken);
            var before = new SoftBouncePolicy(row.SoftBounceMessages, row.SoftBounceDays, row.SoftBounceHoldDays);
            (row.SoftBounceMessages, row.SoftBounceDays, row.SoftBounceHoldDays) = (policy.Messages, policy.Days, policy.HoldDays);
            await context.SaveChangesAsync(cancellationToken);
            return (await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.ChangedBouncePolicy, time.GetUtcNow(), cancellationToken, details: new { before, after = policy })).Id;
        }, cancellationToken);
    }

    /// <summary>Replays the stored events under both policies, in the order in which they happened.</summary>
    public async Task<Result<SoftBounceSimulation>> SimulateAsync(OrganizationId organization, SoftBouncePolicy policy, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSettings, cancellationToken);
        if ((allowed.Problem ?? Check(policy)) is { } problem)
            return problem;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var replay = new SoftBounceReplay(await SoftBouncePolicies.LoadAsync(context, organization, cancellationToken), policy, time.GetUtcNow(), Named);
        await context.BreakOffAsync(() => context.ReadAsync(EventSql.Replay,
            row => replay.Add(row.GetString(0), (DeliveryEventKind)row.GetInt32(1), row.Instant(2), row.GetString(3), row.GetBoolean(4)), cancellationToken,
            ("@organization", organization.Value)), cancellationToken);
        return replay.Finish();
    }

    private static Problem? Check(SoftBouncePolicy policy) =>
        policy.Messages is < 0 or > SoftBouncePolicy.MostMessages ? Wrong("messages", $"A number of messages from 0 (never) to {SoftBouncePolicy.MostMessages}.")
        // One soft bounce says nothing at all.
        : policy.Messages == 1 ? Wrong("messages", "At least 2 messages: a single soft bounce says nothing.")
        : policy.Days is < 0 or > SoftBouncePolicy.MostDays ? Wrong("days", $"A number of days from 0 to {SoftBouncePolicy.MostDays}.")
        : policy.HoldDays is < 0 or > SoftBouncePolicy.MostHoldDays ? Wrong("holdDays", $"A number of days from 0 (for good) to {SoftBouncePolicy.MostHoldDays:N0}.") : null;

    private static Problem Wrong(string field, string text) => new("VALIDATION_ERROR", text) { Field = field };
}
