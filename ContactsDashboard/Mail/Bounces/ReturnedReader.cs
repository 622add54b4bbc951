using System.Text.RegularExpressions;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>Reads what a report gives back of the message it is about: a part of its own, or a copy in its text.</summary>
internal static partial class ReturnedReader
{
    private static readonly string[] Receiving = ["To", "Cc", "Bcc"];

    /// <param name="header">Of the returned message; null where nothing came back.</param>
    /// <param name="report">The report's own header: where it was sent may say whom it is about (VERP).</param>
    public static ReturnedMail Read(FieldBlock? header, FieldBlock report)
    {
        var paths = Paths(report, ["Delivered-To", "X-Original-To", "Envelope-To", "To"]);
        if (header is null)
            return ReturnedMail.Nothing with { Paths = paths };
        var id = header.First("Message-ID") is { } field ? MessageIds.First(field) : null;
        var from = ReportAddress.ReadList(header.First("From")).FirstOrDefault();
        var recipients = Receiving.SelectMany(header.All).SelectMany(ReportAddress.ReadList).Distinct().ToList();
        paths = [.. Paths(header, ["Return-Path", "Errors-To", "Sender"]).Concat(paths).Distinct()];
        DateTimeOffset? sentAt = header.First("Date") is { } text && MailDate.TryParse(text, out var date) ? date : null;
        return new(id, from, recipients, paths, HeaderText.Subject(header.First("Subject") ?? ""), sentAt);
    }

    /// <summary>The header block a text has somewhere in it, and where: at least three fields of mail in a row.</summary>
    public static (FieldBlock? Header, int Start) FindIn(string text)
    {
        var tries = 0;
        foreach (Match match in HeaderLine().Matches(text))
        {
            if (tries++ == 50)
                break;
            var block = FieldBlock.Read(text.AsSpan(match.Index));
            if (block.Fields.Count(f => IsMailField(f.Key)) >= 3)
                return (block, match.Index);
        }
        return (null, text.Length);
    }

    /// <summary>Whether it is a header as mail has it, and no summary for people.</summary>
    public static bool IsWhole(FieldBlock header) => header.First("Message-ID") is not null || header.First("Received") is not null;

    private static bool IsMailField(string name) => HeaderNames.Find(System.Text.Encoding.Latin1.GetBytes(name)) != HeaderName.Other;

    private static List<EmailAddress> Paths(FieldBlock header, string[] names) => [.. names.SelectMany(header.All).SelectMany(ReportAddress.ReadList).Distinct().Take(20)];

    [GeneratedRegex(@"(?<=^|\n)(Return-Path|Received|DKIM-Signature|DomainKey-Signature|Authentication-Results|ARC-[A-Za-z-]{4,30}|Message-ID|From|Date|Delivered-To|MIME-Version|X-[A-Za-z-]{2,40}|Subject|To):", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderLine();
}
