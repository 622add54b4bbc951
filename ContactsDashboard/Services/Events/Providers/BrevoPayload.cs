using System.Text.Json;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>Brevo's transactional and marketing webhooks (Brevo developer documentation, "Transactional webhooks" and "Marketing webhooks").</summary>
internal static class BrevoPayload
{
    private static readonly Dictionary<string, Verdict> Kinds = new(StringComparer.Ordinal)
    {
        ["request"] = Verdict.Sent,
        ["sent"] = Verdict.Sent,
        ["delivered"] = Verdict.Delivered,
        ["opened"] = Verdict.Read,
        ["unique_opened"] = Verdict.Read,
        ["click"] = Verdict.Clicked,
        ["deferred"] = Verdict.Deferred,
        ["soft_bounce"] = Verdict.Soft,
        ["hard_bounce"] = Verdict.Hard,
        ["invalid_email"] = Verdict.Hard,
        ["blocked"] = Verdict.Sender, // by Brevo's own list
        ["error"] = Verdict.Sender,
        ["spam"] = Verdict.Complained,
        ["complaint"] = Verdict.Complained,
        ["unsubscribed"] = Verdict.Unsubscribed,
        ["unsubscribe"] = Verdict.Unsubscribed,
        ["proxy_open"] = Verdict.Ignored, // a mailbox provider's machine
        ["unique_proxy_open"] = Verdict.Ignored,
    };

    public static void Read(JsonElement body, ProviderReading reading) => reading.Each(body, told =>
    {
        // "date" is in the account's own time zone.
        var at = told.Instant("ts_epoch") ?? told.Instant("ts_event") ?? told.Instant("ts");
        reading.Tell(Kinds.GetValueOrDefault(told.Text("event") ?? ""), told.Text("email"), at, new()
        {
            MessageId = told.Text("message-id") ?? (told.Text("camp_id") is { } campaign ? $"campaign {campaign}" : null),
            MessageName = told.Text("subject") ?? told.Text("campaign name"), Text = told.Text("reason"), SentAt = told.Instant("ts_sent"),
        });
    });
}
