using ContactsDashboard.Domain;
using ContactsDashboard.Services.Analytics;

namespace ContactsDashboard.Components.Pages.Analytics;

/// <summary>Analytics in the words and colours of people.</summary>
internal static class ReachText
{
    public static readonly Reach[] Slices = Enum.GetValues<Reach>();

    public static string Css(Reach slice) => slice switch { Reach.Active => "ok", Reach.Inactive => "warn", Reach.Lost => "bad", _ => "mute" };

    /// <summary>What a slice means, in a sentence.</summary>
    public static string Meaning(Reach slice) => slice switch
    {
        Reach.Active => "May be written to, and read or clicked something in the last 3 months.",
        Reach.Inactive => "May be written to, and read nothing in the last 3 months.",
        Reach.Lost => "Were written to, and are blocked now.",
        _ => "Were never written to, blocked or not.",
    };

    /// <summary>The colours of a slice's parts, told apart within it.</summary>
    public static string Css(ReachPart part) => part.Key switch
    {
        "read_30" => "ok", "read_60" => "acc", "read_90" => "warn", "read_before" => "warn", "never_read" => "mute", "soft_bounced" => "acc", "new" => "acc",
        "blacklisted" => "r-bounced", "unsubscribed" => "r-unsubscribed", "spam" => "r-complained", _ => "r-manual",
    };

    /// <summary>The name a segment of a part is proposed.</summary>
    public static string NameOf(ReachChannel channel, ReachPart part) => $"{part.Label}, {Reaches.Label(part.Slice).ToLowerInvariant()}{Suffix(channel)}";

    public static string NameOf(ReachChannel channel, Reach slice) => $"{Reaches.Label(slice)}{Suffix(channel)}";

    public static string With(ReachChannel channel) => channel == ReachChannel.Phone ? "with phone" : "with email";

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A difference with its sign.</summary>
    public static string Signed(long difference) => difference > 0 ? $"+{difference:N0}" : difference < 0 ? $"−{-difference:N0}" : "0";

    /// <summary>Of many days some: those that make whole weeks back from the last.</summary>
    public static IEnumerable<ReachDayRow> Told(IReadOnlyList<ReachDayRow> days) =>
        days.Count <= 100 ? days.Reverse() : days.Reverse().Where((_, i) => i % 7 == 0);

    private static string Suffix(ReachChannel channel) => channel == ReachChannel.Phone ? " (phone)" : "";
}
