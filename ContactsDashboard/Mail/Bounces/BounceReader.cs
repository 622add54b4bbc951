using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>Reads what a message reports of another: deliveries that failed (RFC 3464, RFC 6533, or in words) and complaints (RFC 5965).</summary>
public static class BounceReader
{
    /// <summary>
    /// Null for everything that is no bounce and no complaint: read receipts, answers of absent people, requests to confirm, virus notices, reports on
    /// authentication. Content never throws, and takes time linear in its length.
    /// </summary>
    /// <param name="message">Header and body, from the beginning; of a very long message the first megabytes do.</param>
    public static MailReport? Read(ReadOnlySpan<byte> message)
    {
        var top = MimePart.Parse(message);
        return ReadPart(top, top.Header, depth: 0);
    }

    private static MailReport? ReadPart(MimePart part, FieldBlock report, int depth)
    {
        var leaves = part.Leaves().ToList();
        if (leaves.Exists(p => p.Type is "message/disposition-notification") && !leaves.Exists(IsStatus))
            return null;
        var feedback = leaves.Find(p => p.Type == "message/feedback-report");
        var returnedPart = leaves.Find(p => p.IsMessage)?.Inner();
        var notice = string.Join("\n\n", leaves.TakeWhile(p => !p.IsMessage).Where(p => p.Type.StartsWith("text/", StringComparison.Ordinal)).Take(3).Select(p => p.Text));
        var (copy, start) = ReturnedReader.FindIn(notice);
        if (copy is not null && ReturnedReader.IsWhole(copy) && start > 0)
            notice = notice[..start];
        var returned = ReturnedReader.Read(returnedPart?.Header ?? copy, report);
        if (feedback is not null)
            return FeedbackReader.Read(feedback.Text, returnedPart, returned);
        if (returnedPart is not null && IsJunkReport(report))
            return FeedbackReader.ReadPlain(returnedPart, returned);
        var recipients = leaves.Where(IsStatus).Select(p => DeliveryStatusReader.Read(p.Text)).FirstOrDefault(r => r.Count > 0)
            ?? leaves.TakeWhile(p => !p.IsMessage).Where(p => DeliveryStatusReader.LooksRight(p.Text)).Select(p => DeliveryStatusReader.Read(p.Text)).FirstOrDefault() ?? [];
        if (recipients.Count == 0 && !SaysDelivered(leaves))
            recipients = FreeText(notice, report, returned);
        if (recipients.Count > 0)
            return new(MailReportKind.Bounce, recipients, returned);
        // Somebody forwarded the report.
        return returnedPart is not null && depth < 3 && returnedPart.Leaves().Any(IsStatus) ? ReadPart(returnedPart, returnedPart.Header, depth + 1) : null;
    }

    private static bool IsStatus(MimePart part) => part.Type is "message/delivery-status" or "message/global-delivery-status";

    /// <summary>A report that says of its recipients that they have the message says nothing else.</summary>
    private static bool SaysDelivered(List<MimePart> leaves) => leaves.Find(IsStatus)?.Text is { } text
        && (text.Contains("Action:", StringComparison.OrdinalIgnoreCase) || text.Contains("Final-Recipient:", StringComparison.OrdinalIgnoreCase));

    private static readonly string[] Involved = ["From", "To", "Cc", "Reply-To", "Return-Path", "Sender", "Errors-To", "Delivered-To"];

    private static List<ReportedRecipient> FreeText(string notice, FieldBlock report, ReturnedMail returned)
    {
        var others = Involved.SelectMany(report.All)
            .SelectMany(ReportAddress.ReadList).Concat(returned.Paths).Concat(returned.From is { } from ? [from] : []).ToHashSet();
        var failed = report.All("X-Failed-Recipients").SelectMany(ReportAddress.ReadList).Distinct().ToList();
        return FreeTextReader.Read(notice, HeaderText.Subject(report.First("Subject") ?? ""), failed, others);
    }

    /// <summary>Outlook.com's reporting programme sends the message alone.</summary>
    private static bool IsJunkReport(FieldBlock report) => report.First("Subject")?.StartsWith("complaint about message from", StringComparison.OrdinalIgnoreCase) == true;
}
