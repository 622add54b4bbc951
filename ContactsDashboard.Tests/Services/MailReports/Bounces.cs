namespace ContactsDashboard.Tests.Services.MailReports;

/// <summary>Sent mail, and what comes back of it.</summary>
internal static class Bounces
{
    /// <summary>Mail from the organisation's own domain, with this Message-ID.</summary>
    public static string Sent(string id, string to, string? returnPath = null) =>
        $"{(returnPath is null ? "" : $"Return-Path: <{returnPath}>\r\n")}From: Acme <news@acme.example>\r\nTo: {to}\r\nDate: Fri, 20 Nov 2026 09:00:00 +0000\r\nMessage-ID: <{id}>\r\nSubject: Offers {id}\r\n\r\nHello\r\n";

    /// <summary>A report that gives back mail with this Message-ID, one record for each recipient: address, action, status, diagnostic.</summary>
    public static string Of(string returned, params (string Address, string Action, string Status, string Text)[] records) => Report("b-" + returned, returned, "bounces@acme.example", records);

    public static string Report(string id, string? returned, string to, params (string Address, string Action, string Status, string Text)[] records) => $"""
        Return-Path: <>
        From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
        To: {to}
        Date: Fri, 20 Nov 2026 09:05:00 +0000
        Message-ID: <{id}>
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b42"

        --b42
        Content-Type: text/plain

        This is the mail system at host mx.example.net.

        --b42
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net

        {string.Join("\r\n", records.Select(r => $"Final-Recipient: rfc822; {r.Address}\r\nAction: {r.Action}\r\nStatus: {r.Status}\r\nDiagnostic-Code: smtp; {r.Text}\r\n"))}
        --b42
        Content-Type: text/rfc822-headers

        {(returned is null ? "" : $"Message-ID: <{returned}>\r\n")}From: Acme <news@acme.example>
        To: {records.FirstOrDefault().Address}
        Subject: Offers

        --b42--
        """.ReplaceLineEndings("\r\n");

    public static string Hard(string returned, string address) => Of(returned, (address, "failed", "5.1.1", $"550 5.1.1 <{address}>: User unknown"));

    /// <summary>A complaint about mail with this Message-ID; the recipient may be hidden.</summary>
    public static string Complaint(string returned, string? recipient) => $"""
        From: Feedback <fbl@example.net>
        To: abuse@acme.example
        Date: Fri, 20 Nov 2026 10:00:00 +0000
        Message-ID: <c-{returned}>
        Subject: FW: Offers
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="b42"

        --b42
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: Example-FBL/1.0
        {(recipient is null ? "Redacted-Address: redacted" : $"Original-Rcpt-To: {recipient}")}

        --b42
        Content-Type: message/rfc822

        Message-ID: <{returned}>
        From: Acme <news@acme.example>
        To: redacted@example.com
        Subject: Offers

        Hello
        --b42--
        """.ReplaceLineEndings("\r\n");
}
