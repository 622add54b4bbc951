using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Activities;

/// <summary>A message that was sent to a contact, and what became of it.</summary>
public sealed record ActivityEdit(long ContactId, MessageChannel Channel, string MessageName, string? Language, DateTimeOffset SentAt, ActivityStatus Status);

/// <summary>What became of each entry in the order given: null where it was stored, else what is wrong with it.</summary>
public sealed record ActivityReport(IReadOnlyList<Problem?> Problems)
{
    public int Recorded => Problems.Count(p => p is null);
}

/// <summary>Which part of a contact's history.</summary>
public sealed record ActivityQuery
{
    public const int MaxLimit = 100;

    public MessageChannel? Channel { get; init; }

    /// <summary>Sent then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Sent before then.</summary>
    public DateTimeOffset? Until { get; init; }

    public int Limit { get; init; } = 20;

    /// <summary>From a page's next cursor.</summary>
    public string? Cursor { get; init; }
}

/// <summary>An entry of a contact's history.</summary>
public sealed record ActivityRow(long Id, MessageChannel Channel, string MessageName, string? Language, DateTimeOffset SentAt, ActivityStatus Status)
{
    /// <summary>What the other mail server said last, where it refused the message.</summary>
    public string? Diagnostic { get; init; }
}

/// <summary>A page of a contact's history, newest first.</summary>
/// <param name="Total">All entries that match, on whichever page.</param>
public sealed record ActivityPage(IReadOnlyList<ActivityRow> Rows, long Total, string? NextCursor);
