using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Which contacts: these, or all that match a query.</summary>
public sealed record ContactSelection(IReadOnlyList<long>? Ids, AllContactsQuery? Query)
{
    public static ContactSelection Of(IEnumerable<long> ids) => new([.. ids], null);

    public static ContactSelection AllMatching(AllContactsQuery query) => new(null, query);
}

/// <summary>What is to be done with them.</summary>
public abstract record ContactBulkAction
{
    /// <summary>Delete those whose standing allows it: by the rail's channel, else by e-mail where there is one.</summary>
    public sealed record Delete(string? Reason, ContactRail Rail) : ContactBulkAction;

    /// <summary>Put them into these lists.</summary>
    public sealed record AddTo(IReadOnlyList<long> Segments) : ContactBulkAction;

    /// <summary>Take them out of this list.</summary>
    public sealed record RemoveFrom(long Segment) : ContactBulkAction;

    /// <summary>Bring deleted ones back, with the standing the ledger gives them.</summary>
    public sealed record Restore : ContactBulkAction;
}

/// <summary>A frozen set and what would become of it.</summary>
/// <param name="ActiveElsewhere">Of those that would be deleted, how many may be written to by their other channel.</param>
public sealed record ContactBulkPreview(long JobId, BulkCounts Counts, long ActiveElsewhere)
{
    /// <summary>Of those that would be restored, how many share an address with a contact that is there.</summary>
    public long Sharing { get; init; }

    /// <summary>What restoring does to the plan's number of contacts; null without a limit, and for other actions.</summary>
    public PlanRoom? Plan { get; init; }
}

/// <summary>The plan's number of contacts with e-mail, and how many there are.</summary>
public sealed record PlanRoom(long Limit, long Contacts);

internal sealed record RestoreContactsCommand;

internal sealed record DeleteContactsCommand(string? Reason, ContactRail Rail);

internal sealed record AddToSegmentsCommand(IReadOnlyList<long> Segments);

internal sealed record RemoveFromSegmentCommand(long Segment);
