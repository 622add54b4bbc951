using System.Data.Common;
using System.Text.Json;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Search;

/// <summary>What a search found.</summary>
/// <param name="Keys">The rows of the part asked for, in order, each with what it is ordered by.</param>
internal sealed record SearchMatches(long Total, long Deleted, List<(object Key, long Id)> Keys);

/// <summary>
/// One organisation's searched texts in memory: addresses of the contacts page, and names, addresses and numbers of all contacts, with what their lists
/// are ordered by. Answers which rows hold a text, in order. Changes are read from the store before each answer, in the asker's own snapshot.
/// </summary>
internal sealed class SearchIndex(OrganizationId organization) : IDisposable
{
    private const int Name = 0, Email = 1, Phone = 2;

    private const int AddressTexts = 1, ContactTexts = 3;

    // So many changes at once are slower to follow than to read everything.
    private const int MostChanges = 50_000;

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly SearchTable _addresses = new(AddressTexts, numbers: 2);
    private readonly SearchTable _contacts = new(ContactTexts, numbers: 4);
    private readonly Dictionary<string, (long Version, int Places, PlaceSet Set)> _sets = [];

    // Who has a text at all, by column of the contacts; known until one changes.
    private readonly PlaceSet?[] _filled = new PlaceSet?[ContactTexts];
    private long _seen;

    public async Task LoadAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        _seen = await context.ScalarAsync(SearchSql.LastChange, cancellationToken);
        await ReadAsync(context, SearchSql.Addresses, null, row => Set(_addresses, AddressTexts, row), cancellationToken);
        await ReadAsync(context, SearchSql.Contacts, null, row => Set(_contacts, ContactTexts, row), cancellationToken);
    }

    /// <summary>Brings it to the context's snapshot at least; false when it has to be loaded anew.</summary>
    public async Task<bool> CatchUpAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        var last = await context.ScalarAsync(SearchSql.LastChange, cancellationToken);
        if (last <= Interlocked.Read(ref _seen))
            return true;
        if (last - _seen > MostChanges || _addresses.IsWorn || _contacts.IsWorn)
            return false;
        var seen = _seen;
        var changes = await context.QueryAsync(SearchSql.Changes, row => (Table: (SearchedTable)row.GetInt32(0), Id: row.GetInt64(1)), cancellationToken, ("@seen", seen));
        if (changes.Count != last - seen)
            return false;
        var addresses = await RowsAsync(context, SearchSql.SomeAddresses, AddressTexts, changes, SearchedTable.Addresses, cancellationToken);
        var contacts = await RowsAsync(context, SearchSql.SomeContacts, ContactTexts, changes, SearchedTable.Contacts, cancellationToken);
        _lock.EnterWriteLock();
        try
        {
            // Somebody with a newer snapshot may have been quicker.
            if (_seen != seen)
                return _seen >= last;
            foreach (var (id, row) in addresses)
                Apply(_addresses, id, row);
            foreach (var (id, row) in contacts)
                Apply(_contacts, id, row);
            if (contacts.Count > 0)
                Array.Clear(_filled);
            _seen = last;
            return true;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Lets go of what was found before; for those who measure.</summary>
    public void Forget()
    {
        _lock.EnterWriteLock();
        _addresses.Forget();
        _contacts.Forget();
        _lock.ExitWriteLock();
    }

    /// <summary>The rows of the contacts page whose address contains one of the texts.</summary>
    /// <param name="cut">Which part of the order to answer, once the total is known.</param>
    public async Task<SearchMatches> FindAddressesAsync(DashboardDbContext context, ContactsQuery query, IReadOnlyCollection<string> texts, Func<long, SearchCut> cut,
        CancellationToken cancellationToken)
    {
        var status = query.Status;
        var order = query.Sort switch
        {
            ContactSort.Email => new SearchOrder(0, IsText: true),
            ContactSort.Domain => new SearchOrder(0, IsText: true, FromLastAt: true),
            ContactSort.Threads => new SearchOrder(1),
            _ => new SearchOrder(0),
        };
        var blocked = status == ContactStatus.All ? null : await SetAsync(context, _addresses, SearchSql.Blocked, Standing.None, cancellationToken);
        return Answer(_addresses, order, cut, found =>
        {
            foreach (var text in texts.Distinct())
                _addresses.Find(0, text, found);
            Keep(found, blocked, status == ContactStatus.Blocked);
            return null;
        });
    }

    /// <summary>
    /// The contacts of a rail that contain the text in name or address, <paramref name="digits"/> in their number, or have the id. The rails that depend
    /// on the plan are not answered here.
    /// </summary>
    public async Task<SearchMatches> FindContactsAsync(DashboardDbContext context, AllContactsQuery query, string text, string asciiDomain, string? digits, long? id,
        Func<long, SearchCut> cut, CancellationToken cancellationToken)
    {
        var deleted = await SetAsync(context, _contacts, SearchSql.Deleted, Standing.None, cancellationToken);
        var standings = await StandingsAsync(context, query, cancellationToken);
        return Answer(_contacts, new((int)query.Sort), cut, found =>
        {
            _contacts.Find(Name, text, found);
            foreach (var value in new[] { text, asciiDomain }.Distinct())
                _contacts.Find(Email, value, found);
            foreach (var value in new[] { text, digits }.OfType<string>().Distinct())
                _contacts.Find(Phone, value, found);
            if (id is { } contact && _contacts.PlaceOf(contact) is >= 0 and var place)
                found.Add(place);
            if (query.Deleted || query.Rail is not (ContactRail.WithEmail or ContactRail.WithPhone))
                Keep(found, deleted, query.Deleted);
            if (query.Rail != ContactRail.None)
                found.IntersectWith(Filled(IsOfPhone(query.Rail) ? Phone : Email));
            foreach (var (set, isWanted) in standings)
                Keep(found, set, isWanted);
            return deleted;
        });
    }

    public void Dispose() => _lock.Dispose();

    // Two who ask at once find the same.
    private PlaceSet Filled(int column) => _filled[column] ??= _contacts.PlacesWith(column);

    private static bool IsOfPhone(ContactRail rail) => rail is ContactRail.WithPhone or ContactRail.PhoneActive or ContactRail.PhoneBlacklisted;

    private static void Keep(PlaceSet found, PlaceSet? set, bool isWanted)
    {
        if (set is null)
            return;
        if (isWanted)
            found.IntersectWith(set);
        else
            found.ExceptWith(set);
    }

    // The active are by far the most: they are everybody but the others.
    private async Task<List<(PlaceSet Set, bool IsWanted)>> StandingsAsync(DashboardDbContext context, AllContactsQuery query, CancellationToken cancellationToken)
    {
        Standing[] wanted = query.Rail switch
        {
            ContactRail.SpamReports => [Standing.SpamReport],
            ContactRail.Unsubscribed => [Standing.Unsubscribed],
            ContactRail.EmailBlacklisted or ContactRail.PhoneBlacklisted => [Standing.Blacklisted],
            ContactRail.NotConfirmed => [Standing.NotConfirmed],
            _ => [],
        };
        Standing[] unwanted = query.Rail switch
        {
            ContactRail.EmailActive => [Standing.NotConfirmed, Standing.Unsubscribed, Standing.SpamReport, Standing.Blacklisted],
            ContactRail.PhoneActive => [Standing.Blacklisted],
            _ => [],
        };
        var sets = new List<(PlaceSet, bool)>();
        foreach (var standing in wanted.Concat(unwanted))
        {
            var sql = SearchSql.WithStanding((IsOfPhone(query.Rail), query.Deleted, standing) switch
            {
                (true, var deleted, _) => deleted ? BasePart.DeletedByPhone : BasePart.PhoneBlacklisted,
                (_, true, _) => BasePart.DeletedByEmail,
                (_, _, Standing.Blacklisted) => BasePart.EmailBlacklisted,
                _ => BasePart.HeldByEmail,
            });
            sets.Add((await SetAsync(context, _contacts, sql, standing, cancellationToken), wanted.Contains(standing)));
        }
        return sets;
    }

    private SearchMatches Answer(SearchTable table, SearchOrder order, Func<long, SearchCut> cut, Func<PlaceSet, PlaceSet?> find)
    {
        _lock.EnterReadLock();
        try
        {
            var found = new PlaceSet(table.Places);
            var deleted = find(found);
            var total = found.Count;
            var keys = table.First(found, order, cut(total));
            if (deleted is not null)
                found.IntersectWith(deleted);
            return new(total, deleted is null ? 0 : found.Count, keys);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    // Kept until anything in the organisation changes.
    private async Task<PlaceSet> SetAsync(DashboardDbContext context, SearchTable table, string sql, Standing standing, CancellationToken cancellationToken)
    {
        var version = await context.ScalarAsync(SearchSql.Version, cancellationToken, ("@organization", organization.Value));
        var key = $"{sql}{standing}";
        lock (_sets)
        {
            if (_sets.TryGetValue(key, out var known) && known.Version == version && known.Places == table.Places)
                return known.Set;
        }
        var ids = await context.QueryAsync(sql, row => row.GetInt64(0), cancellationToken, ("@organization", organization.Value), ("@standing", (int)standing));
        _lock.EnterReadLock();
        try
        {
            var set = table.PlacesOf(ids);
            lock (_sets)
                _sets[key] = (version, table.Places, set);
            return set;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private async Task<List<(long Id, SearchedRow? Row)>> RowsAsync(DashboardDbContext context, string sql, int texts, List<(SearchedTable Table, long Id)> changes, SearchedTable table,
        CancellationToken cancellationToken)
    {
        var ids = changes.Where(c => c.Table == table).Select(c => c.Id).Distinct().ToList();
        var rows = new Dictionary<long, SearchedRow>();
        if (ids.Count > 0)
            await ReadAsync(context, sql, JsonSerializer.Serialize(ids), row => rows[row.GetInt64(0)] = SearchedRow.Read(row, texts), cancellationToken);
        return ids.ConvertAll(id => (id, rows.GetValueOrDefault(id)));
    }

    private Task<int> ReadAsync(DashboardDbContext context, string sql, string? ids, Action<Row> read, CancellationToken cancellationToken) =>
        context.ReadAsync(sql, read, cancellationToken, ("@organization", organization.Value), ("@ids", ids));

    private static void Set(SearchTable table, int texts, Row row) => Apply(table, row.GetInt64(0), SearchedRow.Read(row, texts));

    private static void Apply(SearchTable table, long id, SearchedRow? row)
    {
        if (row is null)
            table.Remove(id);
        else
            table.Set(id, row.Texts, row.Numbers);
    }

    private sealed record SearchedRow(string?[] Texts, long[] Numbers)
    {
        /// <summary>The id comes first, then texts, then numbers.</summary>
        public static SearchedRow Read(Row row, int texts) => new([.. Enumerable.Range(1, texts).Select(row.TextOrNull)],
            [.. Enumerable.Range(1 + texts, row.FieldCount - 1 - texts).Select(row.GetInt64)]);
    }
}
