using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Api.Postfix;

/// <summary>What the mail server is told to do (Postfix access(5)), with an enhanced status code (RFC 3463) and nothing personal.</summary>
internal sealed record PolicyAnswer(string Action)
{
    /// <summary>No objection: the restrictions that follow decide.</summary>
    public static readonly PolicyAnswer Dunno = new("DUNNO");

    public static readonly PolicyAnswer Unavailable = Defer("4.3.0", "The suppression list cannot be asked now");

    public static readonly PolicyAnswer OrganizationMissing = Defer("4.3.5", "The suppression list asked does not exist");

    public static readonly PolicyAnswer Stopping = Defer("4.3.2", "The suppression list is being shut down");

    public static readonly PolicyAnswer Unclear = Defer("4.5.0", "The suppression list did not understand the question");

    public static readonly PolicyAnswer RecipientsUnknown = Defer("4.3.5", "The suppression list must be asked for each recipient");

    public static readonly PolicyAnswer DomainMissing = Defer("4.1.3", "The suppression list needs the recipient's domain");

    /// <summary>One refusal refuses; anything but a clear yes to every reading asked about is at best a delay.</summary>
    public static PolicyAnswer From(IReadOnlyList<CheckedRecipient> recipients, int asked)
    {
        var reasons = recipients.Where(r => !r.Allowed).SelectMany(r => r.Entries).Select(e => e.Reason)
            .Distinct().Order().Select(Name).ToList();
        if (reasons.Count > 0)
            return Reject("5.7.1", $"Recipient is suppressed ({string.Join(", ", reasons)})");
        if (recipients.Any(r => r is { Allowed: false, Code: CheckedRecipient.NotConfirmed }))
            return Reject("5.7.1", "Recipient has not confirmed signing up");
        if (recipients.Any(r => r is { Allowed: false, Code: CheckedRecipient.OverLimit }))
            return Reject("5.7.1", "Recipient is beyond the number of contacts the plan allows");
        if (recipients.Any(r => !r.Allowed && r.Problem == "INVALID_EMAIL"))
            return Reject("5.1.3", "Recipient is not an address that can be written to");
        return asked > 0 && recipients.Count == asked && recipients.All(r => r is { Allowed: true, Problem: null }) ? Dunno : Unavailable;
    }

    public byte[] ToBytes() => Encoding.ASCII.GetBytes($"action={Action}\n\n");

    private static PolicyAnswer Reject(string code, string text) => new($"REJECT {code} {text}");

    private static PolicyAnswer Defer(string code, string text) => new($"DEFER {code} {text}");

    private static string Name(SuppressionReason reason) => reason switch
    {
        SuppressionReason.Unsubscribed => "unsubscribed",
        SuppressionReason.Bounced => "bounced",
        SuppressionReason.Complained => "complained",
        SuppressionReason.SpamTrap => "spam trap",
        _ => "blocked",
    };
}
