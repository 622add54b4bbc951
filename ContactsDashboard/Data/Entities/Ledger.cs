using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Entities;

/// <summary>An entry of the ledger. It is ended, never deleted: that is its history and what undo restores.</summary>
internal sealed class SuppressionEntry
{
    /// <summary>The organisation id of platform entries.</summary>
    public const long PlatformOrganization = 0;

    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public SuppressionLevel Level { get; set; }
    public SuppressionScope Scope { get; set; }

    /// <summary>Or a <see cref="HashedAddress"/>, where the store knows no address of that value.</summary>
    public required string Value { get; set; }

    /// <summary>The domain of a hashed e-mail address, where it is known.</summary>
    public string? Domain { get; set; }
    public SuppressionReason Reason { get; set; }
    public SuppressionSource Source { get; set; }
    public string? Note { get; set; }
    public string? EvidenceCode { get; set; }
    public string? EvidenceText { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";

    /// <summary>The latest expiry of its claims; null when one of them has none.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public long? EndedByAuditId { get; set; }

    /// <summary>The erasure whose entry this is: nothing that was done before it is undone.</summary>
    public long? ErasedByAuditId { get; set; }
    public List<SuppressionClaim> Claims { get; set; } = [];
    public List<SuppressionException> Exceptions { get; set; } = [];
}

/// <summary>One blocker's claim on an entry. The entry lasts while one claim does, so undoing one person's block never removes another's.</summary>
internal sealed class SuppressionClaim
{
    public long Id { get; set; }
    public long SuppressionId { get; set; }
    public long AuditId { get; set; }
    public string ClaimedBy { get; set; } = "";
    public DateTimeOffset? ExpiresAt { get; set; }
    public long? RemovedByAuditId { get; set; }
}

/// <summary>What an edit of an entry replaced, so that it can be shown and taken back.</summary>
internal sealed class SuppressionChange
{
    public long Id { get; set; }
    public long SuppressionId { get; set; }
    public long AuditId { get; set; }
    public string? NoteBefore { get; set; }
    public string? NoteAfter { get; set; }
    public DateTimeOffset? ExpiredBefore { get; set; }
    public DateTimeOffset? ExpiresAfter { get; set; }
}

/// <summary>An address exempt from one own-level domain entry.</summary>
internal sealed class SuppressionException
{
    public long Id { get; set; }
    public long SuppressionId { get; set; }
    public required string Value { get; set; }
    public long AuditId { get; set; }
    public long? RemovedByAuditId { get; set; }
}
