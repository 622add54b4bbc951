using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Events.Webhooks;

namespace ContactsDashboard.Components.Pages.Events;

/// <summary>What somebody may ask of a source.</summary>
public enum SourceAsk { Key, Topic, Rotate, Remove }

/// <summary>Sources in words.</summary>
internal static class SourceText
{
    /// <summary>What else a new source needs before anything is taken from it.</summary>
    public static string? Next(EventProvider provider) => provider switch
    {
        EventProvider.Ses => "Subscribe it to your SNS topic over HTTPS, raw message delivery off. The topic then appears here for you to accept and confirm.",
        EventProvider.SendGrid => "Switch signed requests on there, and enter the verification key here.",
        EventProvider.Mailgun => "Then enter Mailgun's HTTP webhook signing key here.",
        EventProvider.Resend => "Then enter the signing secret that Resend shows here.",
        _ => "It does not sign what it sends: who knows this address is believed. You may set a user and password besides.",
    };

    public static (Tone Tone, string Text) State(EventSourceRow row) => row switch
    {
        { Asking: not null, Topic: null } => (Tone.Warn, "Topic to accept"),
        { IsWaiting: true, Provider: EventProvider.Ses } => (Tone.Warn, "Waiting for its topic"),
        { IsWaiting: true } => (Tone.Warn, "Key missing"),
        { Asking: not null } => (Tone.Warn, "To be confirmed"),
        { IsRefused: true } => (Tone.Bad, "Last one refused"),
        { LastDeliveryAt: null } => (Tone.Mute, "Nothing yet"),
        _ => (Tone.Ok, "Delivers"),
    };

    /// <summary>What came of a delivery.</summary>
    public static string Of(WebhookAnswer answer)
    {
        var parts = new[] { (answer.Stored, "stored"), (answer.Duplicates, "known already"), (answer.Ignored, "without meaning here"), (answer.Invalid, "unreadable"),
            (answer.Erased, "of erased people"), (answer.Suppressed, "blocked") }.Where(p => p.Item1 > 0).Select(p => $"{p.Item1:N0} {p.Item2}").ToList();
        return parts.Count == 0 ? "No events" : string.Join(", ", parts);
    }
}
