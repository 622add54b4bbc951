using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Organizations;

/// <summary>What an Admin may change about the plan.</summary>
/// <param name="ContactLimit">How many contacts with e-mail may be written to; null for all of them.</param>
/// <param name="Currency">Of order amounts, ISO 4217.</param>
public sealed record PlanEdit(long? ContactLimit, string Currency);

/// <summary>The plan as it is, and how far it is used up.</summary>
public sealed record PlanView(long? ContactLimit, string Currency, long WithEmail, bool HasOrders)
{
    /// <summary>Contacts with e-mail beyond the limit, whatever their standing besides.</summary>
    public long Beyond => ContactLimit is { } limit ? Math.Max(0, WithEmail - limit) : 0;
}

/// <summary>How many contacts the organisation's plan allows, and the currency its orders are in.</summary>
public sealed class PlanService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const long MaxLimit = 1_000_000_000;

    public async Task<Result<PlanView>> FindAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var withEmail = await context.BaseCounts.Where(c => c.OrganizationId == organization.Value && !c.Deleted && c.EmailStanding != Standing.None)
            .SumAsync(c => c.Count, cancellationToken);
        return await context.Organizations.Where(o => o.Id == organization.Value)
            .Select(o => new PlanView(o.ContactLimit, o.Currency, withEmail, context.Orders.Any(x => x.OrganizationId == o.Id))).SingleAsync(cancellationToken);
    }

    /// <summary>Changes the plan; the audit entry's id. Amounts are not converted: with the first order the currency stays.</summary>
    public async Task<Result<long>> ChangeAsync(OrganizationId organization, PlanEdit edit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSettings, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (Check(edit) is { } problem)
            return problem;
        LimitPlace place;
        await using (var reader = await contexts.CreateDbContextAsync(cancellationToken))
            place = await PlanLimitSql.PrepareAsync(reader, organization, edit.ContactLimit, cancellationToken);
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var row = await context.Organizations.SingleAsync(o => o.Id == organization.Value, cancellationToken);
            var before = new PlanEdit(row.ContactLimit, row.Currency);
            if (before.Currency != edit.Currency && await context.Orders.AnyAsync(o => o.OrganizationId == organization.Value, cancellationToken))
                return new Problem("VALIDATION_ERROR", $"There are orders in {before.Currency}, and their amounts are not converted. The currency stays.") { Field = "currency" };
            row.Currency = edit.Currency;
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.ChangedPlan, time.GetUtcNow(), cancellationToken, details: new { before, after = edit });
            await PlanLimitSql.LimitAsync(context, organization, edit.ContactLimit, place, cancellationToken);
            return audit.Id;
        }, cancellationToken);
    }

    private static Problem? Check(PlanEdit edit) =>
        edit.ContactLimit is < 1 or > MaxLimit ? new("VALIDATION_ERROR", $"The limit is a number from 1 to {MaxLimit:N0}. Leave it empty for no limit.") { Field = "contactLimit" }
        : edit.Currency is not { Length: 3 } code || !code.All(char.IsAsciiLetterUpper) ? new("VALIDATION_ERROR", "Name the currency by its three letters, for example EUR.") { Field = "currency" }
        : null;
}
