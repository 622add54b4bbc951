using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Intake;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Orders;

/// <summary>What contacts bought, as shops tell it; who buys for the first time becomes a contact.</summary>
public sealed class OrderService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxOrders = 1_000;

    public const int MaxLimit = 100;

    /// <summary>
    /// Stores up to <see cref="MaxOrders"/> orders in one transaction, each with its own result. An order of somebody who was deleted is kept with
    /// their profile and does not bring it back.
    /// </summary>
    public async Task<Result<OrderReport>> AddAsync(OrganizationId organization, IReadOnlyList<OrderEdit> orders, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.EditContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (orders.Count > MaxOrders)
            return new Problem("VALIDATION_ERROR", $"At most {MaxOrders:N0} orders at once.") { Field = "orders" };
        if (orders.Count == 0)
            return new OrderReport([], null);
        var now = time.GetUtcNow();
        return await writer.WriteAsync<OrderReport>(organization, async context =>
        {
            var currency = await context.Organizations.Where(o => o.Id == organization.Value).Select(o => o.Currency).SingleAsync(cancellationToken);
            var read = orders.Select(o => OrderReader.Read(o, currency, allowed.Value.PhoneCountry, now)).ToList();
            return await StoreAsync(context, allowed.Value, read, now, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>One contact's orders, newest first. <c>CONTACT_NOT_FOUND</c> for another organisation's.</summary>
    public async Task<Result<OrderPage>> ListAsync(OrganizationId organization, long contactId, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var place = default(TimeCursor);
        if (cursor is not null && !TimeCursor.TryParse(cursor, out place))
            return TimeCursor.Invalid with { Value = cursor };
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var currency = await context.Contacts.Where(c => c.OrganizationId == organization.Value && c.Id == contactId)
            .Select(c => context.Organizations.First(o => o.Id == c.OrganizationId).Currency).SingleOrDefaultAsync(cancellationToken);
        if (currency is null)
            return ContactIntake.NotFound;
        var matching = context.Orders.AsNoTracking().Where(o => o.OrganizationId == organization.Value && o.ContactId == contactId);
        var (total, cents) = (await matching.LongCountAsync(cancellationToken), await matching.SumAsync(o => o.Cents, cancellationToken));
        if (cursor is not null)
            matching = matching.Where(o => o.OrderedAt < place.At || (o.OrderedAt == place.At && o.Id < place.Id));
        limit = Math.Clamp(limit, 1, MaxLimit);
        var rows = await matching.OrderByDescending(o => o.OrderedAt).ThenByDescending(o => o.Id).Take(limit + 1)
            .Select(o => new OrderRow(o.Id, o.ExternalId, o.Cents / 100m, o.OrderedAt)).ToListAsync(cancellationToken);
        var shown = rows.Take(limit).ToList();
        return new OrderPage(shown, total, cents / 100m, currency, rows.Count > limit ? new TimeCursor(shown[^1].OrderedAt, shown[^1].Id).ToString() : null);
    }

    private static async Task<Result<OrderReport>> StoreAsync(DashboardDbContext context, OrganizationScope scope, List<Result<SoundOrder>> read, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var sound = read.Where(o => o.IsOk).Select(o => o.Value).ToList();
        var buyers = await Buyers.FindAsync(context, scope, sound, now, cancellationToken);
        string[] numbers = [.. sound.Select(o => o.ExternalId).Distinct()];
        var known = await context.Orders.Where(o => o.OrganizationId == scope.Id.Value && numbers.Contains(o.ExternalId)).ToDictionaryAsync(o => o.ExternalId, cancellationToken);
        var stored = new List<(int Index, Order Order, OrderOutcome Outcome)>();
        for (var i = 0; i < read.Count; i++)
        {
            if (read[i] is not { IsOk: true, Value: var order } || buyers.Of(order) is not { } contact)
                continue;
            var outcome = known.TryGetValue(order.ExternalId, out var row) ? OrderOutcome.Replaced : OrderOutcome.Created;
            if (row is null)
                context.Orders.Add(known[order.ExternalId] = row = new() { OrganizationId = scope.Id.Value, ExternalId = order.ExternalId });
            (row.ContactId, row.Cents, row.OrderedAt) = (contact, order.Cents, order.OrderedAt);
            stored.Add((i, row, outcome));
        }
        if (stored.Count == 0)
            return new OrderReport([.. read.Select(o => Invalid(o, buyers))], null);
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.RecordedOrders, now, cancellationToken,
            details: new { created = stored.Count(s => s.Outcome == OrderOutcome.Created), contacts = buyers.Made.Count });
        audit.Count = stored.Count;
        await context.SaveChangesAsync(cancellationToken);
        var results = read.ConvertAll(o => Invalid(o, buyers));
        foreach (var (index, order, outcome) in stored)
            results[index] = new(outcome, order.Id, order.ContactId, buyers.Made.Remove(order.ContactId), null);
        return new OrderReport(results, audit.Id);
    }

    private static OrderResult Invalid(Result<SoundOrder> order, Buyers buyers) => new(OrderOutcome.Invalid, null, null, false, order.Problem
        ?? (buyers.IsErased(order.Value) ? ContactIntake.Erased with { Field = "contact" } : ContactIntake.NotFound with { Field = "contact.id" }));
}
