using System.Globalization;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Deliverability;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>A warning in words: the figure, the threshold, what to do next, and the list to look at.</summary>
internal static class WarningText
{
    public static (string Title, string Text, string Link, SuppressionsQuery Query) Of(DeliverabilityWarning warning, SendHealth health,
        DateTimeOffset now)
    {
        var month = new SuppressionsQuery { Level = SuppressionLevel.Own, CreatedAfter = Minute(now.AddDays(-30)) };
        return warning.Kind switch
        {
            WarningKind.ComplaintRate => ($"{Percent(warning.Value)} of your mail is reported as spam.",
                $"Mailbox providers tolerate {Percent(warning.Threshold)}; these are {warning.Count:N0} of {health.Sends:N0} sends "
                + "in 30 days. Pause mailings, and write only to people who asked for it.",
                "Show the complaints", month with { Reason = SuppressionReason.Complained }),
            WarningKind.BounceRate => ($"{Percent(warning.Value)} of your mail bounces.",
                $"Above {Percent(warning.Threshold)} providers take it for spam; these are {warning.Count:N0} of {health.Sends:N0} sends "
                + "in 30 days. Look at their SMTP codes, and clean the list they came from.",
                "Show the bounces", month with { Reason = SuppressionReason.Bounced }),
            _ => ($"{warning.Count:N0} bounces, complaints and spam traps in the last 24 hours.",
                $"{Times(warning, health)} If something on your side broke, filter by what they say and release all that match.",
                "Show them", month with { CreatedAfter = Minute(now.AddDays(-1)) }),
        };
    }

    public static string Percent(double rate) => (rate * 100).ToString(rate < 0.1 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + " %";

    private static string Times(DeliverabilityWarning warning, SendHealth health) => warning.Value >= warning.Count
        && health.Bounces + health.Complaints <= warning.Count
        ? "On other days of the month there were none."
        : $"That is {warning.Value.ToString("0.#", CultureInfo.InvariantCulture)} times the usual day; "
            + $"from {warning.Threshold:0} times it is a spike.";

    // The address of the list stays the same while the page is open.
    private static DateTimeOffset Minute(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
}
