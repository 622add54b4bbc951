using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>What a row to add says; everything but who adds it, which is the same for all rows of a batch.</summary>
internal sealed record LedgerAddition(SuppressionScope Scope, string Value, SuppressionReason Reason)
{
    public string? Note { get; init; }

    public string? EvidenceCode { get; init; }

    public string? EvidenceText { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public IReadOnlyCollection<string> Exceptions { get; init; } = [];

    /// <summary>Its value is the digest of an address.</summary>
    public bool IsDigest => Scope == SuppressionScope.Email && HashedAddress.IsDigest(Value);
}

/// <summary>Who adds, to whose ledger, by which path, on record of which audit entry.</summary>
internal sealed record LedgerAuthor(long Owner, SuppressionLevel Level, SuppressionSource Source, string Label, long AuditId, DateTimeOffset Now);

/// <summary>An entry that is not ended, as far as adding to it needs it; its expiry may have passed.</summary>
internal sealed record StandingEntry(long Id, SuppressionReason Reason, SuppressionSource Source, DateTimeOffset? ExpiresAt);

/// <summary>
/// Adds to the ledger row by row with prepared statements, one or ten thousand alike: a new entry, or a claim on the one in force with the same
/// reason. The ledger never holds two of (owner, scope, value, reason). Who was erased, or is known by a digest alone, goes by a hash.
/// </summary>
internal sealed class LedgerTable(SqliteConnection connection, LedgerAuthor author) : IDisposable
{
    private readonly HashTable _hashes = new(sql => new(connection, sql), author.Owner);

    private readonly Statement _standing = new(connection,
        "SELECT Id, Reason, Source, ExpiresAt FROM Suppressions WHERE OrganizationId = ?1 AND Scope = ?2 AND Value = ?3 AND EndedAt IS NULL");

    private readonly Statement _expire = new(connection, "UPDATE Suppressions SET EndedAt = ExpiresAt WHERE Id = ?1");

    private readonly Statement _insert = new(connection, """
        INSERT INTO Suppressions (OrganizationId, Level, Scope, Value, Reason, Source, Note, EvidenceCode, EvidenceText, CreatedAt, CreatedBy, ExpiresAt,
            Domain, ErasedByAuditId)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) RETURNING Id
        """);

    // Whoever joins adds what was not known; what stands there keeps standing.
    private readonly Statement _join = new(connection, """
        UPDATE Suppressions SET Source = ?2, ExpiresAt = ?3, Note = coalesce(Note, ?4), EvidenceCode = coalesce(EvidenceCode, ?5),
            EvidenceText = coalesce(EvidenceText, ?6) WHERE Id = ?1
        """);

    private readonly Statement _claim = new(connection,
        "INSERT INTO SuppressionClaims (SuppressionId, AuditId, ClaimedBy, ExpiresAt) VALUES (?1, ?2, ?3, ?4)");

    private readonly Statement _claimed = new(connection, "SELECT 1 FROM SuppressionClaims WHERE SuppressionId = ?1 AND AuditId = ?2 LIMIT 1");

    private readonly Statement _exempt = new(connection,
        "INSERT INTO SuppressionExceptions (SuppressionId, Value, AuditId) VALUES (?1, ?2, ?3)");

    private readonly Statement _exemptNoMore = new(connection, """
        UPDATE SuppressionExceptions SET RemovedByAuditId = ?2 WHERE SuppressionId = ?1 AND RemovedByAuditId IS NULL
            AND Value NOT IN (SELECT value FROM json_each(?3))
        """);

    /// <summary>The entries of exactly this scope and value, whatever their reason; those that ran out are ended first.</summary>
    public List<StandingEntry> Standing(SuppressionScope scope, string value)
    {
        var form = _hashes.FormOf(scope, value);
        HasMetErased |= form.ErasedBy is not null;
        var entries = form.Values.SelectMany(known => _standing.All(row => new StandingEntry(row.GetInt64(0),
            (SuppressionReason)row.GetInt32(1), (SuppressionSource)row.GetInt32(2), row.InstantOrNull(3)), author.Owner, (int)scope, known)).ToList();
        foreach (var expired in entries.Where(e => e.ExpiresAt <= author.Now))
            _expire.Run(expired.Id);
        entries.RemoveAll(e => e.ExpiresAt <= author.Now);
        return entries;
    }

    /// <summary>Adds one, given what <see cref="Standing"/> found for it, and returns the entry's id.</summary>
    public long Add(LedgerAddition added, IEnumerable<StandingEntry> standing)
    {
        var entry = standing.FirstOrDefault(e => e.Reason == added.Reason);
        var id = entry is null ? Insert(added) : Join(entry, added);
        _claim.Run(id, author.AuditId, author.Label, added.ExpiresAt?.UtcTicks);
        return id;
    }

    /// <summary>Whether somebody who was erased was among those asked about.</summary>
    public bool HasMetErased { get; private set; }

    /// <summary>Whether this author's action claims the entry already.</summary>
    public bool IsClaimed(long id) => _claimed.Number(id, author.AuditId) is not null;

    public void Dispose()
    {
        _hashes.Dispose();
        foreach (var statement in new[] { _standing, _expire, _insert, _join, _claim, _claimed, _exempt, _exemptNoMore })
            statement.Dispose();
    }

    private long Insert(LedgerAddition added)
    {
        var form = _hashes.FormOf(added.Scope, added.Value);
        // What is told of somebody who is erased is not kept again.
        var (note, text) = form.ErasedBy is null ? (added.Note, added.EvidenceText) : (null, null);
        var id = _insert.Number(author.Owner, (int)author.Level, (int)added.Scope, form.Stored, (int)added.Reason, (int)author.Source, note,
            added.EvidenceCode, text, author.Now.UtcTicks, author.Label, added.ExpiresAt?.UtcTicks, form.Domain, form.ErasedBy)!.Value;
        foreach (var value in added.Exceptions)
            _exempt.Run(id, value, author.AuditId);
        return id;
    }

    private long Join(StandingEntry entry, LedgerAddition added)
    {
        // What the recipient says too is theirs from then on: an operator's entry must not keep it releasable by operators.
        var source = Suppression.IsGuardedReason(entry.Reason, author.Source) ? author.Source : entry.Source;
        var expiry = entry.ExpiresAt is null || added.ExpiresAt is null ? null : entry.ExpiresAt > added.ExpiresAt ? entry.ExpiresAt : added.ExpiresAt;
        var isErased = _hashes.FormOf(added.Scope, added.Value).ErasedBy is not null;
        _join.Run(entry.Id, (int)source, expiry?.UtcTicks, isErased ? null : added.Note, added.EvidenceCode, isErased ? null : added.EvidenceText);
        // Who joins an entry without exempting somebody wants them stopped; undoing the joining exempts them again.
        if (added.Scope == SuppressionScope.Domain)
            _exemptNoMore.Run(entry.Id, author.AuditId, System.Text.Json.JsonSerializer.Serialize(added.Exceptions));
        return entry.Id;
    }
}
