using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>How one value stands in the ledger.</summary>
/// <param name="Stored">What a new entry says.</param>
/// <param name="Values">Every form in which entries for it may be there.</param>
/// <param name="ErasedBy">The erasure of its person, if any.</param>
internal sealed record LedgerForm(string Stored, IReadOnlyList<string> Values, string? Domain, long? ErasedBy);

/// <summary>
/// Tells who is known by hash, and gives an entry its address back when the store comes to know that address: whoever adds an address asks here first.
/// One transaction's; who hashes nothing pays one look-up.
/// </summary>
internal sealed class HashTable(Func<string, Statement> prepare, long organization) : IDisposable
{
    private readonly Dictionary<(SuppressionScope, string), LedgerForm> _forms = [];
    private readonly List<Statement> _statements = [];
    private Statement? _hashes;
    private Statement? _new;
    private Statement? _erased;
    private Statement? _reveal;
    private bool? _isUsed;
    private bool? _hasErased;

    /// <summary>Whether anything in the store is known by hash.</summary>
    public bool IsUsed => _isUsed ??= Prepare(HashSql.IsUsed).Number() == 1;

    /// <summary>Whether the organisation erased anybody.</summary>
    public bool HasErased => _hasErased ??= IsUsed && Prepare(HashSql.HasErased.Replace("@organization", "?1", StringComparison.Ordinal)).Number(organization) == 1;

    public LedgerForm FormOf(SuppressionScope scope, string value)
    {
        var isDigest = scope == SuppressionScope.Email && HashedAddress.IsDigest(value);
        if (scope == SuppressionScope.Domain || (!isDigest && !IsUsed))
            return new(value, [value], null, null);
        if (_forms.TryGetValue((scope, value), out var known))
            return known;
        var erasedBy = ErasedBy(scope, value);
        if (!isDigest && erasedBy is null)
        {
            Reveal(scope, value);
            return _forms[(scope, value)] = new(value, [value], null, null);
        }
        // What is added next may be the first hash of all, and the first under this key.
        _isUsed = true;
        var stored = NewHash(value);
        return _forms[(scope, value)] = new(stored, [.. Hashes(value).Prepend(stored).Prepend(value).Distinct()], isDigest ? null : DomainOf(value), erasedBy);
    }

    /// <summary>The erasure that took this person away; null when none did.</summary>
    public long? ErasedBy(SuppressionScope scope, string value) =>
        !HasErased ? null : (_erased ??= Prepare($"""
            SELECT AuditId FROM Erasures WHERE OrganizationId = ?1 AND Channel = ?2 AND Hash IN (SELECT {HashSql.HashWith}(?3, Id) FROM HashKeys) ORDER BY Id DESC LIMIT 1
            """)).Number(organization, scope == SuppressionScope.Phone ? 1 : 0, value);

    /// <summary>Before a row of this address is added.</summary>
    public void Reveal(SuppressionScope scope, string value)
    {
        if (IsUsed)
            (_reveal ??= Prepare(HashSql.Reveal.Replace("@organization", "?1", StringComparison.Ordinal).Replace("@scope", "?2", StringComparison.Ordinal)
                .Replace("@value", "?3", StringComparison.Ordinal))).Run(organization, (int)scope, value);
    }

    public void Dispose() => _statements.ForEach(s => s.Dispose());

    private List<string> Hashes(string value) =>
        (_hashes ??= Prepare($"SELECT {HashSql.HashWith}(?1, Id) FROM HashKeys")).All(row => row.GetString(0), value);

    private string NewHash(string value) => (_new ??= Prepare($"SELECT {HashSql.NewHash}(?1)")).All(row => row.GetString(0), value)[0];

    private static string? DomainOf(string value) => value.LastIndexOf('@') is >= 0 and var at ? value[(at + 1)..] : null;

    private Statement Prepare(string sql)
    {
        var statement = prepare(sql);
        _statements.Add(statement);
        return statement;
    }
}
