using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Notifications;

namespace ContactsDashboard.Components.Shared;

/// <summary>Requests and notifications in words.</summary>
internal static class RequestText
{
    private static readonly BulkOutcome[] Order =
    [
        BulkOutcome.Pending, BulkOutcome.Done, BulkOutcome.Partly, BulkOutcome.AlreadySo, BulkOutcome.BlockedSince, BulkOutcome.Guarded, BulkOutcome.UnderDomain,
        BulkOutcome.Platform, BulkOutcome.Gone,
    ];

    public static string Verb(RequestKind kind) => kind switch
    {
        RequestKind.Blacklist => "blacklist", RequestKind.Unsubscribe => "unsubscribe", _ => "reactivate",
    };

    public static string Title(RequestKind kind) => kind switch
    {
        RequestKind.Blacklist => "Blacklist", RequestKind.Unsubscribe => "Unsubscribe", _ => "Reactivate",
    };

    public static string Channels(RequestChannels channels) => channels switch
    {
        RequestChannels.Email => "Email", RequestChannels.Phone => "Phone", _ => "Email and phone",
    };

    public static string State(RequestState state, bool atPlatform) => state switch
    {
        RequestState.Waiting => atPlatform ? "Waiting for the platform" : "Waiting",
        RequestState.Approved => "Approved",
        RequestState.Rejected => "Rejected",
        _ => "Withdrawn",
    };

    public static string Tone(RequestState state) => state switch
    {
        RequestState.Waiting => "warn", RequestState.Approved => "ok", RequestState.Rejected => "bad", _ => "",
    };

    /// <summary>What became of an address, or would; <see cref="BulkOutcome.Pending"/> in a preview is what would change.</summary>
    public static string Outcome(RequestKind kind, BulkOutcome outcome, bool isPreview) => outcome switch
    {
        BulkOutcome.Pending when isPreview => kind switch
        {
            RequestKind.Blacklist => "will be blacklisted", RequestKind.Unsubscribe => "will be unsubscribed", _ => "will be reactivated",
        },
        BulkOutcome.Pending => "not done",
        BulkOutcome.Done => kind switch { RequestKind.Blacklist => "blacklisted", RequestKind.Unsubscribe => "unsubscribed", _ => "reactivated" },
        BulkOutcome.Partly => "released, but something else still blocks it",
        BulkOutcome.AlreadySo => kind switch
        {
            RequestKind.Blacklist => "already blacklisted", RequestKind.Unsubscribe => "already unsubscribed", _ => "nothing blocks it",
        },
        BulkOutcome.BlockedSince => "blocked again after Support had looked; stays blocked",
        BulkOutcome.Guarded => "guarded; stays blocked",
        BulkOutcome.UnderDomain => "blocked by its domain; stays blocked",
        BulkOutcome.Platform => "blocked by the platform; stays blocked",
        _ => "erased since",
    };

    /// <summary>Counts in a fixed order, each with its words.</summary>
    public static IEnumerable<(string Text, long Count)> Outcomes(RequestKind kind, BulkCounts counts, bool isPreview) =>
        Order.Where(o => counts.Of(o) > 0).Select(o => (Outcome(kind, o, isPreview), counts.Of(o)));

    public static string Notification(NotificationRow row)
    {
        var asked = row.Asked is { } kind ? Verb(kind) : "change contacts";
        return row.Kind switch
        {
            NotificationKind.RequestWaiting => $"A request to {asked} waits for you",
            NotificationKind.RequestDecided => $"Your request to {asked} was {(row.State == RequestState.Approved ? "approved" : "rejected")}",
            NotificationKind.RequestComment => $"New comment on a request to {asked}",
            NotificationKind.WebhookDisabled => "A webhook failed for long and was disabled",
            NotificationKind.ImportFinished => "Your import is done",
            NotificationKind.ExportReady => "Your export is ready",
            _ => "Addresses are proposed for the platform blacklist",
        };
    }
}
