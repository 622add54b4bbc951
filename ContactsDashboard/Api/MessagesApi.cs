using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.MailReports;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Api;

/// <summary>Mail handed over by programs: raw, a whole mailbox, or JSON.</summary>
internal static class MessagesApi
{
    private const int MostBounces = 1_000;

    private const long MaxJsonBytes = 16 << 20;

    public static async Task<IResult> AddAsync(HttpContext http, MailImportService imports, MailReportService reports, IOptions<DashboardOptions> options,
        CancellationToken cancellationToken)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        var isJson = type == "application/json";
        if (!isJson && type is not ("message/rfc822" or "message/global" or "application/mbox"))
            return Envelope.Fail(http, new("UNSUPPORTED_MEDIA_TYPE", "Send message/rfc822, application/mbox or application/json."));
        if (!isJson && ApiBody.TooLarge(http, options.Value.MaxUploadBytes) is { } problem)
            return Envelope.Fail(http, problem);
        var body = http.Request.Body;
        if (isJson)
        {
            var message = await ReadJsonAsync(http, cancellationToken);
            if (!message.IsOk)
                return Envelope.Fail(http, message.Problem!);
            body = new MemoryStream(message.Value);
        }
        var report = await imports.ImportMessagesAsync(DashboardApi.OrganizationOf(http),
            MailReader.ReadAsync(body, "request", 0, cancellationToken), cancellationToken);
        if (!report.IsOk)
            return Envelope.Fail(http, report.Problem!);
        var bounces = await reports.OfMessagesAsync(DashboardApi.OrganizationOf(http), report.Value.ReportKeys, cancellationToken);
        return bounces.IsOk
            ? Envelope.Ok(http, new MessagesData(report.Value.Accepted, report.Value.Duplicates, report.Value.Rejected,
                [.. report.Value.Rejections.Select(r => new RejectionShown(r.Offset, r.Code, r.Reason))],
                [.. bounces.Value.Take(MostBounces).Select(b => new BounceShown(b.Recipient, MailReportWords.Class(b), b.State == MailReportState.Verified, b.Code))]))
            : Envelope.Fail(http, bounces.Problem!);
    }

    // JSON becomes the message it describes and goes through the same reader, so that both doors agree on every rule.
    private static async Task<Result<byte[]>> ReadJsonAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var message = await ApiBody.ReadAsync(http, ApiJson.Api.MessageBody, cancellationToken, MaxJsonBytes);
        if (!message.IsOk)
            return message.Problem!;
        return message.Value.From is { Length: > 0 }
            ? Encoding.UTF8.GetBytes(message.Value.ToMessage())
            : new Problem("VALIDATION_ERROR", "from is required.") { Field = "from" };
    }
}

/// <summary>What became of the messages of a request.</summary>
internal sealed record MessagesData(
    long Accepted,
    [property: Description("Known already; nothing changed.")] long Duplicate,
    long Rejected,
    [property: Description("The first 200 of the rejected.")] IReadOnlyList<RejectionShown> Rejections,
    [property: Description("What bounce mail and complaints among them say of each recipient, the first 1,000.")] IReadOnlyList<BounceShown> Bounces);

/// <summary>What a bounce or complaint says of one recipient.</summary>
internal sealed record BounceShown(
    [property: Description("Missing where a complaint hides it.")] string? Recipient,
    [property: Description("permanent, temporary, sender_fault or complaint.")] string Class,
    [property: Description("It gives back mail known to have been sent to that recipient; anything else suppresses nobody.")] bool Verified,
    [property: Description("An enhanced status code, else an SMTP reply code.")] string? Code);

/// <summary>A message that could not be read.</summary>
internal sealed record RejectionShown([property: Description("Where it begins, in bytes.")] long Offset, string Code, string Reason);

/// <summary>A message's headers.</summary>
internal sealed record MessageBody(
    string? MessageId,
    [property: Required, Description("An address, with or without a name.")] string? From,
    IReadOnlyList<string?>? To,
    IReadOnlyList<string?>? Cc,
    string? Subject,
    [property: Description("RFC 5322 or ISO 8601.")] string? Date,
    string? InReplyTo,
    IReadOnlyList<string?>? References)
{
    public string ToMessage()
    {
        var text = new StringBuilder();
        Add(text, "From", From);
        Add(text, "To", string.Join(", ", To ?? []));
        Add(text, "Cc", string.Join(", ", Cc ?? []));
        Add(text, "Subject", Subject);
        Add(text, "Date", Date);
        Add(text, "Message-ID", InBrackets(MessageId));
        Add(text, "In-Reply-To", InBrackets(InReplyTo));
        Add(text, "References", string.Join(' ', (References ?? []).Select(InBrackets)));
        return text.Append("\r\n").ToString();
    }

    private static string? InBrackets(string? id) => string.IsNullOrWhiteSpace(id) || id.Contains('<', StringComparison.Ordinal)
        ? id : $"<{id.Trim()}>";

    // A line break inside a value must not begin another header.
    private static void Add(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            text.Append(name).Append(": ").Append(string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c))).Append("\r\n");
    }
}
