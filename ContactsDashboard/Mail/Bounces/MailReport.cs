using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>One report, as mail brought it; nothing in it is believed before it is matched with what was sent.</summary>
/// <param name="Recipients">Exactly those whose own record says so; none where a complaint hides its recipient.</param>
public sealed record MailReport(MailReportKind Kind, IReadOnlyList<ReportedRecipient> Recipients, ReturnedMail Returned);

/// <summary>One recipient of the message that came back.</summary>
/// <param name="Address">Whom the sender wrote to, as far as the report says so.</param>
/// <param name="FinalAddress">Where a forward led to, if that is somebody else.</param>
/// <param name="Class">Means nothing in a complaint.</param>
public sealed record ReportedRecipient(EmailAddress Address, EmailAddress? FinalAddress, BounceClass Class, Diagnostic Diagnostic);

/// <summary>What the report gives back of the message it is about.</summary>
/// <param name="MessageId">Without brackets.</param>
/// <param name="Paths">The addresses by which the sender may know whom it wrote to: its own return path, and where the report was sent.</param>
public sealed record ReturnedMail(string? MessageId, EmailAddress? From, IReadOnlyList<EmailAddress> Recipients, IReadOnlyList<EmailAddress> Paths, string Subject,
    DateTimeOffset? SentAt)
{
    public static readonly ReturnedMail Nothing = new(null, null, [], [], "", null);
}
