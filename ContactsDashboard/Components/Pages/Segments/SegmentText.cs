using ContactsDashboard.Components.Pages.AllContacts;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using ContactsDashboard.Services.Segments;

namespace ContactsDashboard.Components.Pages.Segments;

/// <summary>Segments in the words of people.</summary>
internal static class SegmentText
{
    public static string Of(SegmentKind kind) => kind switch
    {
        SegmentKind.Dynamic => "Dynamic",
        SegmentKind.Category => "Category",
        _ => "List",
    };

    public static string Segments(long count) => count == 1 ? "1 segment" : $"{count:N0} segments";

    /// <summary>What is said under the name of a segment that is open.</summary>
    public static string About(SegmentKind kind) => kind switch
    {
        SegmentKind.Dynamic => "Dynamic: always whoever the search finds",
        SegmentKind.Category => "Subscription category",
        _ => "List",
    };

    /// <summary>What became of a file's lines, the empty kinds left out.</summary>
    public static IEnumerable<(long Count, string What)> Outcomes(FileFillingCounts counts) => new[]
    {
        (counts.Added, "added"), (counts.AlreadyIn, "in the list already"), (counts.SameEmail, "left out: another contact with the same email address is in the list"),
        (counts.NotFound, "not found among your contacts"), (counts.Unreadable, "neither an address, a number nor an id"),
    }.Where(o => o.Item1 > 0 || o.Item2 == "added");

    /// <summary>What a list of contacts shows, as the search of a segment; empty where it shows everybody.</summary>
    public static string FilterOf(AllContactsQuery query)
    {
        List<Filter> parts = FilterText.Parse(query.Filter).Filter switch { null => [], AllOf all => [.. all.Parts], var one => [one] };
        if (!string.IsNullOrWhiteSpace(query.Search))
            parts.Add(new Words(query.Search.Trim()));
        if (RailFilter(query.Rail) is { } rail)
            parts.Add(FilterText.Parse(rail).Filter!);
        return FilterText.Print(parts switch { [] => null, [var one] => one, _ => new AllOf([.. parts]) });
    }

    private static string? RailFilter(ContactRail rail) => rail switch
    {
        ContactRail.WithEmail => "has:email",
        ContactRail.EmailActive => "status:active",
        ContactRail.SpamReports => "status:spam",
        ContactRail.Unsubscribed => "status:unsubscribed",
        ContactRail.EmailBlacklisted => "status:blacklisted",
        ContactRail.NotConfirmed => "status:not_confirmed",
        ContactRail.OverLimit => "status:over_limit",
        ContactRail.WithPhone => "has:phone",
        ContactRail.PhoneActive => "phone_status:active",
        ContactRail.PhoneBlacklisted => "phone_status:blacklisted",
        _ => null,
    };

    public static BulkWords Remove => new()
    {
        Verb = "Remove", Things = "contacts from the list", Counted = BaseText.Contacts, Tail = "from the list", Running = "Removing…", Will = "will be removed from the list", Did = "removed",
        Meaning = "The contacts stay; only the list loses them. It can be undone for 30 days.",
        Skipped = outcome => outcome == BulkOutcome.AlreadySo ? "not in the list any more" : "no longer there",
    };
}
