using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>What a file says of contacts that is not in their rows: read beside them, in the same order, rather than anew for each.</summary>
/// <param name="ids">A JSON array.</param>
/// <param name="free">Domains no entry of the ledger covers.</param>
internal sealed class ContactFileMore(SqliteConnection connection, OrganizationId organization, string ids, DateTimeOffset now, HashSet<string> free) : IDisposable
{
    private readonly CoverTable _covers = new(connection, organization.Value, now.UtcTicks, long.MaxValue, free);
    private readonly RawStatement _standing = new(connection, ContactFileSql.Standing);
    private readonly RawStatement _reasons = new(connection, ContactFileSql.Reasons);

    /// <summary>Contact by contact: place, segment.</summary>
    public RowsBeside Segments { get; } = new(connection, ContactFileSql.Segments, ids);

    /// <summary>Contact by contact: place, field, text.</summary>
    public RowsBeside Fields { get; } = new(connection, ContactFileSql.Fields, ids);

    /// <summary>The standing by the ledger at this moment, not the one lists are filtered by.</summary>
    public Standing OfEmail(long address, string value, string domain, Confirmation confirmation) => _covers.Covers(Channel.Email, value, domain)
        ? (Standing)_standing.Bind(1, address).Bind(2, now.UtcTicks).Number()! : confirmation == Confirmation.Asked ? Standing.NotConfirmed : Standing.Active;

    public Standing OfPhone(string value) => _covers.Covers(Channel.Phone, value, "") ? Standing.Blacklisted : Standing.Active;

    /// <summary>Every reason an address is blocked for.</summary>
    public List<SuppressionReason> Reasons(long address)
    {
        var reasons = new List<SuppressionReason>();
        _reasons.Bind(1, address).Bind(2, now.UtcTicks);
        while (_reasons.Step())
            reasons.Add((SuppressionReason)_reasons.Long(0));
        return reasons;
    }

    public void Dispose()
    {
        foreach (var statement in new IDisposable[] { _covers, _standing, _reasons, Segments, Fields })
            statement.Dispose();
    }
}

/// <summary>Rows that belong to other rows, in the order of those; the first column says to which.</summary>
internal sealed class RowsBeside(SqliteConnection connection, string sql, string ids) : IDisposable
{
    private readonly RawStatement _rows = new RawStatement(connection, sql).Bind("@ids", ids);
    private bool _isRead = true;
    private bool _isOver;

    /// <summary>The next that belongs to <paramref name="key"/>, or null.</summary>
    public RawStatement? Next(long key)
    {
        while (!_isOver && (_isRead || _rows.Long(0) < key))
            (_isOver, _isRead) = (!_rows.Step(), false);
        _isRead = !_isOver && _rows.Long(0) == key;
        return _isRead ? _rows : null;
    }

    public void Dispose() => _rows.Dispose();
}
