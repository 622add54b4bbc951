using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;

namespace ContactsDashboard.Components.Shared;

/// <summary>A bulk action in words: the question, what each outcome is called, and what came of it.</summary>
public sealed record BulkWords
{
    private static readonly BulkOutcome[] Skips =
    [
        BulkOutcome.AlreadySo, BulkOutcome.NotDeletable, BulkOutcome.SameEmail, BulkOutcome.NoDuplicate, BulkOutcome.Merged, BulkOutcome.Guarded, BulkOutcome.UnderDomain, BulkOutcome.Platform, BulkOutcome.Gone,
    ];

    /// <summary>What the button says: "Block".</summary>
    public required string Verb { get; init; }

    /// <summary>What it is done to, before anybody counted: "addresses".</summary>
    public required string Things { get; init; }

    /// <summary>"1 address", "1,234 addresses".</summary>
    public required Func<long, string> Counted { get; init; }

    /// <summary>Where the question needs more than verb and number: "to 2 lists".</summary>
    public string? Tail { get; init; }

    public required string Running { get; init; }

    /// <summary>What a yes means, before it is given.</summary>
    public required string Meaning { get; init; }

    public required string Will { get; init; }

    public required string Did { get; init; }

    public bool IsDanger { get; init; }

    /// <summary>Why one of them is left as it is.</summary>
    public required Func<BulkOutcome, string> Skipped { get; init; }

    public string Question(long count) => $"{Verb} {Counted(count)}{(Tail is null ? "" : $" {Tail}")}?";

    /// <summary>What is skipped and how often, in a fixed order.</summary>
    public IEnumerable<(string Why, long Count)> SkippedOf(BulkCounts counts) => Skips.Select(o => (Skipped(o), counts.Of(o))).Where(s => s.Item2 > 0);

    /// <summary>"1,230 addresses blocked, 4 skipped."</summary>
    public string Result(BulkState state)
    {
        var text = $"{Counted(state.Counts.Of(BulkOutcome.Done))} {Did}";
        text += state.Counts.Skipped > 0 ? $", {state.Counts.Skipped:N0} skipped" : "";
        return state.State == JobState.Cancelled ? $"{text}. Cancelled, {state.Counts.Of(BulkOutcome.Pending):N0} left as they were." : $"{text}.";
    }
}

/// <summary>A set frozen by a preview.</summary>
/// <param name="Note">What should be known before a yes, besides the counts.</param>
public sealed record BulkFrozen(long JobId, BulkCounts Counts, string? Note = null);
