using System.Text.Json;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>Mailjet's event API, single or grouped (Mailjet developer documentation, "Event API: real-time notifications").</summary>
internal static class MailjetPayload
{
    private static readonly Dictionary<string, Verdict> Kinds = new(StringComparer.Ordinal)
    {
        ["sent"] = Verdict.Delivered, // told when the other server has taken it
        ["open"] = Verdict.Read,
        ["click"] = Verdict.Clicked,
        ["spam"] = Verdict.Complained,
        ["unsub"] = Verdict.Unsubscribed,
        ["blocked"] = Verdict.Sender, // never sent
    };

    private static readonly Dictionary<string, Verdict> Errors = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user unknown"] = Verdict.Hard,
        ["invalid domain"] = Verdict.Hard,
        ["no mail host"] = Verdict.Hard,
        ["mailbox inactive"] = Verdict.Hard,
        ["quota exceeded"] = Verdict.Soft,
        ["greylisted"] = Verdict.Soft,
        ["system issue"] = Verdict.Soft,
        ["protocol issue"] = Verdict.Soft,
        ["connection issue"] = Verdict.Soft,
        ["relay/access denied"] = Verdict.Sender,
        ["blacklisted"] = Verdict.Sender,
        ["spam reporter"] = Verdict.Sender,
        ["sender blocked"] = Verdict.Sender,
        ["content blocked"] = Verdict.Sender,
        ["policy issue"] = Verdict.Sender,
        ["preblocked"] = Verdict.Sender,
        ["typofix"] = Verdict.Sender,
        ["duplicate in campaign"] = Verdict.Sender,
        ["bad or empty template"] = Verdict.Sender,
        ["error in template language"] = Verdict.Sender,
    };

    public static void Read(JsonElement body, ProviderReading reading) => reading.Each(body, told => reading.Tell(VerdictOf(told), told.Text("email"), told.Instant("time"), new()
    {
        MessageId = told.Text("MessageID"), MessageName = told.Text("customcampaign"), Text = told.Text("comment") ?? told.Text("error") ?? told.Text("smtp_reply"),
    }));

    private static Verdict VerdictOf(JsonElement told)
    {
        var kind = told.Text("event");
        if (kind != "bounce")
            return Kinds.GetValueOrDefault(kind ?? "");
        var isKnown = Errors.TryGetValue(told.Text("error") ?? "", out var known);
        return told.Is("hard_bounce") ? isKnown ? known : Verdict.Ask : isKnown && known == Verdict.Sender ? known : Verdict.Soft;
    }
}
