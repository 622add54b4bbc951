using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;

namespace ContactsDashboard.Components.Pages.Contacts;

/// <summary>Bulk actions in words: the question, what each outcome is called, and what came of it.</summary>
internal static class BulkText
{
    private static readonly BulkOutcome[] Skips =
        [BulkOutcome.AlreadySo, BulkOutcome.Guarded, BulkOutcome.UnderDomain, BulkOutcome.Platform, BulkOutcome.Gone];

    public static string Verb(BulkAction action) => action == BulkAction.Block ? "Block" : "Unblock";

    public static string Question(BulkAction action, long count) => $"{Verb(action)} {LedgerText.Addresses(count)}?";

    public static string Running(BulkAction action) => action == BulkAction.Block ? "Blocking…" : "Unblocking…";

    /// <summary>What a yes means, before it is given.</summary>
    public static string Meaning(BulkAction action) => action == BulkAction.Block
        ? "Mail to each of these addresses stops. It can be undone for 30 days."
        : "The entries for these addresses that you may release are ended. It can be undone for 30 days.";

    public static string Will(BulkAction action) => action == BulkAction.Block ? "will be blocked" : "will be unblocked";

    public static string Did(BulkAction action) => action == BulkAction.Block ? "blocked" : "unblocked";

    /// <summary>Why an address is left as it is.</summary>
    public static string Skipped(BulkAction action, BulkOutcome outcome) => outcome switch
    {
        BulkOutcome.AlreadySo => action == BulkAction.Block ? "already blocked" : "not blocked",
        BulkOutcome.Guarded => "guarded: a bounce, spam report or unsubscription that Support or an Admin releases",
        BulkOutcome.UnderDomain => "under a domain block: unblock one by one, or remove the domain block",
        BulkOutcome.Platform => "on the platform's blacklist: its Support decides",
        BulkOutcome.Gone => "no longer there",
        _ => outcome.ToString(),
    };

    /// <summary>What is skipped and how often, in a fixed order.</summary>
    public static IEnumerable<(string Why, long Count)> Skipped(BulkAction action, BulkCounts counts) =>
        Skips.Select(o => (Skipped(action, o), counts.Of(o))).Where(s => s.Item2 > 0);

    /// <summary>"1,230 addresses blocked, 4 skipped."</summary>
    public static string Result(BulkAction action, BulkState state)
    {
        var text = $"{LedgerText.Addresses(state.Counts.Of(BulkOutcome.Done))} {Did(action)}";
        text += state.Counts.Skipped > 0 ? $", {state.Counts.Skipped:N0} skipped" : "";
        return state.State == JobState.Cancelled ? $"{text}. Cancelled, {state.Counts.Of(BulkOutcome.Pending):N0} left as they were." : $"{text}.";
    }
}
