using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Components.Pages.Profiles;

/// <summary>Channels and statuses of messages in the words of people.</summary>
public static class ActivityWords
{
    public static string Of(MessageChannel channel) => channel switch
    {
        MessageChannel.Sms => "SMS",
        MessageChannel.WhatsApp => "WhatsApp",
        MessageChannel.WebPush => "Web push",
        MessageChannel.MobilePush => "Mobile push",
        MessageChannel.InApp => "In-app",
        _ => channel.ToString(),
    };

    public static string Of(ActivityStatus status) => status == ActivityStatus.SoftBounced ? "Soft-bounced" : status.ToString();

    public static Tone ToneOf(ActivityStatus status) => status switch
    {
        ActivityStatus.Delivered or ActivityStatus.Read or ActivityStatus.Clicked => Tone.Ok,
        ActivityStatus.Unsubscribed or ActivityStatus.SoftBounced => Tone.Warn,
        ActivityStatus.Undelivered or ActivityStatus.Spam => Tone.Bad,
        _ => Tone.Mute,
    };
}

/// <summary>The periods one chooses from.</summary>
internal static class ActivityPeriods
{
    public const string Everything = "all";
    public const string Custom = "custom";

    public static readonly IReadOnlyList<(string Key, string Text)> All =
        [(Everything, "All time"), ("7", "Last 7 days"), ("30", "Last 30 days"), ("90", "Last 90 days"), (Custom, "From and to…")];

    public static int? DaysOf(string period) => int.TryParse(period, out var days) ? days : null;
}
