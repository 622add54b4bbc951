using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Mail;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>An address of the base.</summary>
/// <param name="Name">As its mail calls it.</param>
internal readonly record struct FoundAddress(long Id, string? Name, long Standing);

/// <summary>Finds the addresses that contacts are given, and adds those nobody had, many at a time; one transaction's.</summary>
/// <param name="free">Domains no entry of the ledger covers.</param>
internal sealed class AddressWriter(SqliteConnection connection, long organization, DerivationRules rules, HashSet<string> free, DateTimeOffset now) : IDisposable
{
    private readonly CoverTable _covers = new(connection, organization, now.UtcTicks, long.MaxValue, free);
    private readonly RawStatement _find = new(connection, ImportSql.Address);
    private readonly RawStatement _standing = new(connection, ImportSql.Standing);
    private readonly RawStatement _lastId = new(connection, ImportSql.LastId);
    private readonly RowsStatement _add = ImportSql.AddAddresses(connection);

    // Who was known by hash until now has an address from here on.
    private readonly HashTable _hashes = new(sql => new(connection, sql), organization);
    private readonly Dictionary<(int Channel, string Value), FoundAddress> _new = [];
    private readonly List<NewAddress> _rows = [];
    private long _next;

    /// <summary>The address as it is, or as it will be when <see cref="Write"/> has added it.</summary>
    public FoundAddress Of(EmailAddress email) => Find(0, email.Value) ?? Add(email, isFree: false);

    public FoundAddress Of(PhoneNumber phone) => Find(1, phone.Value) ?? AddRow(new(1, phone.Value, "", false, null), isFree: false);

    /// <summary>One the base does not have.</summary>
    /// <param name="isFree">The ledger is known not to cover it; otherwise it is asked.</param>
    public FoundAddress Add(EmailAddress email, bool isFree) =>
        AddRow(new(0, email.Value, email.Domain.Value, rules.Hides(email), email.Display == email.Value ? null : email.Display), isFree);

    /// <summary>The id the next row of a table will have, for those who give ids themselves.</summary>
    public long NextId(string table) => (_lastId.Bind(1, table).Number() ?? 0) + 1;

    /// <summary>Adds those that were asked for and were not there; before anything refers to them.</summary>
    public void Write()
    {
        foreach (var row in _rows)
            _hashes.Reveal(row.Channel == 0 ? SuppressionScope.Email : SuppressionScope.Phone, row.Value);
        _add.Run(_rows, all => all.Add(organization).Add(now.UtcTicks), (values, row) => values.Add(row.Id).Add(row.Channel).Add(row.Value).Add(row.Domain)
            .Add(row.Hidden ? 1L : 0).Add(row.Spelling).Add(row.Standing));
        _rows.Clear();
        _new.Clear();
    }

    public void Dispose()
    {
        _hashes.Dispose();
        foreach (var statement in new IDisposable[] { _covers, _find, _standing, _lastId, _add })
            statement.Dispose();
    }

    private FoundAddress? Find(int channel, string value)
    {
        if (_new.TryGetValue((channel, value), out var added))
            return added;
        FoundAddress? found = _find.Bind(1, organization).Bind(2, channel).Bind(3, value).Step() ? new(_find.Long(0), _find.Text(1), _find.Long(2)) : null;
        _find.Reset();
        return found;
    }

    private FoundAddress AddRow(NewAddress row, bool isFree)
    {
        _next = _rows.Count == 0 ? NextId("Addresses") : _next + 1;
        var standing = isFree || !_covers.Covers((Channel)row.Channel, row.Value, row.Domain) ? (long)Standing.Active
            : _standing.Bind(1, organization).Bind(2, row.Channel).Bind(3, row.Value).Bind(4, row.Domain).Bind(5, now.UtcTicks).Number() ?? 1;
        _rows.Add(row with { Id = _next, Standing = standing });
        return _new[(row.Channel, row.Value)] = new(_next, null, standing);
    }

    private sealed record NewAddress(int Channel, string Value, string Domain, bool Hidden, string? Spelling)
    {
        public long Id { get; init; }
        public long Standing { get; init; }
    }
}
