using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Lists;

/// <summary>Takes contacts out of a list for good, in the caller's transaction.</summary>
internal static class ListRemoval
{
    /// <summary>The next contacts of a list, as many as <paramref name="most"/>; how many there were.</summary>
    public static async Task<int> NextAsync(DashboardDbContext context, OrganizationId organization, long listId, int most, CancellationToken cancellationToken)
    {
        var members = await context.QueryAsync(ListSql.SomeMembers, row => row.GetInt64(0), cancellationToken, ("@list", listId), ("@limit", most));
        await RemoveAsync(context, organization, listId, members, cancellationToken);
        return members.Count;
    }

    /// <summary>
    /// Their places go; who came with a list and is known by nothing else goes altogether, the ledger's entries apart. Those who went.
    /// </summary>
    public static async Task<IReadOnlyList<long>> RemoveAsync(DashboardDbContext context, OrganizationId organization, long listId, IReadOnlyCollection<long> contacts,
        CancellationToken cancellationToken)
    {
        var only = await context.QueryAsync(ListSql.Only, row => (Id: row.GetInt64(0), Addresses: new[] { Id(row, 1), Id(row, 2) }.OfType<long>()), cancellationToken,
            ("@ids", JsonSerializer.Serialize(contacts)), ("@organization", organization.Value), ("@list", listId));
        await context.ExecuteAsync(ListSql.Leave, cancellationToken, ("@list", listId), ("@ids", JsonSerializer.Serialize(contacts)));
        if (only.Count == 0)
            return [];
        var gone = JsonSerializer.Serialize(only.Select(c => c.Id));
        await context.ExecuteAsync(EraseSql.CountErased, cancellationToken, ("@organization", organization.Value), ("@contacts", gone));
        await context.ExecuteAsync(EraseSql.DeleteContacts, cancellationToken, ("@organization", organization.Value), ("@contacts", gone));
        foreach (var address in await context.QueryAsync(ListSql.Unused, row => row.GetInt64(0), cancellationToken,
            ("@ids", JsonSerializer.Serialize(only.SelectMany(c => c.Addresses).Distinct())), ("@organization", organization.Value)))
            await context.ExecuteAsync(EraseSql.DeleteAddress, cancellationToken, ("@organization", organization.Value), ("@address", address));
        return only.ConvertAll(c => c.Id);
    }

    private static long? Id(Row row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
