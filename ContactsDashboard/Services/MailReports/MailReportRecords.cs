using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.MailReports;

/// <summary>What one report that came by mail says of one recipient.</summary>
/// <param name="Recipient">Null while nobody knows whom a complaint is about.</param>
/// <param name="Class">Null for a complaint.</param>
/// <param name="Subject">Of the mail that came back, as far as the report says.</param>
/// <param name="MessageId">The sent message it answers, where mail knows it.</param>
/// <param name="SuppressionId">The entry of the ledger it made or joined.</param>
public sealed record MailReportRow(long Id, string? Recipient, MailReportKind Kind, BounceClass? Class, bool IsDelayed, string? Code, string? Text, string Subject,
    DateTimeOffset? SentAt, DateTimeOffset ReportedAt, DateTimeOffset ReceivedAt, MailReportState State, long? MessageId, long? SuppressionId)
{
    /// <summary>It is believed: by what was sent, or because somebody accepted it.</summary>
    public bool IsBelieved => State is MailReportState.Verified or MailReportState.Accepted;
}

/// <summary>Which reports, newest first.</summary>
public sealed record MailReportsQuery
{
    public const int MaxLimit = 100;

    public MailReportState? State { get; init; }

    /// <summary>Complaints, or bounces of every class.</summary>
    public MailReportKind? Kind { get; init; }

    /// <summary>Bounces of this class.</summary>
    public BounceClass? Class { get; init; }

    /// <summary>Part of the recipient's address.</summary>
    public string? Search { get; init; }

    /// <summary>Only reports older than this one.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = 20;

    public bool IsFiltered => Kind is not null || Class is not null || !string.IsNullOrWhiteSpace(Search);
}

/// <summary>A page of reports; <paramref name="Next"/> is the <see cref="MailReportsQuery.Before"/> of the one after it.</summary>
public sealed record MailReportRows(IReadOnlyList<MailReportRow> Rows, long Total, long? Next, IReadOnlyDictionary<MailReportState, long> ByState);

/// <summary>What came of deciding about reports.</summary>
/// <param name="Decided">How many it holds for; others were decided by somebody else meanwhile, or name nobody.</param>
/// <param name="Suppressed">How many addresses the ledger now holds for them.</param>
/// <param name="Change">To undo it by; null where there is nothing to take back.</param>
public sealed record MailReportDecision(long Decided, long Suppressed, long Skipped, ChangeReceipt? Change);
