using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>A change that was made, and the audit entry by which it can be undone.</summary>
public sealed record ChangeReceipt(long AuditId, long Count)
{
    /// <summary>The entry, where it was about one.</summary>
    public long? SuppressionId { get; init; }
}

/// <summary>What blocking an address would do.</summary>
/// <param name="WouldBlock">False when an entry of its own blocks it for good already.</param>
/// <param name="CoveredBy">Every entry that covers it now.</param>
public sealed record EmailBlockPreview(EmailAddress Email, bool WouldBlock, IReadOnlyList<LedgerEntry> CoveredBy);

/// <summary>What blocking a domain would stop.</summary>
/// <param name="Addresses">Addresses on the contacts page at this domain.</param>
/// <param name="NotYetBlocked">Those of them that may be written to today.</param>
/// <param name="RecentlyActive">Those of the latter active in the last 30 days.</param>
public sealed record DomainBlockPreview(string Domain, long Addresses, long NotYetBlocked, long RecentlyActive, bool IsFreeMail, bool AlreadyBlocked);

/// <summary>An entry in the way of writing to an address, and what could be done about it by whoever asks.</summary>
/// <param name="WhyNot">Why it cannot be released here; null when it can.</param>
/// <param name="Frees">For a domain entry: how many listed addresses, this one included, nothing else blocks.</param>
public sealed record EntryInTheWay(LedgerEntry Entry, string? WhyNot, long Frees)
{
    public bool CanRelease => WhyNot is null;
}

/// <summary>Everything that blocks an address.</summary>
public sealed record ReleasePreview(EmailAddress Email, IReadOnlyList<EntryInTheWay> Entries)
{
    public bool HasReleasableDomain => Entries.Any(e => e.CanRelease && e.Entry.Scope == SuppressionScope.Domain);

    public bool CanAnything => Entries.Any(e => e.CanRelease);
}

/// <summary>One entry, and everything that blocks the same address, domain or number; the entry itself is among them.</summary>
/// <param name="Addresses">For a domain entry: how many listed addresses are at it, exempt ones included.</param>
public sealed record EntryPreview(LedgerEntry Entry, IReadOnlyList<EntryInTheWay> Entries, long Addresses)
{
    /// <summary>What would still block it if this entry went.</summary>
    public IEnumerable<LedgerEntry> OthersThan(LedgerEntry entry) => Entries.Select(e => e.Entry).Where(e => e.Id != entry.Id);
}

/// <summary>What to do about domain entries when an address is unblocked.</summary>
public enum DomainRelease { Exempt = 0, Remove = 1, Keep = 2 }

/// <summary>What unblocking did.</summary>
/// <param name="StillBlockedBy">Entries that still cover the address.</param>
public sealed record ReleaseReceipt(ChangeReceipt? Change, IReadOnlyList<LedgerEntry> Released, IReadOnlyList<LedgerEntry> Exempted, IReadOnlyList<LedgerEntry> StillBlockedBy);
