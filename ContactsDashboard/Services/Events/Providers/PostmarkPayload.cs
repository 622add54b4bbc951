using System.Text.Json;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>Postmark's webhooks, one record each, arrays of them allowed (Postmark developer documentation, "Webhooks overview" and "Bounce API, bounce types").</summary>
internal static class PostmarkPayload
{
    private static readonly Dictionary<string, Verdict> Bounces = new(StringComparer.Ordinal)
    {
        ["1"] = Verdict.Hard,            // HardBounce
        ["2"] = Verdict.Soft,            // Transient
        ["16"] = Verdict.Unsubscribed,   // Unsubscribe
        ["32"] = Verdict.Ignored,        // Subscribe
        ["64"] = Verdict.Ignored,        // AutoResponder
        ["128"] = Verdict.Ignored,       // AddressChange
        ["256"] = Verdict.Soft,          // DnsError
        ["512"] = Verdict.Sender,        // SpamNotification: taken for spam by a server, not by a person
        ["1024"] = Verdict.Ignored,      // OpenRelayTest
        ["2048"] = Verdict.Soft,         // Unknown
        ["4096"] = Verdict.Soft,         // SoftBounce
        ["8192"] = Verdict.Sender,       // VirusNotification
        ["16384"] = Verdict.Ignored,     // ChallengeVerification
        ["100000"] = Verdict.Hard,       // BadEmailAddress
        ["100001"] = Verdict.Complained, // SpamComplaint
        ["100002"] = Verdict.Sender,     // ManuallyDeactivated
        ["100003"] = Verdict.Ignored,    // Unconfirmed
        ["100006"] = Verdict.Sender,     // Blocked
        ["100007"] = Verdict.Sender,     // SMTPApiError
        ["100008"] = Verdict.Ignored,    // InboundError
        ["100009"] = Verdict.Sender,     // DMARCPolicy
        ["100010"] = Verdict.Sender,     // TemplateRenderingFailed
    };

    public static void Read(JsonElement body, ProviderReading reading) => reading.Each(body, told =>
    {
        var id = told.Text("MessageID");
        var facts = new ProviderFacts
        {
            // All zeroes where Postmark does not know the message.
            MessageId = id?.Trim('0', '-').Length > 0 ? id : null, MailId = id?.Trim('0', '-').Length > 0 ? $"{id}@mtasv.net" : null, MessageName = told.Text("Subject"),
        };
        switch (told.Text("RecordType"))
        {
            case "Delivery": reading.Tell(Verdict.Delivered, told.Text("Recipient"), told.Instant("DeliveredAt"), facts with { Text = told.Text("Details") }); break;
            case "Open": reading.Tell(Verdict.Read, told.Text("Recipient"), told.Instant("ReceivedAt"), facts); break;
            case "Click": reading.Tell(Verdict.Clicked, told.Text("Recipient"), told.Instant("ReceivedAt"), facts); break;
            case "Bounce" or "SpamComplaint":
                var verdict = told.Text("RecordType") == "SpamComplaint" ? Verdict.Complained : Bounces.GetValueOrDefault(told.Text("TypeCode") ?? "", Verdict.Soft);
                reading.Tell(verdict, told.Text("Email"), told.Instant("BouncedAt"), facts with { EventId = told.Text("ID"), Text = told.Text("Details") ?? told.Text("Description") });
                break;
            case "SubscriptionChange": reading.Tell(Subscription(told), told.Text("Recipient"), told.Instant("ChangedAt"), facts); break;
            default: reading.Ignore(); break;
        }
    });

    // Bounces and complaints that end a subscription are told by themselves; customers and Postmark's staff are not the recipient.
    private static Verdict Subscription(JsonElement told) =>
        told.Is("SuppressSending") && told.Text("SuppressionReason") == "ManualSuppression" && told.Text("Origin") == "Recipient" ? Verdict.Unsubscribed : Verdict.Ignored;
}
