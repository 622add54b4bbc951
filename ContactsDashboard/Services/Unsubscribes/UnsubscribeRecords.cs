using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Unsubscribes;

/// <summary>The words of RFC 8058.</summary>
public static class Rfc8058
{
    /// <summary>The one thing that is posted, and its value (section 3.2).</summary>
    public const string Field = "List-Unsubscribe", Value = "One-Click";
}

/// <summary>The link for one recipient, or why there is none.</summary>
/// <param name="Token">The secret part of its address.</param>
public sealed record RecipientLink(string Recipient, string? Token, Problem? Problem);

/// <summary>A category as the preference page shows it.</summary>
public sealed record PreferenceCategory(long Id, string Name, bool IsSubscribed);

/// <summary>What the recipient of a mail sees behind its link.</summary>
/// <param name="Address">Their address, hidden but for its ends: a mail may have been passed on.</param>
/// <param name="IsWrittenTo">Nothing stops mail to the address now.</param>
/// <param name="Category">What the mail was for, where it was for one category.</param>
public sealed record RecipientPreferences(OrganizationId Organization, string OrganizationName, string Address, bool IsWrittenTo, string? Category,
    IReadOnlyList<PreferenceCategory> Categories);
