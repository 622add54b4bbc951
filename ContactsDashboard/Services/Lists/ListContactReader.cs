using System.Data.Common;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Lists;

/// <summary>Reads a list's contacts; what is shown of each is the ledger as it is now, what they are found by may lag behind a wide change.</summary>
/// <param name="largeFrom">From so many members on, going through what memory found is quicker than through the members.</param>
internal sealed class ListContactReader(DashboardDbContext context, Segment list, SearchIndexes indexes, int largeFrom, DateTimeOffset now)
{
    private const int MostFound = 200_000;

    private readonly IReadOnlyList<ListField> _fields = ListFields.Read(list.CustomFields);

    public async Task<ListContactsPage> PageAsync(ListContactsQuery query, CancellationToken cancellationToken)
    {
        var counts = await ListService.CountsAsync(context, list.Id, cancellationToken);
        var (way, parameters) = await SearchAsync(query, counts, cancellationToken);
        (string, object?)[] all = [("@list", list.Id), ("@status", (int?)query.Status), .. parameters];
        var total = way == ListSearch.None ? counts.Of(query.Status) : await context.ScalarAsync(ListSql.Count(query.Status is not null, way), cancellationToken, all);
        var offset = query.Before is null ? (long)(query.Page - 1) * query.Limit : 0;
        // One more than the page shows says whether there is another one.
        var ids = total == 0 ? [] : await context.QueryAsync(ListSql.Ids(query.Status is not null, way), row => row.GetInt64(0), cancellationToken,
            [.. all, ("@before", query.Before), ("@limit", query.Limit + 1), ("@offset", offset)]);
        var more = ids.Count > query.Limit;
        if (more)
            ids.RemoveAt(query.Limit);
        return new(await RowsAsync(ids, cancellationToken), total, more ? ids[^1] : null);
    }

    public async Task<ListContactRow?> FindAsync(long contactId, CancellationToken cancellationToken) => await RowsAsync([contactId], cancellationToken) is [var row, ..] ? row : null;

    private async Task<(ListSearch Way, (string, object?)[] Parameters)> SearchAsync(ListContactsQuery query, ListCounts counts, CancellationToken cancellationToken)
    {
        if (TextKey.Fold(query.Search) is not { Length: > 0 } search)
            return (ListSearch.None, []);
        var ascii = EmailAddress.InAsciiDomain(search);
        (string, object?)[] texts = [("@search", search), ("@searchAscii", ascii)];
        var index = counts.Of(query.Status) < largeFrom ? null : await indexes.FindAsync(context, new(list.OrganizationId), cancellationToken);
        if (index is null)
            return (ListSearch.Walk, texts);
        var found = await index.FindContactsAsync(context, new() { Rail = ContactRail.WithEmail }, search, ascii, null, null, _ => new(false, null, 0, MostFound + 1), cancellationToken);
        return found.Keys.Count > MostFound ? (ListSearch.Walk, texts) : (ListSearch.Found, [("@found", JsonSerializer.Serialize(found.Keys.Select(k => k.Id)))]);
    }

    private async Task<IReadOnlyList<ListContactRow>> RowsAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var rows = await context.QueryAsync(ListSql.Rows, row => (Row: Read(row), Confirmation: (Confirmation)row.GetInt32(2)), cancellationToken,
            ("@ids", JsonSerializer.Serialize(ids)), ("@list", list.Id), ("@organization", list.OrganizationId));
        var emails = rows.Select(r => EmailAddress.TryParse(r.Row.Email, out var email) ? email : null).OfType<EmailAddress>().ToList();
        var covering = await LedgerReader.MatchAsync(context, new(list.OrganizationId), emails, now, cancellationToken);
        return rows.ConvertAll(r => WithStatus(r.Row, r.Confirmation, covering.GetValueOrDefault(r.Row.Email) ?? []));
    }

    private static ListContactRow WithStatus(ListContactRow row, Confirmation confirmation, List<LedgerEntry> covering)
    {
        var status = ListStatuses.Of(covering.Select(e => e.ToRule()), confirmation);
        var unsubscribed = covering.Where(e => e is { Scope: SuppressionScope.Email, Reason: SuppressionReason.Unsubscribed }).Select(e => (DateTimeOffset?)e.CreatedAt).Min();
        return row with { Status = status, UnsubscribedAt = unsubscribed };
    }

    private ListContactRow Read(Row row)
    {
        var (createdAt, updatedAt) = (row.Instant(6), row.Instant(7));
        var consent = new ListConsent(row.IsDBNull(12) ? null : (ConsentType)row.GetInt32(12), row.TextOrNull(13), row.InstantOrNull(14), row.TextOrNull(15));
        return new(row.GetInt64(0), row.GetString(1), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), ListFields.Known(_fields, ListFields.ReadValues(row.TextOrNull(16))),
            row.TextOrNull(11) ?? "dashboard", ListStatus.None, consent, createdAt, row.InstantOrNull(10) is { } changed && changed > updatedAt ? changed : updatedAt,
            row.InstantOrNull(8) ?? row.InstantOrNull(9) ?? createdAt, null);
    }
}
