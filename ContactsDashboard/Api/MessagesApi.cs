using System.Text;
using System.Text.Json;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Mail;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Api;

/// <summary>Mail handed over by programs: raw, a whole mailbox, or JSON.</summary>
internal static class MessagesApi
{
    private const long MaxJsonBytes = 16 << 20;

    public static async Task<IResult> AddAsync(HttpContext http, MailImportService imports, IOptions<DashboardOptions> options, CancellationToken cancellationToken)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        var isJson = type == "application/json";
        if (!isJson && type is not ("message/rfc822" or "message/global" or "application/mbox"))
            return Envelope.Fail(http, new("UNSUPPORTED_MEDIA_TYPE", "Send message/rfc822, application/mbox or application/json."));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = isJson ? MaxJsonBytes : options.Value.MaxUploadBytes;
        var body = http.Request.Body;
        if (isJson)
        {
            var message = await ReadJsonAsync(http, cancellationToken);
            if (!message.IsOk)
                return Envelope.Fail(http, message.Problem!);
            body = new MemoryStream(message.Value);
        }
        var report = await imports.ImportMessagesAsync(DashboardApi.OrganizationOf(http), MailReader.ReadAsync(body, "request", 0, cancellationToken), cancellationToken);
        return report.IsOk
            ? Envelope.Ok(http, new
            {
                report.Value.Accepted, duplicate = report.Value.Duplicates, report.Value.Rejected,
                rejections = report.Value.Rejections.Select(r => new { r.Offset, r.Code, r.Reason }),
            })
            : Envelope.Fail(http, report.Problem!);
    }

    // JSON becomes the message it describes and goes through the same reader, so that both doors agree on every rule.
    private static async Task<Result<byte[]>> ReadJsonAsync(HttpContext http, CancellationToken cancellationToken)
    {
        MessageBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<MessageBody>(http.Request.Body, JsonSerializerOptions.Web, cancellationToken);
        }
        catch (JsonException)
        {
            return new Problem("VALIDATION_ERROR", "The body is not the JSON of a message: messageId, from, to[], cc[], subject, date, inReplyTo, references[].");
        }
        if (body?.From is not { Length: > 0 })
            return new Problem("VALIDATION_ERROR", "from is required.") { Field = "from" };
        return Encoding.UTF8.GetBytes(body.ToMessage());
    }

    private sealed record MessageBody(string? MessageId, string? From, string?[]? To, string?[]? Cc, string? Subject, string? Date, string? InReplyTo, string?[]? References)
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

        private static string? InBrackets(string? id) => string.IsNullOrWhiteSpace(id) || id.Contains('<', StringComparison.Ordinal) ? id : $"<{id.Trim()}>";

        // A line break inside a value must not begin another header.
        private static void Add(StringBuilder text, string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                text.Append(name).Append(": ").Append(string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c))).Append("\r\n");
        }
    }
}
