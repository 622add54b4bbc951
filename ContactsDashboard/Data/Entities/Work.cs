using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Entities;

/// <summary>Who did what, when, through which path, and what became of it. Personal values are referred to, not copied.</summary>
internal sealed class AuditEntry
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public DateTimeOffset At { get; set; }
    public required string Actor { get; set; }
    public long? ActorUserId { get; set; }
    public AuditPath Path { get; set; }
    public AuditVerb Verb { get; set; }
    public long? AddressId { get; set; }
    public long? SuppressionId { get; set; }
    public long? ContactId { get; set; }

    /// <summary>How many addresses or entries it changed.</summary>
    public long Count { get; set; } = 1;

    /// <summary>Facts without personal values, as JSON; before and after for settings.</summary>
    public string? Details { get; set; }

    /// <summary>The entry that took it back.</summary>
    public long? UndoneByAuditId { get; set; }

    /// <summary>How many of those it changed were erased since: an undo leaves them.</summary>
    public long Erased { get; set; }
}

/// <summary>Work that outlives a request and a restart.</summary>
internal sealed class Job
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public JobKind Kind { get; set; }
    public JobState State { get; set; }
    public long? UserId { get; set; }
    public required string Actor { get; set; }
    public AuditPath Path { get; set; }

    /// <summary>What whoever started it may do, where that is no person: a person's rights are looked up each time.</summary>
    public Permissions Permissions { get; set; }

    /// <summary>The command, as JSON of the kind's own record.</summary>
    public required string Command { get; set; }

    /// <summary>How far it got, as JSON of the kind's own record; written with the work it counts.</summary>
    public string? Progress { get; set; }
    public string? Error { get; set; }
    public bool CancelRequested { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>How files with the same columns were imported the last time.</summary>
internal sealed class ImportMapping
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }

    /// <summary>SHA-256 of the names of the columns.</summary>
    public required byte[] HeaderHash { get; set; }

    /// <summary>The options, as JSON of the import's own record.</summary>
    public required string Options { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>One address or contact of a previewed set, frozen so that exactly what was shown is done.</summary>
internal sealed class JobItem
{
    public long JobId { get; set; }
    public long ItemId { get; set; }
    public BulkOutcome Outcome { get; set; }
}

/// <summary>A place mail comes from, and how well it does.</summary>
internal sealed class MailSource
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public MailSourceKind Kind { get; set; }
    public required string Name { get; set; }
    public string? Path { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? LastReadAt { get; set; }
    public string? LastError { get; set; }
    public long Accepted { get; set; }
    public long Duplicates { get; set; }
    public long Rejected { get; set; }
    public long Backlog { get; set; }
}

/// <summary>A file of a watched Maildir that was read; its name there is unique and never reused.</summary>
internal sealed class WatchedFile
{
    public long SourceId { get; set; }
    public required string Name { get; set; }
}

/// <summary>A message that was not read, and why.</summary>
internal sealed class RejectedMessage
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long SourceId { get; set; }
    public long JobId { get; set; }
    public required string File { get; set; }
    public long Offset { get; set; }
    public required string Code { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset At { get; set; }
}

/// <summary>Says which addresses mail makes no contacts of.</summary>
internal sealed class DerivationRule
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public DerivationRuleKind Kind { get; set; }
    public required string Pattern { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
