using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>Entries in words, as far as they may be told: what a platform entry rests on stays with the platform.</summary>
internal static class EntryText
{
    public static bool MayTell(LedgerEntry entry, OrganizationView organization) => entry.Level == SuppressionLevel.Own
        || organization.IsPlatform;

    /// <summary>Code and text in one line; most texts begin with their code.</summary>
    public static string? Evidence(LedgerEntry entry, OrganizationView organization) => entry switch
    {
        _ when !MayTell(entry, organization) => null,
        { EvidenceCode: { } code, EvidenceText: { } text } => text.StartsWith(code, StringComparison.Ordinal) ? text : $"{code} {text}",
        _ => entry.EvidenceCode ?? entry.EvidenceText,
    };

    public static string By(LedgerEntry entry, OrganizationView organization) => MayTell(entry, organization) ? entry.CreatedBy
        : "the platform";

    /// <summary>What stands under the value in a list.</summary>
    public static string? Beside(LedgerEntry entry, OrganizationView organization) =>
        (entry.Exceptions.Count, Note: MayTell(entry, organization) ? entry.Note : null) switch
    {
        ( > 0 and var exempt, null) => $"{LedgerText.Addresses(exempt)} exempt",
        ( > 0 and var exempt, var note) => $"{LedgerText.Addresses(exempt)} exempt · {note}",
        (_, var note) => note,
    };

    /// <summary>What one thing of this scope is called.</summary>
    public static string Thing(SuppressionScope scope) => scope switch
    {
        SuppressionScope.Domain => "domain",
        SuppressionScope.Phone => "number",
        _ => "address",
    };

    /// <summary>What becomes of it when this entry goes.</summary>
    public static string IfItWent(EntryPreview preview, LedgerEntry entry)
    {
        var others = preview.OthersThan(entry).ToList();
        var still = others.Count == 0 ? null : string.Join(", ", others.Select(LedgerText.Name));
        if (entry.Scope == SuppressionScope.Domain && preview.Entry.Scope == SuppressionScope.Domain)
        {
            var frees = preview.Entries.First(e => e.Entry.Id == entry.Id).Frees;
            return still is null ? $"If it went, {Freed(frees)}." : $"If it went, the domain would stay blocked by {still}.";
        }
        return still is null ? $"If it went, nothing else would block this {Thing(preview.Entry.Scope)}."
            : $"If it went, it would still be blocked by {still}.";
    }

    private static string Freed(long frees) => frees == 0
        ? "none of your addresses would be free today, but whoever writes from there in future"
        : $"{LedgerText.Addresses(frees)} would be free, and whoever writes from there in future";
}
