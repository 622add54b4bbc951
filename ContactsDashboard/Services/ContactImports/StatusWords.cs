using ContactsDashboard.Domain;
using ContactsDashboard.Services.SuppressionFiles;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>What a cell says about whether somebody may be written to, in the words of the products that export it.</summary>
internal static class StatusWords
{
    private static readonly HashSet<string> Free = new(StringComparer.Ordinal)
    {
        "", "active", "subscribed", "ok", "valid", "opted_in", "opt_in", "optin", "confirmed", "none", "no", "false", "0", "deliverable", "marketable", "non_subscribed",
        "nonsubscribed", "never_subscribed", "transactional", "not_subscribed", "over_limit",
    };

    private static readonly Dictionary<string, SuppressionReason> Others = new(StringComparer.Ordinal)
    {
        ["cleaned"] = SuppressionReason.Bounced, ["hardbounced"] = SuppressionReason.Bounced, ["hard_bounced"] = SuppressionReason.Bounced, ["invalid_email"] = SuppressionReason.Bounced,
        ["dropped"] = SuppressionReason.Bounced, ["contact_flagged_as_spam"] = SuppressionReason.Complained, ["spamcomplaint"] = SuppressionReason.Complained,
        ["junk"] = SuppressionReason.Complained, ["manualsuppression"] = SuppressionReason.Manual, ["manual_suppression"] = SuppressionReason.Manual,
        ["user_suppressed"] = SuppressionReason.Manual, ["suppressed"] = SuppressionReason.Manual, ["blocklisted"] = SuppressionReason.Manual, ["archived"] = SuppressionReason.Manual,
        ["unsubscribed_via_email"] = SuppressionReason.Unsubscribed, ["unsubscribedviaemail"] = SuppressionReason.Unsubscribed, ["opted_out"] = SuppressionReason.Unsubscribed,
        ["optedout"] = SuppressionReason.Unsubscribed, ["yes"] = SuppressionReason.Manual, ["true"] = SuppressionReason.Manual, ["1"] = SuppressionReason.Manual,
    };

    // Where several are named, the strictest standing first.
    private static readonly SuppressionReason[] Strictest =
        [SuppressionReason.SpamTrap, SuppressionReason.Manual, SuppressionReason.Bounced, SuppressionReason.Complained, SuppressionReason.Unsubscribed];

    /// <summary>Null: it may be written to. A problem where the words are not known: who does not understand them does not write.</summary>
    public static Result<SuppressionReason?> Read(string cell, string? origin)
    {
        var reasons = new List<SuppressionReason>();
        foreach (var word in cell.Split([',', ';', '|', '[', ']', '"', '\''], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Words))
        {
            if (Free.Contains(word))
                continue;
            if (SuppressionColumns.ReasonOf(word) is { } reason || Others.TryGetValue(word, out reason))
                reasons.Add(reason);
            else
                return new Problem("UNKNOWN_STATUS", $"The status {word} is not known: active, manual, unsubscribed, bounced, complained or spam_trap.");
        }
        if (reasons.Count == 0)
            return (SuppressionReason?)null;
        var strictest = Strictest.First(reasons.Contains);
        return strictest == SuppressionReason.Manual && origin?.Trim().Equals("recipient", StringComparison.OrdinalIgnoreCase) == true ? SuppressionReason.Unsubscribed : strictest;
    }

    /// <summary>Whether a cell that marks somebody is set: a date, a word, a number, anything but a no.</summary>
    public static bool IsSet(string cell) => cell.Trim().ToLowerInvariant() is not ("" or "no" or "false" or "0" or "n" or "f" or "none" or "null" or "-");

    // Our own exports name reasons apart by blanks; others write words with blanks.
    private static IEnumerable<string> Words(string part)
    {
        var whole = part.ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        return Free.Contains(whole) || Others.ContainsKey(whole) || SuppressionColumns.ReasonOf(whole) is not null ? [whole]
            : part.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.ToLowerInvariant().Replace('-', '_'));
    }
}
