using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Entities;

/// <summary>How many contacts a list or category has; kept exact by triggers on the members and the contacts.</summary>
internal sealed class SegmentCount
{
    public long SegmentId { get; set; }

    /// <summary>Those that are not deleted.</summary>
    public long Contacts { get; set; }
    public long Deleted { get; set; }
}

/// <summary>How many contacts that are not deleted are alike in what analytics tell apart (<see cref="ReachFacts"/>); kept exact by triggers on the contact table.</summary>
internal sealed class ReachCount
{
    public long OrganizationId { get; set; }
    public ReachChannel Channel { get; set; }
    public Standing Standing { get; set; }
    public bool Sent { get; set; }
    public bool SoftBounced { get; set; }
    public long ReadQuarter { get; set; }
    public long Count { get; set; }
}

/// <summary>
/// What analytics said at the end of one of the organisation's days. Written once, never again; the slices are null where nobody looked at the time and the
/// store has changed since.
/// </summary>
internal sealed class ReachDay
{
    public long OrganizationId { get; set; }
    public ReachChannel Channel { get; set; }

    /// <summary>Days since 0001-01-01.</summary>
    public int Day { get; set; }
    public long? Active { get; set; }
    public long? Inactive { get; set; }
    public long? Lost { get; set; }
    public long? NeverSent { get; set; }

    /// <summary>Contacts with the channel that were made that day.</summary>
    public long Created { get; set; }

    /// <summary>Contacts with the channel that were deleted that day, and not restored before it was written down.</summary>
    public long Deleted { get; set; }
}
