namespace ContactsDashboard.Domain.Delivery;

/// <summary>What follows from an event: for the message's status, for the ledger, and for whether anybody was written to.</summary>
public static class EventMeaning
{
    public static ActivityStatus StatusOf(DeliveryEventKind kind) => kind switch
    {
        DeliveryEventKind.Delivered => ActivityStatus.Delivered,
        DeliveryEventKind.Read => ActivityStatus.Read,
        DeliveryEventKind.Clicked => ActivityStatus.Clicked,
        DeliveryEventKind.Deferred or DeliveryEventKind.SoftBounced => ActivityStatus.SoftBounced,
        DeliveryEventKind.HardBounced or DeliveryEventKind.Rejected => ActivityStatus.Undelivered,
        DeliveryEventKind.Complained => ActivityStatus.Spam,
        DeliveryEventKind.Unsubscribed => ActivityStatus.Unsubscribed,
        _ => ActivityStatus.Sent,
    };

    /// <summary>
    /// Of all that is heard of a message the highest rank stands, whatever came first. A bounce after the delivery was the mailbox's own; somebody who read
    /// the message has it all the same.
    /// </summary>
    public static int RankOf(ActivityStatus status) => status switch
    {
        ActivityStatus.SoftBounced => 1,
        ActivityStatus.Delivered => 2,
        ActivityStatus.Undelivered => 3,
        ActivityStatus.Read => 4,
        ActivityStatus.Clicked => 5,
        ActivityStatus.Unsubscribed => 6,
        ActivityStatus.Spam => 7,
        _ => 0,
    };

    /// <summary>What only the recipient or the mailbox can cause; null for everything that leaves a doubt.</summary>
    public static SuppressionReason? ReasonOf(DeliveryEventKind kind) => kind switch
    {
        DeliveryEventKind.HardBounced => SuppressionReason.Bounced,
        DeliveryEventKind.Complained => SuppressionReason.Complained,
        DeliveryEventKind.Unsubscribed => SuppressionReason.Unsubscribed,
        _ => null,
    };

    /// <summary>What a channel's events may block; a push service's say nothing about an address.</summary>
    public static SuppressionScope? ScopeOf(MessageChannel channel) => channel switch
    {
        MessageChannel.Email => SuppressionScope.Email,
        MessageChannel.Sms or MessageChannel.Viber or MessageChannel.WhatsApp => SuppressionScope.Phone,
        _ => null,
    };

    /// <summary>The mailbox took the message, so that what bounced before is over.</summary>
    public static bool ProvesDelivery(DeliveryEventKind kind) => kind is DeliveryEventKind.Delivered or DeliveryEventKind.Read or DeliveryEventKind.Clicked;

    /// <summary>Whoever it is about becomes a contact. What the sender's own system refused reached nobody.</summary>
    public static bool MakesContact(DeliveryEventKind kind) => kind != DeliveryEventKind.Rejected;
}
