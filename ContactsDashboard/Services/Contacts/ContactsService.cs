using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Contacts;

/// <summary>The correspondents of an organisation: who they are, when they last wrote or were written to, and whether they may be written to.</summary>
public sealed class ContactsService(IDbContextFactory<DashboardDbContext> contexts, AccessService access, FilterCompiler filters, SearchIndexes indexes, TimeProvider time)
{
    /// <summary>Up to this many matches a search sorts them; beyond, it walks the order until the page is full.</summary>
    internal int FewMatches { get; set; } = 2_000;

    /// <summary>
    /// One page; a page past the end is empty, a page number beyond the numbered ones is refused with <c>INVALID_PARAMETER</c>, a filter that cannot
    /// be read with <c>INVALID_FILTER</c>.
    /// </summary>
    public async Task<Result<ContactsPage>> ListAsync(OrganizationId organization, ContactsQuery query, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        var cursor = query.Cursor is null ? null : ContactsCursor.Parse(query.Cursor, query);
        if (Check(query, cursor) is { } problem)
            return problem;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var filter = await filters.CompileAsync(context, scope.Value, query.Filter, cancellationToken);
        if (!filter.IsOk)
            return filter.Problem!;
        var matches = await FindAsync(context, organization, query, cursor, cancellationToken);
        var total = matches is not null ? matches.Total
            : ContactsSql.IsNarrowed(query) ? await context.ScalarAsync(ContactsSql.Count(query, filter.Value), cancellationToken, Parameters(organization, query, filter.Value))
            : (await CountsAsync(context, organization, cancellationToken)).Of(query.Status);
        var (keys, more) = await KeysAsync(context, organization, query, filter.Value, cursor, total, matches?.Keys, cancellationToken);
        var rows = await RowsAsync(context, organization, [.. keys.Select(k => k.Id)], cancellationToken);
        return Page(query, cursor, keys, more, rows, total) with
        {
            IsUpdating = await context.ScalarAsync(ContactsSql.IsUpdating, cancellationToken, ("@organization", organization.Value)) > 0,
        };
    }

    /// <summary>Exact counts for the status tabs.</summary>
    public async Task<Result<ContactCounts>> CountAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await CountsAsync(context, organization, cancellationToken);
    }

    /// <summary>These rows as they are now, in the order given; for badges that follow other people's changes in place.</summary>
    public async Task<Result<IReadOnlyList<ContactRow>>> RefreshAsync(OrganizationId organization, IReadOnlyList<long> addressIds, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await RowsAsync(context, organization, addressIds, cancellationToken);
    }

    /// <summary>The conversations behind an address's thread count, newest first.</summary>
    public async Task<Result<IReadOnlyList<ThreadRow>>> ThreadsAsync(OrganizationId organization, long addressId, int offset, int limit, CancellationToken cancellationToken)
    {
        const int shownParticipants = 8;
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var threads = await context.QueryAsync(ContactsSql.Threads,
            row => (Id: row.GetInt64(0), Messages: row.GetInt32(1), Subject: row.TextOrNull(2) ?? "", Newest: row.IsDBNull(3) ? 0 : row.GetInt64(3), People: row.GetInt32(4)),
            cancellationToken, ("@organization", organization.Value), ("@address", addressId), ("@limit", Math.Clamp(limit, 1, 100)), ("@offset", Math.Max(0, offset)));
        var people = (await context.QueryAsync(ContactsSql.ThreadParticipants, row => (Thread: row.GetInt64(0), Email: row.GetString(1)), cancellationToken,
            ("@organization", organization.Value), ("@ids", JsonSerializer.Serialize(threads.Select(t => t.Id))))).ToLookup(p => p.Thread, p => p.Email);
        return threads.ConvertAll(t => new ThreadRow(t.Id, t.Subject, Sql.KnownInstant(t.Newest), t.Messages, [.. people[t.Id].Take(shownParticipants)], t.People));
    }

    // Memory knows the addresses; what else is asked, the store has to answer.
    private async Task<SearchMatches?> FindAsync(DashboardDbContext context, OrganizationId organization, ContactsQuery query, ContactsCursor? cursor,
        CancellationToken cancellationToken)
    {
        var index = await indexes.FindAsync(context, organization, cancellationToken);
        if (index is null || !ContactsSql.HasSearch(query) || !string.IsNullOrWhiteSpace(query.Filter))
            return null;
        var search = TextKey.Fold(query.Search)!;
        return await index.FindAddressesAsync(context, query, [search, EmailAddress.InAsciiDomain(search)], total => CutOf(query, cursor, total), cancellationToken);
    }

    internal static (string, object?)[] Parameters(OrganizationId organization, ContactsQuery query, CompiledFilter? filter = null)
    {
        var search = TextKey.Fold(query.Search) ?? "";
        return [("@organization", organization.Value), ("@search", search), ("@searchAscii", EmailAddress.InAsciiDomain(search)), .. filter?.Parameters ?? []];
    }

    private static Problem? Check(ContactsQuery query, ContactsCursor? cursor) =>
        query.Cursor is not null && cursor is null ? ContactsCursor.Invalid
        : query.Limit is < 1 or > ContactsQuery.MaxLimit ? new Problem("INVALID_PARAMETER", "limit must be between 1 and 100.") { Field = "limit", Value = $"{query.Limit}" }
        : query.Page < 1 ? new Problem("INVALID_PARAMETER", "page must be at least 1.") { Field = "page", Value = $"{query.Page}" }
        : query.Cursor is null && query.Page > ContactsQuery.MaxNumberedPages ? new Problem("INVALID_PARAMETER",
            $"Pages beyond {ContactsQuery.MaxNumberedPages} are reached with the cursor of the page before.") { Field = "page", Value = $"{query.Page}" }
        : null;

    private static async Task<ContactCounts> CountsAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken)
    {
        var counts = await context.QueryAsync(ContactsSql.Counts, row => (Blocked: row.GetBoolean(0), Count: row.GetInt64(1)), cancellationToken,
            ("@organization", organization.Value));
        var blocked = counts.Where(c => c.Blocked).Sum(c => c.Count);
        var active = counts.Where(c => !c.Blocked).Sum(c => c.Count);
        return new(blocked + active, blocked, active);
    }

    private async Task<(List<(string Key, long Id)> Keys, bool More)> KeysAsync(DashboardDbContext context, OrganizationId organization,
        ContactsQuery query, CompiledFilter filter, ContactsCursor? cursor, long total, List<(object Key, long Id)>? found, CancellationToken cancellationToken)
    {
        if (total == 0)
            return ([], false);
        var backwards = cursor?.Backwards ?? query.Last;
        var cut = CutOf(query, cursor, total);
        var few = ContactsSql.IsNarrowed(query) && total <= FewMatches;
        found ??= await context.QueryAsync(ContactsSql.Ids(query, cursor is not null, backwards, few, filter), row => (Key: row.GetValue(0), Id: row.GetInt64(1)),
            cancellationToken, [.. Parameters(organization, query, filter), ("@limit", cut.Take), ("@offset", cut.Skip), ("@key", cursor?.SqlKey), ("@id", cursor?.Id)]);
        var keys = found.ConvertAll(k => (Key: Convert.ToString(k.Key, CultureInfo.InvariantCulture)!, k.Id));
        var more = keys.Count == cut.Take;
        if (more)
            keys.RemoveAt(keys.Count - 1);
        if (backwards)
            keys.Reverse();
        return (keys, more);
    }

    // One more than the page shows says whether there is another one.
    private static SearchCut CutOf(ContactsQuery query, ContactsCursor? cursor, long total)
    {
        var backwards = cursor?.Backwards ?? query.Last;
        var isLast = query.Last && cursor is null;
        return new(query.Descending == backwards, cursor is null ? null : (cursor.SqlKey, cursor.Id), cursor is null && !query.Last ? (query.Page - 1) * query.Limit : 0,
            (isLast && total > 0 ? (int)((total - 1) % query.Limit) + 1 : query.Limit) + 1);
    }

    private static ContactsPage Page(ContactsQuery query, ContactsCursor? cursor, List<(string Key, long Id)> keys, bool more,
        IReadOnlyList<ContactRow> rows, long total)
    {
        var backwards = cursor?.Backwards ?? query.Last;
        var hasNext = backwards ? cursor is not null : more;
        var hasPrevious = backwards ? more : cursor is not null || query.Page > 1;
        string? At(bool wanted, Index index, bool back) =>
            wanted && keys.Count > 0 ? new ContactsCursor(query.Sort, query.Descending, back, keys[index].Key, keys[index].Id).ToString() : null;
        long? first = cursor is not null ? null : query.Last ? total - keys.Count + 1 : (long)(query.Page - 1) * query.Limit + 1;
        return new(rows, total, first, At(hasNext, ^1, false), At(hasPrevious, 0, true));
    }

    private async Task<List<ContactRow>> RowsAsync(DashboardDbContext context, OrganizationId organization, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var rows = await context.QueryAsync(ContactsSql.Rows, ReadRow, cancellationToken,
            ("@organization", organization.Value), ("@ids", JsonSerializer.Serialize(ids)));
        var entries = await LedgerReader.MatchAsync(context, organization, [.. rows.Select(r => r.Email)], time.GetUtcNow(), cancellationToken);
        return rows.ConvertAll(row => entries.TryGetValue(row.Email.Value, out var covering) ? row with { Suppressions = covering } : row);
    }

    private static ContactRow ReadRow(Row row) => new()
    {
        AddressId = row.GetInt64(0),
        Email = EmailAddress.TryParse(row.TextOrNull(2) ?? row.GetString(1), out var email) ? email
            : throw new InvalidDataException($"Address {row.GetInt64(0)} is not an e-mail address."),
        Name = row.TextOrNull(7) ?? row.TextOrNull(3),
        ThreadCount = row.GetInt32(4),
        LastActiveAt = Sql.KnownInstant(row.GetInt64(5)),
        ContactId = row.IsDBNull(6) ? null : row.GetInt64(6),
    };
}
