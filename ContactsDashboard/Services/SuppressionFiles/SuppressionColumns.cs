using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.SuppressionFiles;

/// <summary>The columns of a ledger file: those of our own exports, and the names others give them.</summary>
internal static class SuppressionColumns
{
    /// <summary>A column of this name, always empty, says that cells are protected as <see cref="SpreadsheetSafe"/> does.</summary>
    public const string SafeMark = "spreadsheet_safe";

    /// <summary>In the order they are written.</summary>
    public static readonly string[] Written =
        ["value", "scope", "reason", "note", "expires_at", "exceptions", "evidence_code", "evidence_text", "source", "level", "created_at", "created_by"];

    private static readonly Dictionary<string, string[]> Names = new()
    {
        ["value"] = ["value", "email", "e_mail", "email_address", "address", "recipient", "recipient_email", "domain", "phone", "phone_number", "suppressed", "contact"],
        ["scope"] = ["scope", "kind"],
        ["reason"] = ["reason", "suppression_reason", "reason_type", "bounce_type", "type"],
        ["note"] = ["note", "notes", "comment", "description"],
        ["expires_at"] = ["expires_at", "expires", "expiry", "expiration"],
        ["exceptions"] = ["exceptions", "except"],
        ["evidence_code"] = ["evidence_code", "smtp_code", "code", "status_code", "enhanced_code", "status"],
        ["evidence_text"] = ["evidence_text", "diagnostic", "diagnostic_code", "error", "message", "details", "smtp_response"],
        ["level"] = ["level"],
    };

    private static readonly Dictionary<string, SuppressionReason> Reasons = new()
    {
        ["manual"] = SuppressionReason.Manual, ["blocked"] = SuppressionReason.Manual, ["block"] = SuppressionReason.Manual, ["blacklisted"] = SuppressionReason.Manual,
        ["unsubscribed"] = SuppressionReason.Unsubscribed, ["unsubscribe"] = SuppressionReason.Unsubscribed, ["unsub"] = SuppressionReason.Unsubscribed,
        ["opt_out"] = SuppressionReason.Unsubscribed, ["optout"] = SuppressionReason.Unsubscribed, ["list_unsubscribe"] = SuppressionReason.Unsubscribed,
        ["bounced"] = SuppressionReason.Bounced, ["bounce"] = SuppressionReason.Bounced, ["hard_bounce"] = SuppressionReason.Bounced, ["hardbounce"] = SuppressionReason.Bounced,
        ["hard"] = SuppressionReason.Bounced, ["permanent"] = SuppressionReason.Bounced, ["invalid"] = SuppressionReason.Bounced, ["undeliverable"] = SuppressionReason.Bounced,
        ["complained"] = SuppressionReason.Complained, ["complaint"] = SuppressionReason.Complained, ["spam"] = SuppressionReason.Complained,
        ["spamreport"] = SuppressionReason.Complained, ["spam_report"] = SuppressionReason.Complained, ["spam_complaint"] = SuppressionReason.Complained, ["abuse"] = SuppressionReason.Complained,
        ["spam_trap"] = SuppressionReason.SpamTrap, ["spamtrap"] = SuppressionReason.SpamTrap, ["trap"] = SuppressionReason.SpamTrap,
    };

    /// <summary>Which of our columns stands where; empty when the row is no header.</summary>
    public static Dictionary<string, int> Find(IReadOnlyList<string> header)
    {
        var normalized = header.Select(Normalize).ToList();
        var found = new Dictionary<string, int>();
        foreach (var (column, names) in Names)
        {
            var at = names.Select(name => normalized.IndexOf(name)).FirstOrDefault(i => i >= 0 && !found.ContainsValue(i), -1);
            if (at >= 0)
                found[column] = at;
        }
        return found.ContainsKey("value") ? found : [];
    }

    public static SuppressionReason? ReasonOf(string text) => Reasons.TryGetValue(Normalize(text), out var reason) ? reason : null;

    private static string Normalize(string text) => text.Trim().Trim('"').ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
}
