using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Domain;

/// <summary>How a contact stands to what is sent by one channel; every contact that has the channel is exactly one of these.</summary>
public enum Reach
{
    /// <summary>May be written to, and read or clicked something in the last three months.</summary>
    Active = 0,

    /// <summary>May be written to and was, and read nothing in the last three months.</summary>
    Inactive = 1,

    /// <summary>Was written to, and is blocked.</summary>
    Lost = 2,

    /// <summary>Was never written to, blocked or not.</summary>
    NeverSent = 3,
}

/// <summary>By which way analytics look at contacts.</summary>
public enum ReachChannel { Email = 0, Phone = 1 }

/// <summary>What is known of contacts that are alike in everything analytics tell apart.</summary>
/// <param name="Sent">A message was sent to them, or mail of an own domain went to them.</param>
/// <param name="SoftBounced">That became of the latest message.</param>
/// <param name="ReadQuarter">The quarter of an hour of the latest message they read or clicked; 0 for never. Of the blocked neither is told.</param>
public readonly record struct ReachFacts(Standing Standing, bool Sent, bool SoftBounced, long ReadQuarter);

/// <summary>A part of a slice: who is in it, and the filter that finds exactly those.</summary>
public sealed record ReachPart(Reach Slice, string Key, string Label, string Filter);

/// <summary>
/// The rule that cuts contacts into slices and slices into parts. Windows are whole days of the organisation's that end yesterday; whoever reads today is
/// in all of them, since tomorrow they would be.
/// </summary>
public static class Reaches
{
    /// <summary>A quarter of an hour: everywhere on earth days begin on one, so that counts by quarters give whole days of any zone.</summary>
    public const long QuarterTicks = 15 * TimeSpan.TicksPerMinute;

    /// <summary>How long somebody who read something counts as active.</summary>
    public const int ActiveMonths = 3;

    private const string NotConfirmed = "not_confirmed";

    public static Reach SliceOf(ReachFacts facts, ReachWindows windows) =>
        !facts.Sent ? Reach.NeverSent : facts.Standing.IsBlocked() ? Reach.Lost : facts.ReadQuarter >= windows.Active ? Reach.Active : Reach.Inactive;

    /// <summary>Which part of its slice these contacts are; a key of <see cref="Parts"/>.</summary>
    public static string PartOf(ReachFacts facts, ReachWindows windows) => SliceOf(facts, windows) switch
    {
        _ when facts.Standing.IsBlocked() => Word(facts.Standing),
        Reach.Active => facts.ReadQuarter >= windows.Days30 ? "read_30" : facts.ReadQuarter >= windows.Days60 ? "read_60" : "read_90",
        _ when facts.Standing == Standing.NotConfirmed => NotConfirmed,
        Reach.NeverSent => "new",
        _ => facts.SoftBounced ? "soft_bounced" : facts.ReadQuarter > 0 ? "read_before" : "never_read",
    };

    /// <summary>The structure of every slice, in the order it is shown.</summary>
    public static IReadOnlyList<ReachPart> Parts(ReachChannel channel) => channel == ReachChannel.Email ? EmailParts : PhoneParts;

    /// <summary>The filter that finds a whole slice.</summary>
    public static string FilterOf(ReachChannel channel, Reach slice) => $"{Prefix(channel)}reach:{Word(slice)}";

    /// <summary>A slice as filters and addresses name it.</summary>
    public static string Word(Reach slice) => FilterFields.Reach[(int)slice].Word;

    public static string Label(Reach slice) => FilterFields.Reach[(int)slice].Label;

    private static readonly ReachPart[] EmailParts =
    [
        .. Of(ReachChannel.Email, Reach.Active, ("read_30", "Read in the last 30 days", "last_read<30d"), ("read_60", "Read 30 to 60 days ago", "last_read>=30d last_read<60d"),
            ("read_90", "Read earlier, within 3 months", "last_read>=60d")),
        .. Of(ReachChannel.Email, Reach.Inactive, ("read_before", "Last read longer ago", "-status:not_confirmed -last_outcome:soft_bounced last_read:any"),
            ("never_read", "Never read", "-status:not_confirmed -last_outcome:soft_bounced last_read:never"),
            ("soft_bounced", "Soft-bounced", "-status:not_confirmed last_outcome:soft_bounced"), (NotConfirmed, "Not confirmed", "status:not_confirmed")),
        .. Of(ReachChannel.Email, Reach.Lost, ("blacklisted", "Blacklisted", "status:blacklisted"), ("unsubscribed", "Unsubscribed", "status:unsubscribed"),
            ("spam", "Spam report", "status:spam")),
        .. Of(ReachChannel.Email, Reach.NeverSent, ("new", "New", "-status:(blocked, not_confirmed)"), (NotConfirmed, "Not confirmed", "status:not_confirmed"),
            ("blacklisted", "Blacklisted", "status:blacklisted"), ("unsubscribed", "Unsubscribed", "status:unsubscribed"), ("spam", "Spam report", "status:spam")),
    ];

    private static readonly ReachPart[] PhoneParts =
    [
        .. Of(ReachChannel.Phone, Reach.Active, ("read_30", "Read in the last 30 days", "phone_last_read<30d"),
            ("read_60", "Read 30 to 60 days ago", "phone_last_read>=30d phone_last_read<60d"), ("read_90", "Read earlier, within 3 months", "phone_last_read>=60d")),
        .. Of(ReachChannel.Phone, Reach.Inactive, ("read_before", "Last read longer ago", "-phone_last_outcome:soft_bounced phone_last_read:any"),
            ("never_read", "Never read", "-phone_last_outcome:soft_bounced phone_last_read:never"), ("soft_bounced", "Soft-bounced", "phone_last_outcome:soft_bounced")),
        .. Of(ReachChannel.Phone, Reach.Lost, ("blacklisted", "Blacklisted", "phone_status:blacklisted")),
        .. Of(ReachChannel.Phone, Reach.NeverSent, ("new", "New", "phone_status:active"), ("blacklisted", "Blacklisted", "phone_status:blacklisted")),
    ];

    private static IEnumerable<ReachPart> Of(ReachChannel channel, Reach slice, params (string Key, string Label, string Within)[] parts) =>
        parts.Select(p => new ReachPart(slice, p.Key, p.Label, $"{FilterOf(channel, slice)} {p.Within}"));

    private static string Prefix(ReachChannel channel) => channel == ReachChannel.Phone ? "phone_" : "";

    private static string Word(Standing standing) => standing switch
    {
        Standing.SpamReport => "spam",
        Standing.Unsubscribed => "unsubscribed",
        _ => "blacklisted",
    };
}

/// <summary>Where the windows of one day begin, as quarters of an hour since the first of all days.</summary>
public readonly record struct ReachWindows(long Active, long Days30, long Days60)
{
    /// <summary>The windows as they stand on a day of the organisation's.</summary>
    public static ReachWindows On(DateOnly today, TimeZoneInfo zone) =>
        new(Quarter(today.AddMonths(-Reaches.ActiveMonths), zone), Quarter(today.AddDays(-30), zone), Quarter(today.AddDays(-60), zone));

    private static long Quarter(DateOnly day, TimeZoneInfo zone) => Days.StartOf(day, zone).UtcTicks / Reaches.QuarterTicks;
}
