using System.Text.Json;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>Resend's webhooks (Resend documentation, "Event types").</summary>
internal static class ResendPayload
{
    private static readonly Dictionary<string, Verdict> Kinds = new(StringComparer.Ordinal)
    {
        ["email.sent"] = Verdict.Sent,
        ["email.delivered"] = Verdict.Delivered,
        ["email.opened"] = Verdict.Read,
        ["email.clicked"] = Verdict.Clicked,
        ["email.delivery_delayed"] = Verdict.Deferred,
        ["email.complained"] = Verdict.Complained,
        ["email.failed"] = Verdict.Sender,
        ["email.suppressed"] = Verdict.Sender, // by Resend's own list
    };

    private static readonly Dictionary<string, Verdict> Bounces = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Permanent/General"] = Verdict.Hard,
        ["Permanent/NoEmail"] = Verdict.Hard,
        ["Permanent/Suppressed"] = Verdict.Hard,
        ["Permanent/OnAccountSuppressionList"] = Verdict.Sender,
        ["Transient/MessageTooLarge"] = Verdict.Sender,
        ["Transient/ContentRejected"] = Verdict.Sender,
        ["Transient/AttachmentRejected"] = Verdict.Sender,
    };

    /// <param name="eventId">The delivery's id, which repeats with each attempt; the body has none.</param>
    public static void Read(JsonElement body, string? eventId, ProviderReading reading) => reading.Each(body, told =>
    {
        var (kind, data) = (told.Text("type"), told.At("data"));
        if (kind == "contact.updated")
        {
            reading.Tell(data.Is("unsubscribed") ? Verdict.Unsubscribed : Verdict.Ignored, data.Text("email"), told.Instant("created_at"), new() { EventId = eventId });
            return;
        }
        var verdict = kind == "email.bounced" ? Bounce(data.At("bounce")) : Kinds.GetValueOrDefault(kind ?? "");
        var recipients = data.At("to") is { ValueKind: JsonValueKind.String } one ? [one] : data.At("to").ValueKind == JsonValueKind.Array ? data.At("to").EnumerateArray().ToList() : [];
        // Everybody the message went to is named; with several nobody knows whose news it is.
        if (recipients.Count > 1 && verdict is not (Verdict.Sent or Verdict.Sender))
            verdict = Verdict.Ignored;
        foreach (var recipient in recipients)
            reading.Tell(verdict, recipient.Text(), told.Instant("created_at"), new()
            {
                MessageId = data.Text("email_id"), MailId = data.Text("message_id"), MessageName = data.Text("subject"), EventId = eventId, SentAt = data.Instant("created_at"),
                Text = Diagnostic(data.At("bounce")) ?? data.Text("failed", "reason") ?? data.Text("suppressed", "message"),
            });
    });

    private static Verdict Bounce(JsonElement bounce) => Bounces.TryGetValue($"{bounce.Text("type")}/{bounce.Text("subType")}", out var known) ? known
        : bounce.Text("type") == "Permanent" ? Verdict.Ask : Verdict.Soft;

    private static string? Diagnostic(JsonElement bounce) =>
        bounce.At("diagnosticCode") is { ValueKind: JsonValueKind.Array } codes && codes.GetArrayLength() > 0 ? codes[0].Text() : bounce.Text("diagnosticCode") ?? bounce.Text("message");
}
