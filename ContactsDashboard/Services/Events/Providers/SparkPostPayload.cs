using System.Text.Json;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>SparkPost's event webhooks (SparkPost documentation, "Event webhooks" and "Bounce classification codes").</summary>
internal static class SparkPostPayload
{
    private static readonly Dictionary<string, Verdict> Kinds = new(StringComparer.Ordinal)
    {
        ["injection"] = Verdict.Sent,
        ["delivery"] = Verdict.Delivered,
        ["open"] = Verdict.Read,
        ["initial_open"] = Verdict.Read,
        ["click"] = Verdict.Clicked,
        ["delay"] = Verdict.Deferred,
        ["policy_rejection"] = Verdict.Sender,
        ["generation_failure"] = Verdict.Sender,
        ["generation_rejection"] = Verdict.Sender,
        ["list_unsubscribe"] = Verdict.Unsubscribed,
        ["link_unsubscribe"] = Verdict.Unsubscribed,
    };

    private static readonly Dictionary<string, Verdict> BounceClasses = new(StringComparer.Ordinal)
    {
        ["1"] = Verdict.Soft,          // undetermined
        ["10"] = Verdict.Hard,         // invalid recipient
        ["20"] = Verdict.Soft,         // soft bounce
        ["21"] = Verdict.Soft,         // DNS failure
        ["22"] = Verdict.Soft,         // mailbox full
        ["23"] = Verdict.Sender,       // too large
        ["24"] = Verdict.Soft,         // timeout
        ["25"] = Verdict.Sender,       // admin failure
        ["26"] = Verdict.Sender,       // smart send suppression
        ["30"] = Verdict.Hard,         // generic bounce: no RCPT
        ["40"] = Verdict.Soft,         // generic bounce
        ["50"] = Verdict.Sender,       // mail block
        ["51"] = Verdict.Sender,       // spam block
        ["52"] = Verdict.Sender,       // spam content
        ["53"] = Verdict.Sender,       // prohibited attachment
        ["54"] = Verdict.Sender,       // relaying denied
        ["60"] = Verdict.Ignored,      // auto-reply
        ["70"] = Verdict.Soft,         // transient failure
        ["80"] = Verdict.Ignored,      // subscribe
        ["90"] = Verdict.Unsubscribed, // unsubscribe
        ["100"] = Verdict.Ignored,     // challenge-response
    };

    public static void Read(JsonElement body, ProviderReading reading) => reading.Each(body, envelope =>
    {
        var events = envelope.At("msys");
        if (events.ValueKind != JsonValueKind.Object)
            reading.Ignore();
        else
            foreach (var told in events.EnumerateObject())
                Tell(told.Value, reading);
    });

    private static void Tell(JsonElement told, ProviderReading reading) =>
        reading.Tell(VerdictOf(told), told.Text("raw_rcpt_to") ?? told.Text("rcpt_to"), told.Instant("timestamp"), new()
        {
            MessageId = told.Text("message_id"), MessageName = told.Text("subject") ?? told.Text("campaign_id") ?? told.Text("template_id"), EventId = told.Text("event_id"),
            SentAt = told.Instant("injection_time"), Code = told.Text("error_code"), Text = told.Text("raw_reason") ?? told.Text("reason"),
        });

    private static Verdict VerdictOf(JsonElement told) => told.Text("type") switch
    {
        "bounce" or "out_of_band" => BounceClasses.GetValueOrDefault(told.Text("bounce_class") ?? "", Verdict.Soft),
        "spam_complaint" => told.Text("fbtype") is null or "abuse" or "fraud" or "other" ? Verdict.Complained : Verdict.Ignored,
        var kind => Kinds.GetValueOrDefault(kind ?? ""),
    };
}
