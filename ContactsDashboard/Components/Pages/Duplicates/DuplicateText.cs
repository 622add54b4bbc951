using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Components.Pages.Duplicates;

/// <summary>Duplicates in the words of people.</summary>
internal static class DuplicateText
{
    public static string Addresses(DuplicateChannel channel, long count) => (channel, count) switch
    {
        (DuplicateChannel.Email, 1) => "1 email address",
        (DuplicateChannel.Email, _) => $"{count:N0} email addresses",
        (_, 1) => "1 phone number",
        _ => $"{count:N0} phone numbers",
    };

    public static BulkWords Remove(KeptContact keep) => new()
    {
        Verb = "Remove", Things = "duplicates", Counted = count => count == 1 ? "1 duplicate" : $"{count:N0} duplicates", Running = "Removing…",
        Will = "will be removed", Did = "removed", IsDanger = true,
        Meaning = $"The {(keep == KeptContact.Earliest ? "earliest" : "latest")} contact stays as it is and takes nothing over: what only the others know goes out of sight "
            + "when their profiles move to Deleted. The ledger is not touched. It can be undone for 30 days.",
        Skipped = outcome => outcome switch
        {
            BulkOutcome.NoDuplicate => "no longer one too many",
            BulkOutcome.AlreadySo => "already deleted",
            _ => "no longer there",
        },
    };
}
