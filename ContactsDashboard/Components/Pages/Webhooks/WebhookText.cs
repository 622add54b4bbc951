using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Webhooks;

namespace ContactsDashboard.Components.Pages.Webhooks;

/// <summary>Webhooks in words.</summary>
internal static class WebhookText
{
    public static string Of(WebhookEvents kind) => kind switch
    {
        WebhookEvents.Suppressed => "contact.suppressed",
        WebhookEvents.Released => "contact.released",
        WebhookEvents.None => "webhook.test",
        _ => "contact.suppressed, contact.released",
    };

    public static (string Text, Tone Tone) StateOf(DeliveryRow row) => row.State switch
    {
        DeliveryState.Delivered => ("Delivered", Tone.Ok),
        DeliveryState.Failed => ("Given up", Tone.Bad),
        DeliveryState.Dropped => ("Not needed", Tone.Mute),
        _ when row.Attempts > 0 => ("Tries again", Tone.Warn),
        _ => ("Waiting", Tone.Mute),
    };

    public static string AttemptsOf(DeliveryRow row) => row.Attempts switch
    {
        0 => "not tried yet",
        1 => "1 attempt",
        var many => $"{many} attempts",
    };
}
