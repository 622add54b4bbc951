namespace ContactsDashboard.Domain.Delivery;

/// <summary>What a provider's own words amount to, before the diagnostic is asked.</summary>
public enum Verdict
{
    /// <summary>Means nothing here: other kinds of news, other people's opens, a list of the provider's that stopped the message.</summary>
    Ignored = 0,
    Sent = 1,
    Delivered = 2,
    Read = 3,
    Clicked = 4,
    Deferred = 5,

    /// <summary>Permanent, says the provider; the diagnostic may still show that the sender is at fault.</summary>
    Hard = 6,

    /// <summary>It may pass, or nobody can tell: never permanent, whatever the diagnostic says.</summary>
    Soft = 7,

    /// <summary>The provider does not say whose fault it is; the diagnostic does.</summary>
    Ask = 8,
    Sender = 9,
    Complained = 10,
    Unsubscribed = 11,
}

/// <summary>Turns verdicts into kinds of events.</summary>
public static class Verdicts
{
    /// <summary>Null for what means nothing here.</summary>
    public static DeliveryEventKind? KindOf(Verdict verdict, Diagnostic diagnostic) => verdict switch
    {
        Verdict.Ignored => null,
        Verdict.Sent => DeliveryEventKind.Sent,
        Verdict.Delivered => DeliveryEventKind.Delivered,
        Verdict.Read => DeliveryEventKind.Read,
        Verdict.Clicked => DeliveryEventKind.Clicked,
        Verdict.Deferred => DeliveryEventKind.Deferred,
        Verdict.Complained => DeliveryEventKind.Complained,
        Verdict.Unsubscribed => DeliveryEventKind.Unsubscribed,
        Verdict.Sender => DeliveryEventKind.Rejected,
        _ => Failed(verdict, BounceClassifier.Classify(diagnostic)),
    };

    private static DeliveryEventKind Failed(Verdict verdict, BounceClass fault) =>
        fault == BounceClass.SenderFault ? DeliveryEventKind.Rejected
        : verdict == Verdict.Hard || (verdict == Verdict.Ask && fault == BounceClass.Permanent) ? DeliveryEventKind.HardBounced
        : DeliveryEventKind.SoftBounced;
}
