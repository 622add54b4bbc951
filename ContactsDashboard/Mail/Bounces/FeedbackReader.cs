using System.Collections.Frozen;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>Reads feedback reports (RFC 5965) and those of Outlook.com's junk mail reporting programme, which are older.</summary>
internal static class FeedbackReader
{
    /// <summary>What a recipient can say; that a message is not spam, or fails authentication (RFC 6591), is no complaint.</summary>
    private static readonly FrozenSet<string> Complaints = FrozenSet.ToFrozenSet(["abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "miscategorized"]);

    /// <summary>Headers in which those who deliver say whom they deliver to.</summary>
    private static readonly string[] RecipientFields =
        ["X-HmXmrOriginalRecipient", "X-Original-To", "Delivered-To", "X-Apparently-To", "X-Rcpt-To", "X-Envelope-To", "Envelope-To", "X-MDRcpt-To"];

    /// <summary>Null where it is no complaint.</summary>
    public static MailReport? Read(string content, MimePart? returnedPart, ReturnedMail returned)
    {
        var fields = FieldBlock.Read(content.TrimStart('\r', '\n'));
        var type = fields.First("Feedback-Type")?.Trim().ToLowerInvariant() ?? "";
        if (!Complaints.Contains(type))
            return null;
        var named = fields.All("Original-Rcpt-To").Concat(fields.All("Removal-Recipient"));
        return Complaint(named, returnedPart, returned, $"Feedback-Type: {type}" + (fields.First("User-Agent") is { } agent ? $" ({agent})" : ""));
    }

    /// <summary>A complaint without a report in it: the message that came back is all there is.</summary>
    public static MailReport ReadPlain(MimePart returnedPart, ReturnedMail returned) => Complaint([], returnedPart, returned, "Junk mail report");

    private static MailReport Complaint(IEnumerable<string> named, MimePart? returnedPart, ReturnedMail returned, string text)
    {
        var recipients = new HashSet<EmailAddress>();
        foreach (var value in named)
        {
            if (ReportAddress.TryReadTyped(value, out var address))
                recipients.Add(address);
        }
        if (recipients.Count == 0 && FromHeaders(returnedPart, returned) is { } found)
            recipients.Add(found);
        var diagnostic = new Diagnostic(null, null, text);
        return new(MailReportKind.Complaint, [.. recipients.Select(r => new ReportedRecipient(r, null, BounceClass.Permanent, diagnostic))], returned);
    }

    /// <summary>Whom the returned message says it was delivered to; its To only where that names one person, as nothing else tells which of them complained.</summary>
    private static EmailAddress? FromHeaders(MimePart? returnedPart, ReturnedMail returned)
    {
        foreach (var name in RecipientFields)
        {
            if (returnedPart?.Header.First(name) is { } value && ReportAddress.TryRead(value.Split(" via ")[0], out var address) && address != returned.From)
                return address;
        }
        return returned.Recipients is [var only] && only != returned.From ? only : null;
    }
}
