using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Requests;

/// <summary>Whom a request is about.</summary>
public abstract record RequestSubject
{
    /// <summary>Addresses, numbers or contact ids as typed.</summary>
    public sealed record Named(IReadOnlyList<string> Texts) : RequestSubject;

    /// <summary>Contacts chosen from a list, one by one or all that match.</summary>
    public sealed record Selected(ContactSelection Contacts) : RequestSubject;

    /// <summary>Everybody in a list, category or dynamic segment at this moment.</summary>
    public sealed record InSegment(long Id) : RequestSubject;
}

/// <summary>What somebody asks Support for.</summary>
/// <param name="ExistsConfirmed">Needed to reactivate: the addresses and numbers exist.</param>
public sealed record RequestEdit(RequestKind Kind, RequestChannels Channels, RequestSubject Subject, string Reason, bool ExistsConfirmed)
{
    public const int MaxText = 2_000;

    public const int MaxNamed = 1_000;
}

/// <summary>What was filed: one request, or two where part of it is the platform's to decide.</summary>
public sealed record FiledRequest(long? Own, long? AtPlatform, long Addresses, long PlatformAddresses)
{
    /// <summary>The one to look at.</summary>
    public long Id => Own ?? AtPlatform!.Value;
}

/// <summary>A request as lists show it.</summary>
/// <param name="Subject">The address it is about, the segment's name, or how many.</param>
/// <param name="AskedBy">Whoever asked; for another organisation's eyes, that organisation.</param>
public sealed record RequestRow(long Id, RequestKind Kind, RequestChannels Channels, RequestState State, bool AtPlatform, string Subject, long Count, string AskedBy,
    DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt);

/// <summary>Some requests, and how many wait for whoever looks.</summary>
public sealed record RequestRows(IReadOnlyList<RequestRow> Rows, long? Next);

/// <summary>How many requests wait, in the organisation's queue and in the platform's.</summary>
public sealed record WaitingRequests(long Own, long AtPlatform);

/// <summary>A word on a request.</summary>
public sealed record CommentRow(DateTimeOffset At, string By, bool IsMine, string Text);

/// <summary>One address of a request and what became of it.</summary>
/// <param name="IsMoved">The contact has another address by now; the request is about this one.</param>
public sealed record RequestItemRow(long AddressId, bool IsPhone, string Value, long? ContactId, bool IsMoved, BulkOutcome Outcome);

/// <summary>All there is to know about a request.</summary>
public sealed record RequestDetail(RequestRow Row, string Reason, bool ExistsConfirmed, string? DecidedBy, IReadOnlyList<CommentRow> Comments, BulkCounts Counts)
{
    /// <summary>The first of its addresses.</summary>
    public IReadOnlyList<RequestItemRow> Items { get; init; } = [];

    public bool MayDecide { get; init; }

    /// <summary>Why whoever could decide others may not decide this one; null when they may, or never could.</summary>
    public string? WhyNot { get; init; }

    /// <summary>Whoever looks asked for it.</summary>
    public bool IsMine { get; init; }

    public bool MayWithdraw => IsMine && Row.State == RequestState.Waiting;

    /// <summary>How the work stands once it is approved.</summary>
    public JobState? Work { get; init; }

    public string? WorkError { get; init; }

    /// <summary>By which what it led to can be undone, where whoever looks sees that record.</summary>
    public long? AuditId { get; init; }

    public bool IsAtWork => Work is JobState.Queued or JobState.Running;
}

/// <summary>An entry in the way of one address, and what an approval does about it.</summary>
public sealed record EntryDecision(LedgerEntry Entry, string? WhyNot);

/// <summary>One address as a preview shows it.</summary>
public sealed record TargetPreview(string Value, bool IsMoved, BulkOutcome Outcome, IReadOnlyList<EntryDecision> Entries);

/// <summary>What an approval would do now. <see cref="BulkOutcome.Pending"/> is what would change.</summary>
/// <param name="Number">Hand it to the approval: what was not shown is not lifted.</param>
/// <param name="Partly">Of those that would change: how many something else would still block.</param>
/// <param name="Moved">How many contacts have another address by now.</param>
public sealed record RequestPreview(long Number, BulkCounts Counts, long Partly, long Moved, IReadOnlyList<TargetPreview> Examples);

/// <summary>The expected failures around requests.</summary>
internal static class RequestProblems
{
    public static readonly Problem NotFound = new("REQUEST_NOT_FOUND", "There is no such request.");

    public static readonly Problem Decided = new("REQUEST_DECIDED", "This request no longer waits: somebody decided or withdrew it meanwhile.");

    public static readonly Problem Stale = new("PREVIEW_STALE", "Somebody looked at this request after you did. Look again, then decide.");

    public static readonly Problem OwnRequest = new("FORBIDDEN", "Your own request is decided by somebody else: Support or an Admin.");

    public static readonly Problem NotByProgram = new("FORBIDDEN", "Requests are decided by people, in the dashboard.");

    public static Problem Invalid(string field, string message, string? value = null) => new("VALIDATION_ERROR", message) { Field = field, Value = value };
}
