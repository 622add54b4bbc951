using ContactsDashboard.Domain;
using ContactsDashboard.Services.Contacts;

namespace ContactsDashboard.Services.Bulk;

public enum BulkAction { Block = 0, Release = 1 }

/// <summary>Which addresses: these, or all that match a query.</summary>
public sealed record BulkSelection(IReadOnlyList<long>? AddressIds, ContactsQuery? Query)
{
    public static BulkSelection Of(IEnumerable<long> addressIds) => new([.. addressIds], null);

    public static BulkSelection AllMatching(ContactsQuery query) => new(null, query);
}

/// <summary>How many addresses of a bulk action have which outcome.</summary>
public sealed record BulkCounts(IReadOnlyDictionary<BulkOutcome, long> ByOutcome)
{
    public long Total => ByOutcome.Values.Sum();

    public long Of(BulkOutcome outcome) => ByOutcome.GetValueOrDefault(outcome);

    public long Skipped => Total - Of(BulkOutcome.Done) - Of(BulkOutcome.Pending);
}

/// <summary>A frozen set and what would become of it; <see cref="BulkOutcome.Pending"/> is what would change.</summary>
public sealed record BulkPreview(long JobId, BulkAction Action, BulkCounts Counts);

/// <summary>How a bulk action stands.</summary>
public sealed record BulkState(long JobId, JobState State, BulkCounts Counts, long? AuditId, string? Error);

/// <summary>What a bulk job stores of its way.</summary>
internal sealed record BulkProgress(long AuditId);

internal sealed record BulkCommand(BulkAction Action);
