namespace ContactsDashboard.Domain;

/// <summary>What Support is asked to do.</summary>
public enum RequestKind { Blacklist = 0, Unsubscribe = 1, Reactivate = 2 }

/// <summary>By which channels.</summary>
[Flags]
public enum RequestChannels { None = 0, Email = 1, Phone = 2 }

/// <summary>Where a request stands; a draft is still being filled and nobody sees it.</summary>
public enum RequestState { Draft = 0, Waiting = 1, Approved = 2, Rejected = 3, Withdrawn = 4 }

/// <summary>What somebody is told about.</summary>
public enum NotificationKind { RequestWaiting = 0, RequestDecided = 1, RequestComment = 2, ProposalWaiting = 3, ImportFinished = 10, ExportReady = 11, WebhookDisabled = 20 }

/// <summary>Which requests to show: an organisation's own, or those that wait for the platform; newest first.</summary>
public sealed record RequestsQuery
{
    public const int MaxLimit = 100;

    /// <summary>Those of all organisations about platform entries; for whoever keeps the platform's level.</summary>
    public bool AtPlatform { get; init; }

    /// <summary>Those that wait, or those that do not any more; null for both.</summary>
    public bool? IsWaiting { get; init; }

    /// <summary>Requests older than this one.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = 20;
}
