using System.Text.Json;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>Mailgun's webhooks: <c>event-data</c> beside its signature (Mailgun documentation, "Webhooks" and "Event structure").</summary>
internal static class MailgunPayload
{
    private static readonly Dictionary<string, Verdict> Kinds = new(StringComparer.Ordinal)
    {
        ["accepted"] = Verdict.Sent,
        ["delivered"] = Verdict.Delivered,
        ["opened"] = Verdict.Read,
        ["clicked"] = Verdict.Clicked,
        ["complained"] = Verdict.Complained,
        ["unsubscribed"] = Verdict.Unsubscribed,
        ["rejected"] = Verdict.Sender,
    };

    // Reasons of permanent failures. What Mailgun's own lists stopped was never sent.
    private static readonly Dictionary<string, Verdict> Reasons = new(StringComparer.Ordinal)
    {
        ["bounce"] = Verdict.Ask,
        ["generic"] = Verdict.Ask,
        ["hardfail"] = Verdict.Ask,
        ["old"] = Verdict.Soft,
        ["greylisted"] = Verdict.Soft,
        ["espblock"] = Verdict.Sender,
        ["suppress-bounce"] = Verdict.Sender,
        ["suppress-complaint"] = Verdict.Sender,
        ["suppress-unsubscribe"] = Verdict.Sender,
    };

    public static void Read(JsonElement body, ProviderReading reading) => reading.Each(body, delivery =>
    {
        var told = delivery.At("event-data");
        var status = told.At("delivery-status");
        var kind = told.Text("event");
        var verdict = kind == "failed" ? Failed(told) : Kinds.GetValueOrDefault(kind ?? "");
        if (verdict is Verdict.Read or Verdict.Clicked && told.Text("client-info", "bot") is { } bot && bot != "false")
            verdict = Verdict.Ignored;
        reading.Tell(verdict, told.Text("recipient"), told.Instant("timestamp"), new()
        {
            MessageId = told.Text("message", "headers", "message-id"), MessageName = told.Text("message", "headers", "subject"), EventId = told.Text("id"),
            Code = status.Text("enhanced-code") ?? status.Text("code"), Text = status.Text("message") ?? status.Text("description") ?? told.Text("reason"),
        });
    });

    private static Verdict Failed(JsonElement told) => told.Text("severity") != "permanent" ? Verdict.Deferred
        : told.Text("delivery-status", "bounce-type") == "soft" ? Verdict.Soft
        : Reasons.GetValueOrDefault(told.Text("reason") ?? "", Verdict.Ask);
}
