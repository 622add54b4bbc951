using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>An entry of the ledger as pages, API and gate show it.</summary>
public sealed record LedgerEntry
{
    public required long Id { get; init; }

    public required SuppressionLevel Level { get; init; }

    public required SuppressionScope Scope { get; init; }

    /// <summary>The address, domain or number; in words where only its hash is known.</summary>
    public required string Value { get; init; }

    public bool IsHashed { get; init; }

    public required SuppressionReason Reason { get; init; }

    public required SuppressionSource Source { get; init; }

    public string? Note { get; init; }

    public string? EvidenceCode { get; init; }

    public string? EvidenceText { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Exempt addresses, as far as they were asked for.</summary>
    public IReadOnlyCollection<string> Exceptions { get; init; } = [];

    /// <summary>Equal in all that is shown, exceptions included, which the equality of records leaves out.</summary>
    public bool LooksLike(LedgerEntry other) => this with { Exceptions = other.Exceptions } == other && Exceptions.SequenceEqual(other.Exceptions);

    public bool IsGuarded => Suppression.IsGuardedReason(Reason, Source);

    /// <summary>
    /// As this organisation may read it: what led to a platform entry happened elsewhere and is for those who keep the platform's level.
    /// </summary>
    internal LedgerEntry For(OrganizationScope? reader) => Level == SuppressionLevel.Own || reader?.May(Permissions.ManagePlatform) == true ? this
        : this with { Note = null, EvidenceCode = null, EvidenceText = null, CreatedBy = "the platform" };

    public Suppression ToRule() => new()
    {
        Level = Level, Scope = Scope, Value = Value, Reason = Reason, Source = Source, ExpiresAt = ExpiresAt, Exceptions = Exceptions,
    };
}
