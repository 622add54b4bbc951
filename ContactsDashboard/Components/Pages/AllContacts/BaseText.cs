using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;

namespace ContactsDashboard.Components.Pages.AllContacts;

/// <summary>The contact base in the words of people.</summary>
internal static class BaseText
{
    public static readonly ContactRail[] EmailRails =
    [
        ContactRail.WithEmail, ContactRail.EmailActive, ContactRail.SpamReports, ContactRail.Unsubscribed, ContactRail.EmailBlacklisted, ContactRail.NotConfirmed,
        ContactRail.OverLimit,
    ];

    public static readonly ContactRail[] PhoneRails = [ContactRail.WithPhone, ContactRail.PhoneActive, ContactRail.PhoneBlacklisted];

    public static string Of(ContactRail rail) => rail switch
    {
        ContactRail.WithEmail => "All with email",
        ContactRail.EmailActive or ContactRail.PhoneActive => "Active",
        ContactRail.SpamReports => "Spam reports",
        ContactRail.Unsubscribed => "Unsubscribed",
        ContactRail.EmailBlacklisted or ContactRail.PhoneBlacklisted => "Blacklisted",
        ContactRail.NotConfirmed => "Not confirmed",
        ContactRail.OverLimit => "Over the limit",
        ContactRail.WithPhone => "All with phone",
        _ => "All contacts",
    };

    /// <summary>The stylesheet's word for a rail's colour.</summary>
    public static string Css(ContactRail rail) => rail switch
    {
        ContactRail.EmailActive or ContactRail.PhoneActive => "r-active",
        ContactRail.SpamReports => "r-complained",
        ContactRail.Unsubscribed => "r-unsubscribed",
        ContactRail.EmailBlacklisted or ContactRail.PhoneBlacklisted => "r-bounced",
        ContactRail.NotConfirmed => "r-unconfirmed",
        ContactRail.OverLimit => "r-manual",
        _ => "r-all",
    };

    public static string Of(Standing standing) => standing switch
    {
        Standing.Blacklisted => "Blacklisted",
        Standing.SpamReport => "Spam report",
        Standing.Unsubscribed => "Unsubscribed",
        Standing.NotConfirmed => "Not confirmed",
        Standing.OverLimit => "Over the limit",
        Standing.Active => "Active",
        _ => "",
    };

    public static Tone ToneOf(Standing standing) => standing switch
    {
        Standing.Active => Tone.Ok,
        Standing.Blacklisted or Standing.SpamReport => Tone.Bad,
        Standing.Unsubscribed or Standing.NotConfirmed => Tone.Warn,
        _ => Tone.Mute,
    };

    public static string Of(CreationMethod method) => method switch
    {
        CreationMethod.EmailThread => "Email thread",
        CreationMethod.Manual => "Manual",
        CreationMethod.Import => "Import",
        CreationMethod.SubscriptionForm => "Subscription form",
        CreationMethod.Order => "Order",
        CreationMethod.Api => "API",
        CreationMethod.MobileApi => "Mobile API",
        _ => "Event",
    };

    /// <summary>Every order a list offers, as its menu calls it.</summary>
    public static IEnumerable<(string Text, AllContactsSort Sort, bool Descending)> Orders(bool deleted) =>
    [
        .. deleted ? new[] { ("Deleted last", AllContactsSort.Deleted, true), ("Deleted first", AllContactsSort.Deleted, false) } : [],
        ("Created last", AllContactsSort.Created, true), ("Created first", AllContactsSort.Created, false),
        ("Updated last", AllContactsSort.Updated, true), ("Updated first", AllContactsSort.Updated, false),
        ("Rating, high to low", AllContactsSort.Rating, true), ("Rating, low to high", AllContactsSort.Rating, false),
    ];

    /// <summary>"1 contact", "1,234 contacts".</summary>
    public static string Contacts(long count) => count == 1 ? "1 contact" : $"{count:N0} contacts";

    /// <summary>"1,234 contacts, of which 20 deleted".</summary>
    public static string Total(ContactTotal total, bool isDeletedPage) => $"{Contacts(total.All)}{(total.Deleted > 0 && !isDeletedPage ? $", of which {total.Deleted:N0} deleted" : "")}";

    public static BulkWords Delete => new()
    {
        Verb = "Delete", Things = "contacts", Counted = Contacts, Running = "Deleting…", Will = "will be deleted", Did = "deleted", IsDanger = true,
        Meaning = "They move to Deleted, from where they can be restored. What the ledger says of their addresses stays.",
        Skipped = outcome => outcome switch
        {
            BulkOutcome.NotDeletable => "active, or over the limit: only spam reports, unsubscribed, blacklisted and not confirmed contacts are deleted in bulk",
            BulkOutcome.AlreadySo => "already deleted",
            _ => "no longer there",
        },
    };

    public static BulkWords Restore => new()
    {
        Verb = "Restore", Things = "contacts", Counted = Contacts, Running = "Restoring…", Will = "will be restored", Did = "restored",
        Meaning = "They come back as they were. What the ledger says of their addresses holds: whoever is blocked stays blocked.",
        Skipped = outcome => outcome switch
        {
            BulkOutcome.AlreadySo => "not deleted any more",
            BulkOutcome.Merged => "merged into another contact: undo the merge to bring them back",
            _ => "no longer there",
        },
    };

    /// <summary>What restoring brings with it, besides the contacts; nothing where there is nothing to say.</summary>
    public static string? RestoreNote(ContactBulkPreview preview)
    {
        var sharing = preview.Sharing switch
        {
            0 => null,
            1 => "One of them shares an address with another contact and will be found under Duplicates.",
            var count => $"{count:N0} of them share an address with another contact and will be found under Duplicates.",
        };
        var beyond = preview.Plan is { } plan && plan.Contacts > plan.Limit
            ? $"Your plan is for {Contacts(plan.Limit)} with email; there will be {plan.Contacts:N0}, and the latest of them are over the limit." : null;
        return sharing is null && beyond is null ? null : string.Join(' ', new[] { sharing, beyond }.OfType<string>());
    }

    public static BulkWords AddTo(int lists) => new()
    {
        Verb = "Add", Things = "contacts to lists", Counted = Contacts, Tail = lists == 1 ? "to the list" : $"to {lists} lists", Running = "Adding…", Will = "will be added", Did = "added",
        Meaning = "A list holds one contact for each email address. It can be undone for 30 days.",
        Skipped = outcome => outcome switch
        {
            BulkOutcome.AlreadySo => "in the lists already",
            BulkOutcome.SameEmail => "another contact with the same email address is in the list",
            _ => "no longer there",
        },
    };
}
