using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Api;

/// <summary>An address to block.</summary>
internal sealed record BlockBody([property: Required] string? Email, [property: MaxLength(SuppressionEdit.MaxNote)] string? Note);

/// <summary>A domain to block.</summary>
internal sealed record BlockDomainBody(
    [property: Description("The domain of this address.")] string? Email,
    [property: Description("Or the domain itself; *.domain for all its sub-domains.")] string? Domain,
    [property: MaxLength(SuppressionEdit.MaxNote)] string? Note,
    [property: Description("Addresses under the domain that stay reachable.")] IReadOnlyList<string?>? Exceptions);

/// <summary>An address to unblock.</summary>
internal sealed record UnblockBody(
    [property: Required] string? Email,
    [property: AllowedValues("exempt", "remove", "keep"),
        Description("What to do about domain entries: exempt this address (as when left out), remove them, or keep them.")] string? Domain);

/// <summary>What blocking an address did, or would do.</summary>
internal sealed record BlockedData(
    bool DryRun,
    string Email,
    [property: AllowedValues("blocked", "would_block", "already_suppressed")] string Outcome,
    [property: Description("By which it can be undone.")] string? AuditId,
    [property: Description("The entry it made or joined.")] string? SuppressionId,
    [property: Description("Every entry that covers the address now.")] IReadOnlyList<SuppressionBrief> Suppressions);

/// <summary>What blocking a domain did, or would do.</summary>
internal sealed record BlockedDomainData(
    bool DryRun,
    string Domain,
    [property: AllowedValues("blocked", "would_block", "already_suppressed")] string Outcome,
    [property: Description("By which it can be undone.")] string? AuditId,
    [property: Description("The entry it made or joined.")] string? SuppressionId,
    [property: Description("Only in a preview.")] DomainImpact? Impact);

/// <summary>Whom blocking a domain would stop.</summary>
internal sealed record DomainImpact(
    [property: Description("Contacts at this domain.")] long Addresses,
    [property: Description("Those that may be written to today.")] long NotYetBlocked,
    [property: Description("Those of the latter active in the last 30 days.")] long RecentlyActive,
    [property: Description("A provider of mailboxes for everybody.")] bool IsFreeMail);

/// <summary>What unblocking an address did, or could do.</summary>
internal sealed record UnblockedData(
    bool DryRun,
    string Email,
    [property: Description("By which it can be undone.")] string? AuditId,
    [property: Description("Entries that were ended.")] IReadOnlyList<SuppressionBrief> Released,
    [property: Description("Domain entries the address is now exempt from.")] IReadOnlyList<SuppressionBrief> Exempted,
    [property: Description("Entries that still cover the address.")] IReadOnlyList<SuppressionBrief> StillBlockedBy,
    [property: Description("Only in a preview: what could be done about each entry.")] IReadOnlyList<InTheWayShown>? Entries)
{
    public static UnblockedData Of(ReleasePreview preview) => new(true, preview.Email.Value, null, [], [],
        [.. preview.Entries.Select(e => SuppressionBrief.Of(e.Entry))], [.. preview.Entries.Select(InTheWayShown.Of)]);

    public static UnblockedData Of(EmailAddress email, ReleaseReceipt receipt) =>
        new(false, email.Value, receipt.Change is { } change ? PublicId.Format(PublicId.Audit, change.AuditId) : null,
            SuppressionBrief.Of(receipt.Released), SuppressionBrief.Of(receipt.Exempted), SuppressionBrief.Of(receipt.StillBlockedBy), null);
}

/// <summary>An entry in the way, and whether this key could release it.</summary>
internal sealed record InTheWayShown(
    SuppressionBrief Suppression,
    bool CanRelease,
    [property: Description("Why it cannot be released here.")] string? WhyNot,
    [property: Description("How many contacts, this one included, ending it would free.")] long Frees)
{
    public static InTheWayShown Of(EntryInTheWay entry) => new(SuppressionBrief.Of(entry.Entry), entry.CanRelease, entry.WhyNot, entry.Frees);
}
