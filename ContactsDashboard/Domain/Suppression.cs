namespace ContactsDashboard.Domain;

/// <summary>Whose entry it is: one organisation's own, or the platform's, shared by all organisations of the installation.</summary>
public enum SuppressionLevel { Own = 0, Platform = 1 }

/// <summary>What an entry's value names.</summary>
public enum SuppressionScope { Email = 0, Domain = 1, Phone = 2 }

/// <summary>Why an address must not be written to.</summary>
public enum SuppressionReason { Manual = 0, Unsubscribed = 1, Bounced = 2, Complained = 3, SpamTrap = 4 }

/// <summary>By which path an entry came into the ledger.</summary>
public enum SuppressionSource { Operator = 0, Api = 1, Import = 2, Send = 3, Event = 4, Form = 5, Request = 6, Platform = 7 }

/// <summary>One entry of the ledger, as far as the question "does it cover this address" needs it.</summary>
public sealed record Suppression
{
    public required SuppressionLevel Level { get; init; }

    public required SuppressionScope Scope { get; init; }

    /// <summary>Normalised: an address, a domain, <c>*.domain</c> for every sub-domain at any depth, or an E.164 number.</summary>
    public required string Value { get; init; }

    public required SuppressionReason Reason { get; init; }

    public required SuppressionSource Source { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public bool Ended { get; init; }

    /// <summary>Addresses exempt from this own-level domain entry, and from no other.</summary>
    public IReadOnlyCollection<string> Exceptions { get; init; } = [];

    /// <summary>Releasing it needs the right to release guarded reasons.</summary>
    public bool IsGuarded => IsGuardedReason(Reason, Source);

    public static bool IsGuardedReason(SuppressionReason reason, SuppressionSource source) => reason switch
    {
        SuppressionReason.Bounced or SuppressionReason.Complained or SuppressionReason.SpamTrap => true,
        SuppressionReason.Unsubscribed => source is SuppressionSource.Event or SuppressionSource.Form or SuppressionSource.Import,
        _ => false,
    };

    public bool IsInForce(DateTimeOffset now) => !Ended && (ExpiresAt is null || ExpiresAt > now);

    /// <summary>The rule of the whole product: whether this entry forbids writing to <paramref name="email"/> at <paramref name="now"/>.</summary>
    public bool Covers(EmailAddress email, DateTimeOffset now) => IsInForce(now) && Scope switch
    {
        SuppressionScope.Email => Value == email.Value,
        SuppressionScope.Domain => CoversDomain(Value, email.Domain.Value) && !(Level == SuppressionLevel.Own && Exceptions.Contains(email.Value)),
        _ => false,
    };

    /// <summary>The same rule for a phone number, which only an entry for exactly that number covers.</summary>
    public bool Covers(PhoneNumber phone, DateTimeOffset now) => IsInForce(now) && Scope == SuppressionScope.Phone && Value == phone.Value;

    /// <summary><c>*.example.com</c> covers every sub-domain at any depth and not example.com itself; without the star only the domain itself.</summary>
    public static bool CoversDomain(string pattern, string domain) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? domain.Length > pattern.Length - 1 && domain.EndsWith(pattern[1..], StringComparison.Ordinal)
        : pattern == domain;

    /// <summary>Every domain value that could cover <paramref name="domain"/>: itself and a wildcard for each parent.</summary>
    public static IEnumerable<string> DomainValuesCovering(string domain)
    {
        yield return domain;
        for (var dot = domain.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = domain.IndexOf('.', dot + 1))
            yield return "*" + domain[dot..];
    }
}
