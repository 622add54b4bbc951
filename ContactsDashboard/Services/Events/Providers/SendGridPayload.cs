using System.Text.Json;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>Twilio SendGrid's event webhook: an array of events (SendGrid documentation, "Event Webhook Reference").</summary>
internal static class SendGridPayload
{
    // What SendGrid drops it never sent, for what it remembers of earlier: that is no news of the recipient.
    private static readonly Dictionary<string, Verdict> Kinds = new(StringComparer.Ordinal)
    {
        ["processed"] = Verdict.Sent,
        ["delivered"] = Verdict.Delivered,
        ["open"] = Verdict.Read,
        ["click"] = Verdict.Clicked,
        ["deferred"] = Verdict.Deferred,
        ["dropped"] = Verdict.Sender,
        ["spamreport"] = Verdict.Complained,
        ["unsubscribe"] = Verdict.Unsubscribed,
        ["group_unsubscribe"] = Verdict.Unsubscribed,
        ["group_resubscribe"] = Verdict.Ignored,
    };

    private static readonly Dictionary<string, Verdict> Classifications = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Invalid Address"] = Verdict.Hard,
        ["Mailbox Unavailable"] = Verdict.Soft,
        ["Technical"] = Verdict.Soft,
        ["Content"] = Verdict.Sender,
        ["Reputation"] = Verdict.Sender,
        ["Frequency/Volume"] = Verdict.Sender,
        ["Frequency or Volume Too High"] = Verdict.Sender,
    };

    public static void Read(JsonElement body, ProviderReading reading) => reading.Each(body, told => reading.Tell(VerdictOf(told), told.Text("email"), told.Instant("timestamp"), new()
    {
        MessageId = told.Text("sg_message_id") ?? told.Text("smtp-id"), MailId = told.Text("smtp-id"), EventId = told.Text("sg_event_id"),
        MessageName = told.Text("subject") ?? told.Text("marketing_campaign_name") ?? told.Text("singlesend_name"), Code = told.Text("status"),
        Text = told.Text("reason") ?? told.Text("response"),
    }));

    private static Verdict VerdictOf(JsonElement told)
    {
        var kind = told.Text("event");
        if (kind == "open" && told.Is("sg_machine_open"))
            return Verdict.Ignored;
        if (kind != "bounce")
            return Kinds.GetValueOrDefault(kind ?? "");
        var isKnown = Classifications.TryGetValue(told.Text("bounce_classification") ?? "", out var known);
        // Blocked: refused this once, and SendGrid goes on sending there.
        return told.Text("type") == "blocked" ? isKnown && known == Verdict.Sender ? known : Verdict.Soft : isKnown ? known : Verdict.Ask;
    }
}
