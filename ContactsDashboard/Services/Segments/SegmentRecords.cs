using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;

namespace ContactsDashboard.Services.Segments;

/// <summary>A segment as choices and the list show it.</summary>
/// <param name="Members">Contacts in it that are not deleted; null for a dynamic one, whose contacts are found when it is opened.</param>
public sealed record SegmentRow(long Id, string Name, SegmentKind Kind, long? Members)
{
    /// <summary>A dynamic segment's smart search.</summary>
    public string? Query { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>One page of segments.</summary>
public sealed record SegmentList(IReadOnlyList<SegmentRow> Rows, long Total, string? NextCursor, bool HasPrevious);

/// <summary>A list that was made, and the job that fills it.</summary>
public sealed record SegmentFilling(SegmentRow Segment, long JobId);

/// <summary>What deleting a segment would do.</summary>
/// <param name="UsedBy">The dynamic segments whose search names it: it stays as long as they do.</param>
/// <param name="Contacts">Which of its contacts would be deleted too; null where that was not asked for.</param>
public sealed record SegmentDeletion(SegmentRow Segment, IReadOnlyList<string> UsedBy, ContactBulkPreview? Contacts);

/// <summary>What an API call or a few clicks did to the members of a list.</summary>
/// <param name="Changed">Contacts that were put in or taken out.</param>
/// <param name="SameEmail">Left out: another contact with the same e-mail address is in the list.</param>
/// <param name="NotFound">No such contacts.</param>
/// <param name="AuditId">By which it can be undone; null when nothing changed.</param>
public sealed record MembersChanged(int Changed, int AlreadySo, int SameEmail, int NotFound, long? AuditId);

/// <summary>Where the filling of a list from a file stands.</summary>
public sealed record FileFilling(long JobId, string File, JobState State, FileFillingCounts Counts, long? AuditId, string? Error)
{
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}

/// <summary>What became of a file's lines so far; <paramref name="Line"/> is the last one read.</summary>
public sealed record FileFillingCounts(long Added = 0, long AlreadyIn = 0, long SameEmail = 0, long NotFound = 0, long Unreadable = 0, long Line = 0);

internal sealed record FillSegmentCommand(string File, string Name, long Segment);

internal sealed record FillSegmentProgress(long? AuditId, FileFillingCounts Counts);

/// <summary>Expected failures around segments.</summary>
internal static class SegmentProblems
{
    public static readonly Problem NotFound = new("SEGMENT_NOT_FOUND", "This segment is no longer there.");

    public static readonly Problem NoList = new("VALIDATION_ERROR", "Only the contacts of a list are put in and taken out; a dynamic segment finds its own, and a category's are edited in their profiles.")
        { Field = "segment" };

    public static readonly Problem IsCategory = new("VALIDATION_ERROR", "This is a subscription category's segment. Rename or delete the category in the settings.") { Field = "segment" };

    public static readonly Problem NotDynamic = new("VALIDATION_ERROR", "Only a dynamic segment has a search.") { Field = "segment" };

    public static Problem InUse(string name, IReadOnlyList<string> usedBy) => new("SEGMENT_IN_USE",
        $"The search of {string.Join(", ", usedBy.Take(3).Select(n => $"“{n}”"))}{(usedBy.Count > 3 ? $" and {usedBy.Count - 3} more" : "")} names “{name}”. Change or freeze {(usedBy.Count == 1 ? "it" : "them")} first.");
}
