using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Mail;
using ContactsDashboard.Mail.Bounces;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Events;
using ContactsDashboard.Services.Intake;

namespace ContactsDashboard.Services.MailReports;

/// <summary>
/// Takes reports that came by mail in the transaction that stores their messages. One is acted on when it gives back mail that was sent to that very recipient,
/// whichever of the two becomes known first; all others wait for a person.
/// </summary>
internal sealed class MailReportDesk(DashboardDbContext context, OrganizationScope scope, DateTimeOffset now)
{
    private const int MaxText = 2_000, MaxSubject = 500, MaxId = 998;

    private static readonly EventOrigin Origin = new(EventProvider.BounceMail, null, "bounce mail");

    /// <summary>Stores what these messages report and acts on whatever is verified now: reports among them, and reports that waited for one of them.</summary>
    public async Task TakeAsync(IReadOnlyList<MailMessage> messages, CancellationToken cancellationToken)
    {
        var news = new List<long>();
        foreach (var message in messages.Where(m => m.Report is not null))
            news.AddRange(await StoreAsync(message, message.Report!, cancellationToken));
        var waiting = await context.ScalarAsync(MailReportSql.IsAnyWaiting, cancellationToken, ("@organization", scope.Id.Value)) == 1
            ? await WaitingForAsync(messages, cancellationToken) : [];
        if (news.Count + waiting.Count > 0)
            await VerifyAsync([.. news.Union(waiting)], cancellationToken);
    }

    /// <summary>Acts on those of these reports that answer mail known to have been sent.</summary>
    public async Task VerifyAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var verified = await context.QueryAsync(MailReportSql.Verifiable, row => (Report: Read(row), Answer: row.GetString(17)), cancellationToken,
            ("@organization", scope.Id.Value), ("@ids", JsonSerializer.Serialize(ids)));
        if (verified.Count == 0)
            return;
        var answers = verified.ConvertAll(v => Answered(v.Report, v.Answer));
        var results = await ActAsync(answers, "", cancellationToken);
        for (var i = 0; i < answers.Count; i++)
            await context.ExecuteAsync(MailReportSql.Verify, cancellationToken, ("@organization", scope.Id.Value), ("@id", answers[i].Row.Id),
                ("@recipient", answers[i].Row.Recipient), ("@message", answers[i].Row.MessageId), ("@suppression", results[i].SuppressionId));
    }

    /// <summary>Lets events follow from reports; what became of each, in the order given.</summary>
    /// <param name="decision">Sets a decision apart from an earlier one about the same report that was taken back.</param>
    public async Task<IReadOnlyList<EventResult>> ActAsync(IReadOnlyList<FoundReport> reports, string decision, CancellationToken cancellationToken)
    {
        var events = reports.Select(r => EventOf(r, decision)).ToList();
        return await EventIntake.StoreAsync(context, scope, Origin, events, now, cancellationToken);
    }

    public static FoundReport Read(Row row)
    {
        var kind = (MailReportKind)row.GetInt32(3);
        var shown = new MailReportRow(row.GetInt64(0), row.GetString(2) is { Length: > 0 } recipient ? recipient : null, kind,
            kind == MailReportKind.Complaint ? null : (BounceClass)row.GetInt32(4), row.GetBoolean(5), row.TextOrNull(6), row.TextOrNull(7), row.GetString(8),
            row.GetInt64(9) is > 0 and var sent ? new(sent, TimeSpan.Zero) : null, row.Instant(10), row.Instant(11), (MailReportState)row.GetInt32(12),
            row.IsDBNull(13) ? null : row.GetInt64(13), row.IsDBNull(14) ? null : row.GetInt64(14));
        return new(shown, Convert.ToHexString((byte[])row.GetValue(1)), row.GetString(15), row.TextOrNull(16));
    }

    private static FoundReport Answered(FoundReport report, string answer)
    {
        var space = answer.IndexOf(' ', StringComparison.Ordinal);
        var message = long.Parse(answer.AsSpan(0, space), CultureInfo.InvariantCulture);
        return report with { Row = report.Row with { MessageId = message == 0 ? null : message, Recipient = answer[(space + 1)..] } };
    }

    private async Task<List<long>> StoreAsync(MailMessage message, MailReport report, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        List<ReportedRecipient?> recipients = [.. report.Recipients];
        if (recipients.Count == 0)
            recipients.Add(null); // a complaint that hides its recipient
        var erased = await ContactIntake.ErasedAsync(context, scope.Id, report.Recipients.Select(r => r.Address), [], cancellationToken);
        foreach (var recipient in recipients)
        {
            if (recipient is not null && erased.Contains(recipient.Address.Value))
                continue;
            var named = recipient?.Address.Value ?? "";
            var mail = report.Returned.MessageId;
            var diagnostic = recipient?.Diagnostic;
            var id = await context.ScalarAsync(MailReportSql.Insert, cancellationToken,
                ("@organization", scope.Id.Value), ("@key", message.Key), ("@named", named), ("@final", recipient?.FinalAddress?.Value), ("@kind", (int)report.Kind),
                ("@class", (int)(recipient?.Class ?? BounceClass.Permanent)), ("@delayed", diagnostic?.IsDelayed == true),
                ("@code", diagnostic?.Status?.ToString() ?? diagnostic?.Reply?.ToString(null, null)), ("@text", Cut(diagnostic?.Text, MaxText)),
                ("@subject", Cut(report.Returned.Subject, MaxSubject) ?? ""), ("@mail", mail is null ? null : MailMessage.KeyOf(mail)), ("@mailId", Cut(mail, MaxId)),
                ("@sent", report.Returned.SentAt?.UtcTicks ?? 0), ("@path", PathOf(report, recipient)), ("@event", mail is null ? null : EventKeyOf(mail, named)),
                ("@reported", (message.SentAt is { } sent && sent < now ? sent : now).UtcTicks), ("@now", now.UtcTicks));
            if (id > 0)
                ids.Add(id);
        }
        return ids;
    }

    /// <summary>The return path that names this recipient (<c>bounce+ann=example.com@…</c>), if the report has one.</summary>
    private static byte[]? PathOf(MailReport report, ReportedRecipient? recipient)
    {
        if (recipient is null)
            return null;
        var named = $"{recipient.Address.LocalPart}={recipient.Address.Domain.Value}";
        return report.Returned.Paths.FirstOrDefault(p => p.LocalPart.EndsWith(named, StringComparison.Ordinal)
            && (p.LocalPart.Length == named.Length || !char.IsLetterOrDigit(p.LocalPart[^(named.Length + 1)]))) is { } path ? MessageKey.OfPath(path) : null;
    }

    /// <summary>Amazon SES makes the Message-ID out of its own id.</summary>
    private static byte[] EventKeyOf(string mail, string recipient) => EventKeys.OfMessage(MessageChannel.Email, recipient,
        mail.EndsWith("amazonses.com", StringComparison.OrdinalIgnoreCase) ? mail[..Math.Max(0, mail.IndexOf('@', StringComparison.Ordinal))] : mail);

    private Task<List<long>> WaitingForAsync(IReadOnlyList<MailMessage> messages, CancellationToken cancellationToken) =>
        context.QueryAsync(MailReportSql.WaitingFor, row => row.GetInt64(0), cancellationToken, ("@organization", scope.Id.Value),
            ("@keys", JsonSerializer.Serialize(messages.Select(m => Convert.ToHexString(m.Key)))),
            ("@paths", JsonSerializer.Serialize(messages.SelectMany(m => m.ReturnPaths).Select(Convert.ToHexString))));

    private static DeliveryEvent EventOf(FoundReport found, string decision)
    {
        var row = found.Row;
        return new()
        {
            Kind = row switch
            {
                { Kind: MailReportKind.Complaint } => DeliveryEventKind.Complained,
                { IsDelayed: true } => DeliveryEventKind.Deferred,
                { Class: BounceClass.Permanent } => DeliveryEventKind.HardBounced,
                { Class: BounceClass.Temporary } => DeliveryEventKind.SoftBounced,
                _ => DeliveryEventKind.Rejected,
            },
            Email = EmailAddress.TryParse(row.Recipient, out var email) ? email : throw new InvalidOperationException("A report is acted on where its recipient is known."),
            OccurredAt = row.ReportedAt,
            SentAt = row.SentAt,
            MailId = found.MailId,
            MessageId = found.MailId is null ? found.Key : null, // each counts for itself
            MessageName = row.Subject.Length > 0 ? row.Subject : null,
            Code = row.Code,
            Text = row.Text,
            EventId = $"{found.Key} {found.Named}{decision}",
        };
    }

    private static string? Cut(string? text, int length) => text is null ? null : text.Length <= length ? text : text[..length];
}

/// <summary>A report with what tells it apart.</summary>
internal sealed record FoundReport(MailReportRow Row, string Key, string Named, string? MailId);
