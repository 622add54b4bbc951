using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Shared;

/// <summary>The ledger in the words of people: the one place where reasons, scopes, sources and standings are spelt.</summary>
public static class LedgerText
{
    public static string Of(SuppressionReason reason) => reason switch
    {
        SuppressionReason.Manual => "Manual",
        SuppressionReason.Unsubscribed => "Unsubscribed",
        SuppressionReason.Bounced => "Bounced",
        SuppressionReason.Complained => "Spam report",
        SuppressionReason.SpamTrap => "Spam trap",
        _ => reason.ToString(),
    };

    public static string Of(SuppressionSource source) => source switch
    {
        SuppressionSource.Operator => "dashboard",
        SuppressionSource.Api => "API",
        SuppressionSource.Import => "import",
        SuppressionSource.Send => "sending",
        SuppressionSource.Event => "provider event",
        SuppressionSource.Form => "form",
        SuppressionSource.Request => "request",
        SuppressionSource.Platform => "platform",
        _ => source.ToString(),
    };

    public static string Of(SuppressionScope scope) => scope switch
    {
        SuppressionScope.Domain => "Domain",
        SuppressionScope.Phone => "Phone",
        _ => "Email",
    };

    public static string Of(SuppressionLevel level) => level == SuppressionLevel.Platform ? "Platform" : "Own";

    /// <summary>The stylesheet's word for a reason: charts, legends and lists give each the same colour.</summary>
    public static string Css(SuppressionReason reason) => reason switch
    {
        SuppressionReason.Unsubscribed => "r-unsubscribed",
        SuppressionReason.Bounced => "r-bounced",
        SuppressionReason.Complained => "r-complained",
        SuppressionReason.SpamTrap => "r-trap",
        _ => "r-manual",
    };

    /// <summary>What an entry is about: "this address", "domain example.com", "all sub-domains of example.com".</summary>
    public static string Target(LedgerEntry entry) => entry.Scope switch
    {
        SuppressionScope.Domain when entry.Value.StartsWith("*.", StringComparison.Ordinal) => $"all sub-domains of {entry.Value[2..]}",
        SuppressionScope.Domain => $"domain {entry.Value}",
        SuppressionScope.Phone => "this number",
        _ => "this address",
    };

    /// <summary>"Manual · domain example.com": what a list of entries calls one of them.</summary>
    public static string Name(LedgerEntry entry) =>
        $"{Of(entry.Reason)} · {Target(entry)}{(entry.Level == SuppressionLevel.Platform ? ", platform" : null)}";

    /// <summary>"Active", "Blocked", "Blocked · domain", "Blocked · platform".</summary>
    public static string Standing(IReadOnlyList<LedgerEntry> entries) => Decisive(entries) switch
    {
        null => "Active",
        { Level: SuppressionLevel.Platform } => "Blocked · platform",
        { Scope: SuppressionScope.Domain } => "Blocked · domain",
        _ => "Blocked",
    };

    /// <summary>"Manual", "Bounced + 1 more"; nothing for an address nothing blocks.</summary>
    public static string? Why(IReadOnlyList<LedgerEntry> entries) => Decisive(entries) is not { } entry ? null
        : entries.Count == 1 ? Of(entry.Reason) : $"{Of(entry.Reason)} + {entries.Count - 1} more";

    /// <summary>Every entry in one line each: why, what, since when, by whom.</summary>
    public static string? Explain(IReadOnlyList<LedgerEntry> entries, TimeZoneInfo? zone) =>
        entries.Count == 0 ? null
        : string.Join('\n', entries.Select(e => $"{Name(e)}, since {RelativeTime.Exact(e.CreatedAt, zone)} by {e.CreatedBy}"));

    public static Tone ToneOf(IReadOnlyList<LedgerEntry> entries) => Decisive(entries) switch
    {
        null => Tone.Ok,
        { Reason: SuppressionReason.Unsubscribed } => Tone.Warn,
        _ => Tone.Bad,
    };

    /// <summary>The entry a badge speaks of: blacklisting before complaint before unsubscription, the address itself before its
    /// domain.</summary>
    public static LedgerEntry? Decisive(IReadOnlyList<LedgerEntry> entries) => entries
        .OrderBy(e => e.Reason switch { SuppressionReason.Unsubscribed => 2, SuppressionReason.Complained => 1, _ => 0 })
        .ThenBy(e => e.Level).ThenBy(e => e.Scope).ThenBy(e => e.CreatedAt).FirstOrDefault();

    /// <summary>"1 suppression", "1,234 suppressions".</summary>
    public static string Suppressions(long count) => count == 1 ? "1 suppression" : $"{count:N0} suppressions";

    /// <summary>"1 address", "1,234 addresses".</summary>
    public static string Addresses(long count) => count == 1 ? "1 address" : $"{count:N0} addresses";
}
