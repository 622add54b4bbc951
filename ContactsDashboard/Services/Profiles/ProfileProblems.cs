using ContactsDashboard.Domain;
using ContactsDashboard.Services.Intake;

namespace ContactsDashboard.Services.Profiles;

/// <summary>The expected failures around profiles.</summary>
internal static class ProfileProblems
{
    public static readonly Problem NotFound = ContactIntake.NotFound;

    public static readonly Problem ConsentRequired = new("CONSENT_REQUIRED",
        "Confirm that the contact's information was obtained with the owner's consent.") { Field = "consent" };

    public static readonly Problem Deleted = new("CONTACT_DELETED", "This contact is deleted. Restore it first.");

    public static readonly Problem ExternalIdTaken = new("EXTERNAL_ID_TAKEN", "Another contact has this external id, perhaps a deleted one.") { Field = "externalId" };

    public static readonly Problem AlreadyDeleted = new("ALREADY_DELETED", "This contact is deleted already.");

    public static readonly Problem NotDeleted = new("NOT_DELETED", "This contact is not deleted.");

    /// <summary>What is wrong with why somebody deletes, or null.</summary>
    public static Problem? OfReason(string? reason) => reason?.Trim().Length > ProfileService.MaxReason
        ? new("VALIDATION_ERROR", $"A reason may have at most {ProfileService.MaxReason} characters.") { Field = "reason" } : null;

    public static Problem ChangedSince(string who, IReadOnlyCollection<string> labels) => new("CHANGED_SINCE",
        $"{who} changed {(labels.Count == 0 ? "this contact" : string.Join(", ", labels))} since you opened it. Look at what changed, then save again.");
}
