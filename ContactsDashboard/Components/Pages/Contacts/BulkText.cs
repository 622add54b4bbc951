using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;

namespace ContactsDashboard.Components.Pages.Contacts;

/// <summary>Bulk blocks and releases in words.</summary>
internal static class BulkText
{
    public static BulkWords Of(BulkAction action) => action == BulkAction.Block ? Block : Unblock;

    private static readonly BulkWords Block = new()
    {
        Verb = "Block", Things = "addresses", Counted = LedgerText.Addresses, Running = "Blocking…", Will = "will be blocked", Did = "blocked", IsDanger = true,
        Meaning = "Mail to each of these addresses stops. It can be undone for 30 days.", Skipped = outcome => Skipped("already blocked", outcome),
    };

    private static readonly BulkWords Unblock = new()
    {
        Verb = "Unblock", Things = "addresses", Counted = LedgerText.Addresses, Running = "Unblocking…", Will = "will be unblocked", Did = "unblocked",
        Meaning = "The entries for these addresses that you may release are ended. It can be undone for 30 days.", Skipped = outcome => Skipped("not blocked", outcome),
    };

    // Why an address is left as it is.
    private static string Skipped(string alreadySo, BulkOutcome outcome) => outcome switch
    {
        BulkOutcome.AlreadySo => alreadySo,
        BulkOutcome.Guarded => "guarded: a bounce, spam report or unsubscription that Support or an Admin releases",
        BulkOutcome.UnderDomain => "under a domain block: unblock one by one, or remove the domain block",
        BulkOutcome.Platform => "on the platform's blacklist: its Support decides",
        BulkOutcome.Gone => "no longer there",
        _ => outcome.ToString(),
    };
}
