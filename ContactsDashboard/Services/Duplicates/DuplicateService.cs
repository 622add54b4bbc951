using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Duplicates;

/// <summary>Contacts that share an e-mail address or phone number: the list, one group, and removing all but one. Start and state are <see cref="BulkService"/>'s.</summary>
public sealed class DuplicateService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public static readonly Problem NotFound = new("ADDRESS_NOT_FOUND", "There is no such address.");

    private const int FillChunk = 500;

    /// <summary>One page with the totals of both channels; a page past the end is empty, a page beyond the numbered ones is refused with <c>INVALID_PARAMETER</c>.</summary>
    public async Task<Result<DuplicatesList>> ListAsync(OrganizationId organization, DuplicatesQuery query, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        var cursor = query.Cursor is null ? null : DuplicatesCursor.Parse(query.Cursor, query.Channel);
        if (Check(query, cursor) is { } problem)
            return problem;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var totals = (await context.QueryAsync(DuplicateSql.Counts, row => ((DuplicateChannel)row.GetInt32(0), new DuplicateTotal(row.GetInt64(1), row.GetInt64(2))),
            cancellationToken, ("@organization", organization.Value))).ToDictionary(t => t.Item1, t => t.Item2);
        DuplicateTotal Of(DuplicateChannel channel) => totals.GetValueOrDefault(channel, DuplicateTotal.None);
        var (rows, more) = await RowsAsync(context, organization, query, cursor, Of(query.Channel).Addresses, cancellationToken);
        var backwards = cursor?.Backwards ?? query.Last;
        string? At(bool wanted, Index index, bool back) => wanted && rows.Count > 0 ? new DuplicatesCursor(query.Channel, back, rows[index].AddressId).ToString() : null;
        return new DuplicatesList(rows, Of(DuplicateChannel.Email), Of(DuplicateChannel.Phone),
            At(backwards ? cursor is not null : more, ^1, false), At(backwards ? more : cursor is not null || query.Page > 1, 0, true));
    }

    /// <summary>Who shares an address at this moment; <c>ADDRESS_NOT_FOUND</c>, for other organisations' addresses too.</summary>
    public async Task<Result<DuplicateGroup>> GroupAsync(OrganizationId organization, long addressId, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var found = await context.QueryAsync(DuplicateSql.Address, row => (Channel: (DuplicateChannel)row.GetInt32(0), Value: row.GetString(1), Count: row.GetInt64(2)),
            cancellationToken, ("@address", addressId), ("@organization", organization.Value));
        if (found is not [var address])
            return NotFound;
        var ids = await context.QueryAsync(DuplicateSql.Contacts(address.Channel), row => row.GetInt64(0), cancellationToken,
            ("@address", addressId), ("@organization", organization.Value), ("@limit", DuplicateGroup.MaxShown));
        var planEnd = await ContactFinder.PlanEndAsync(context, organization, cancellationToken);
        // No surplus is one contact or none.
        return new DuplicateGroup(addressId, address.Channel, address.Value, ids.Count == 0 ? 0 : address.Count,
            await BaseRows.ReadAsync(context, scope.Value, planEnd, ids, time.GetUtcNow(), cancellationToken));
    }

    /// <summary>Freezes the contacts that would go, and counts them and the addresses they share.</summary>
    public async Task<Result<DuplicateRemovalPreview>> PreviewAsync(OrganizationId organization, DuplicateRemoval removal, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.DeleteContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var job = (await writer.WriteAsync<long>(organization, async context =>
        {
            var created = JobFactory.Create(allowed.Value, JobKind.RemoveDuplicates, removal, time.GetUtcNow(), JobState.Previewed);
            context.Jobs.Add(created);
            await context.SaveChangesAsync(cancellationToken);
            return created.Id;
        }, cancellationToken)).Value;
        var (addresses, after) = (0L, 0L);
        while (await FillAsync(organization, job, removal, after, cancellationToken) is { Count: > 0 } filled)
            (addresses, after) = (addresses + filled.Count, filled[^1]);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new DuplicateRemovalPreview(job, await BulkService.CountsAsync(context, job, cancellationToken), addresses);
    }

    private async Task<List<long>> FillAsync(OrganizationId organization, long job, DuplicateRemoval removal, long after, CancellationToken cancellationToken) =>
        (await writer.WriteAsync<List<long>>(organization, async context =>
        {
            var addresses = await context.QueryAsync(DuplicateSql.AddressesAfter, row => row.GetInt64(0), cancellationToken, ("@organization", organization.Value),
                ("@channel", (int)removal.Channel), ("@only", removal.AddressId), ("@after", after), ("@limit", FillChunk));
            await context.ExecuteAsync(DuplicateSql.InsertSurplus(removal.Channel, removal.Keep), cancellationToken, ("@job", job),
                ("@addresses", JsonSerializer.Serialize(addresses)), ("@organization", organization.Value));
            return addresses;
        }, cancellationToken)).Value;

    private static async Task<(List<DuplicateRow> Rows, bool More)> RowsAsync(DashboardDbContext context, OrganizationId organization, DuplicatesQuery query,
        DuplicatesCursor? cursor, long total, CancellationToken cancellationToken)
    {
        if (total == 0)
            return ([], false);
        var backwards = cursor?.Backwards ?? query.Last;
        var limit = query.Last && cursor is null ? (int)((total - 1) % query.Limit) + 1 : query.Limit;
        var offset = cursor is null && !query.Last ? (long)(query.Page - 1) * query.Limit : 0;
        var rows = await context.QueryAsync(DuplicateSql.Page(cursor is not null, backwards), row => new DuplicateRow(row.GetInt64(0), row.GetString(1), row.GetInt64(2)),
            cancellationToken, ("@organization", organization.Value), ("@channel", (int)query.Channel), ("@after", cursor?.AddressId), ("@limit", limit + 1), ("@offset", offset));
        var more = rows.Count > limit;
        if (more)
            rows.RemoveAt(limit);
        if (backwards)
            rows.Reverse();
        return (rows, more);
    }

    private static Problem? Check(DuplicatesQuery query, DuplicatesCursor? cursor) =>
        query.Cursor is not null && cursor is null ? AllContactsCursor.Invalid
        : query.Limit is < 1 or > DuplicatesQuery.MaxLimit ? new Problem("INVALID_PARAMETER", "limit must be between 1 and 100.") { Field = "limit", Value = $"{query.Limit}" }
        : query.Page < 1 ? new Problem("INVALID_PARAMETER", "page must be at least 1.") { Field = "page", Value = $"{query.Page}" }
        : query.Cursor is null && query.Page > ContactsQuery.MaxNumberedPages ? new Problem("INVALID_PARAMETER",
            $"Pages beyond {ContactsQuery.MaxNumberedPages} are reached with the cursor of the page before.") { Field = "page", Value = $"{query.Page}" }
        : null;
}
