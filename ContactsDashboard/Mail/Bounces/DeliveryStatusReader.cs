using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>Reads the fields of RFC 3464, and of RFC 6533, recipient by recipient.</summary>
internal static class DeliveryStatusReader
{
    private const int MostRecipients = 1_000;

    /// <summary>The recipients the message did not reach, or not yet; whom it reached is no concern.</summary>
    public static List<ReportedRecipient> Read(string content)
    {
        var (recipients, group) = (new List<ReportedRecipient>(), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        for (var rest = content.AsSpan(); !rest.IsEmpty && recipients.Count < MostRecipients;)
        {
            var block = FieldBlock.Read(rest);
            rest = rest[block.Length..];
            foreach (var (name, value) in block.Fields)
            {
                if (BeginsRecipient(name, group))
                    Finish(group, recipients);
                group.TryAdd(name, value);
            }
            // Some set an empty line between the fields of one recipient.
            if (group.ContainsKey("Action") || (HasRecipient(group) && group.ContainsKey("Status")))
                Finish(group, recipients);
            else if (!HasRecipient(group)) // what is said of the message as a whole
                group.Clear();
        }
        Finish(group, recipients);
        return recipients;
    }

    /// <summary>Whether a text is such a report, whatever its content type says.</summary>
    public static bool LooksRight(string text) => HasField(text, "Final-Recipient:") && (HasField(text, "Action:") || HasField(text, "Status:"));

    private static bool HasField(string text, string name) => text.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        || text.Contains("\n" + name, StringComparison.OrdinalIgnoreCase);

    private static bool HasRecipient(Dictionary<string, string> group) => group.ContainsKey("Final-Recipient") || group.ContainsKey("Original-Recipient");

    /// <summary>Some set no empty line between two recipients.</summary>
    private static bool BeginsRecipient(string name, Dictionary<string, string> group) => name.ToLowerInvariant() switch
    {
        "final-recipient" => group.ContainsKey("Final-Recipient"),
        "original-recipient" => group.ContainsKey("Original-Recipient") || (group.ContainsKey("Final-Recipient") && group.ContainsKey("Action")),
        "action" => group.ContainsKey("Action"),
        _ => false,
    };

    private static void Finish(Dictionary<string, string> group, List<ReportedRecipient> recipients)
    {
        if (HasRecipient(group) && ActionOf(group) is { } isDelayed && Recipient(group, isDelayed) is { } recipient && !recipients.Exists(r => r.Address == recipient.Address))
            recipients.Add(recipient);
        group.Clear();
    }

    private static ReportedRecipient? Recipient(Dictionary<string, string> group, bool isDelayed)
    {
        var hasFinal = ReportAddress.TryReadTyped(group.GetValueOrDefault("Final-Recipient"), out var final);
        var hasOriginal = ReportAddress.TryReadTyped(group.GetValueOrDefault("Original-Recipient"), out var original);
        if (!hasFinal && !hasOriginal)
            return null;
        var status = group.GetValueOrDefault("Status")?.Trim() ?? "";
        var comment = status.IndexOfAny([' ', '(']);
        var text = group.GetValueOrDefault("Diagnostic-Code") ?? (comment < 0 ? "" : status[comment..].Trim());
        var isSuccess = status.StartsWith('2');
        var diagnostic = Diagnostic.Parse(text, isSuccess ? null : status, isDelayed: isDelayed);
        var address = hasOriginal ? original : final;
        // A comment behind the status says what the status does not.
        var classified = comment < 0 ? diagnostic : diagnostic with { Text = $"{text} {status[comment..]}" };
        return new(address, hasFinal && hasOriginal && final != original ? final : null, BounceClassifier.Classify(classified), diagnostic);
    }

    /// <summary>Whether it is merely delayed; null where the message arrived, or nobody says what became of it.</summary>
    private static bool? ActionOf(Dictionary<string, string> group)
    {
        var action = group.GetValueOrDefault("Action")?.TrimStart().ToLowerInvariant() ?? "";
        if (action.StartsWith("fail", StringComparison.Ordinal))
            return false;
        if (action.StartsWith("delay", StringComparison.Ordinal))
            return true;
        if (action.Length > 0)
            return null;
        return group.GetValueOrDefault("Status")?.TrimStart() switch
        {
            ['5', ..] => false,
            ['4', ..] => true,
            _ => null,
        };
    }
}
