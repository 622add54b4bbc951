namespace ContactsDashboard.Domain;

/// <summary>Which entries of the ledger: the one description that list, counts, export and release share.</summary>
public sealed record SuppressionsQuery
{
    public const int MaxLimit = 100;

    public SuppressionReason? Reason { get; init; }

    public SuppressionScope? Scope { get; init; }

    public SuppressionLevel? Level { get; init; }

    public SuppressionSource? Source { get; init; }

    /// <summary>Part of the value.</summary>
    public string? Email { get; init; }

    /// <summary>Addresses at exactly this domain, and entries for it.</summary>
    public string? Domain { get; init; }

    /// <summary>The beginning of the SMTP reply or enhanced status code: <c>5</c>, <c>550</c>, <c>5.7</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Part of the diagnostic text, in any case.</summary>
    public string? Text { get; init; }

    public DateTimeOffset? CreatedAfter { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }

    public int Page { get; init; } = 1;

    public int Limit { get; init; } = 20;

    /// <summary>Entries older than this id; takes precedence over the page.</summary>
    public long? Before { get; init; }

    /// <summary>Whether it narrows the list at all.</summary>
    public bool IsFiltered => Reason is not null || Scope is not null || Level is not null || Source is not null || CreatedAfter is not null || CreatedBefore is not null
        || new[] { Email, Domain, Code, Text }.Any(t => !string.IsNullOrWhiteSpace(t));
}
