using System.Runtime.CompilerServices;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>An export that was put on record; its rows are read while they are written.</summary>
public sealed record ContactExport(IAsyncEnumerable<BaseRow> Rows);

/// <summary>Takes out what a query finds, in its order.</summary>
public sealed class ContactExportService(StoreWriter writer, AccessService access, AllContactsService contacts, TimeProvider time)
{
    private const int Step = 1_000;

    /// <summary>Everything that matches, read in steps; the export itself is put on record first. <c>INVALID_FILTER</c> before the first row.</summary>
    public async Task<Result<ContactExport>> ExportAsync(OrganizationId organization, AllContactsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts | Permissions.Export, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var first = await contacts.AfterAsync(allowed.Value, query, null, Step, cancellationToken);
        if (!first.IsOk)
            return first.Problem!;
        await writer.WriteAsync<long>(organization, async context =>
            (await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.Exported, time.GetUtcNow(), cancellationToken, details: new { what = "contacts" })).Id, cancellationToken);
        return new ContactExport(AllAsync(allowed.Value, query, first.Value, cancellationToken));
    }

    private async IAsyncEnumerable<BaseRow> AllAsync(OrganizationScope scope, AllContactsQuery query, List<BaseRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var row in rows)
                yield return row;
            if (rows.Count < Step)
                yield break;
            var last = rows[^1];
            var after = new AllContactsCursor(query.Sort, query.Descending, false, KeyOf(last, query.Sort), last.Id);
            rows = (await contacts.AfterAsync(scope, query, after, Step, cancellationToken)).Value;
        }
    }

    private static long KeyOf(BaseRow row, AllContactsSort sort) => sort switch
    {
        AllContactsSort.Updated => row.UpdatedAt.UtcTicks,
        AllContactsSort.Rating => row.Rating,
        AllContactsSort.Deleted => row.DeletedAt!.Value.UtcTicks,
        _ => row.CreatedAt.UtcTicks,
    };
}
