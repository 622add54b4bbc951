using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Entities;

/// <summary>What is known of a contact's place in a list besides the place itself; only of those the list API put there or changed.</summary>
internal sealed class ListMembership
{
    public long SegmentId { get; set; }
    public long ContactId { get; set; }
    public long OrganizationId { get; set; }
    public DateTimeOffset SubscribedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Where the program says the contact comes from.</summary>
    public string? Source { get; set; }
    public ConsentType? ConsentType { get; set; }
    public string? ConsentSource { get; set; }
    public DateTimeOffset? ConsentAt { get; set; }
    public string? ConsentIp { get; set; }

    /// <summary>Values of the list's custom fields by key, as a JSON object.</summary>
    public string? CustomValues { get; set; }
}

/// <summary>How many members of a segment have a status; kept exact by triggers on the members.</summary>
internal sealed class ListCount
{
    public long SegmentId { get; set; }
    public ListStatus Status { get; set; }
    public long Count { get; set; }
}
