using System.Text.Json;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Components.Pages.Activity;

/// <summary>The kinds of change people look for.</summary>
internal static class ActivityGroups
{
    public static readonly IReadOnlyList<(string Name, IReadOnlyCollection<AuditVerb> Verbs)> All =
    [
        ("Blocks", [AuditVerb.BlockedEmail, AuditVerb.BlockedDomain, AuditVerb.BlockedMany, AuditVerb.AddedSuppression, AuditVerb.AddedMany, AuditVerb.AddedPlatform]),
        ("Releases", [AuditVerb.Released, AuditVerb.ReleasedMany, AuditVerb.ReleasedMatching, AuditVerb.Exempted, AuditVerb.DeletedSuppression, AuditVerb.DeletedPlatform]),
        ("Edits of suppressions", [AuditVerb.ChangedSuppression]),
        ("Contacts", [AuditVerb.CreatedContact, AuditVerb.EditedContact, AuditVerb.DeletedContact, AuditVerb.RestoredContact, AuditVerb.DeletedContacts, AuditVerb.RestoredContacts,
            AuditVerb.RemovedDuplicates, AuditVerb.MergedContacts, AuditVerb.ImportedContacts, AuditVerb.RecountedContacts]),
        ("Segments and lists", [AuditVerb.CreatedSegment, AuditVerb.RenamedSegment, AuditVerb.ChangedSegment, AuditVerb.DeletedSegment, AuditVerb.AddedToSegments,
            AuditVerb.RemovedFromSegment, AuditVerb.ChangedList, AuditVerb.DeletedList, AuditVerb.ChangedListContact, AuditVerb.RemovedFromList]),
        ("Requests", [AuditVerb.FiledRequest, AuditVerb.ClosedRequest, AuditVerb.BlacklistedByRequest, AuditVerb.UnsubscribedByRequest, AuditVerb.ReactivatedByRequest,
            AuditVerb.ReactivatedAtPlatform, AuditVerb.DeclinedProposal, AuditVerb.ChangedProposals]),
        ("Erasures", [AuditVerb.Erased, AuditVerb.Readmitted]),
        ("Undone", [AuditVerb.Undid]),
        ("Mail", [AuditVerb.ImportedMail, AuditVerb.AddedMailSource, AuditVerb.RemovedMailSource]),
        ("Sign-ups", [AuditVerb.SignedUp, AuditVerb.ConfirmedSignUp]),
        ("Unsubscriptions by link", [AuditVerb.Unsubscribed, AuditVerb.ChangedPreferences]),
        ("Webhooks", [AuditVerb.AddedWebhook, AuditVerb.ChangedWebhook, AuditVerb.RemovedWebhook]),
        ("Orders, devices, activity", [AuditVerb.RecordedOrders, AuditVerb.AddedToken, AuditVerb.RemovedToken, AuditVerb.RecordedActivity]),
        ("Delivery events", [AuditVerb.RecordedEvents, AuditVerb.SuppressedByEvents, AuditVerb.AddedEventSource, AuditVerb.ChangedEventSource, AuditVerb.RemovedEventSource,
            AuditVerb.ChangedBouncePolicy, AuditVerb.AcceptedReports, AuditVerb.DismissedReports]),
        ("Exports", [AuditVerb.Exported]),
        ("Settings and rules", [AuditVerb.ChangedSettings, AuditVerb.AddedRule, AuditVerb.RemovedRule, AuditVerb.CreatedOrganization, AuditVerb.AddedField,
            AuditVerb.ChangedField, AuditVerb.DeletedField, AuditVerb.AddedCategory, AuditVerb.RenamedCategory, AuditVerb.DeletedCategory, AuditVerb.ChangedPlan,
            AuditVerb.CreatedSignUpForm, AuditVerb.ClosedSignUpForm, AuditVerb.ReopenedSignUpForm]),
        ("Members and keys", [AuditVerb.AddedMember, AuditVerb.ChangedMember, AuditVerb.RemovedMember, AuditVerb.CreatedApiKey, AuditVerb.RevokedApiKey]),
    ];

    /// <summary>A choice as the URL writes it.</summary>
    public static string Text(IReadOnlyCollection<AuditVerb> verbs) => string.Join(',', verbs.Select(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString())));

    public static IReadOnlyCollection<AuditVerb> Read(string? text) => All.FirstOrDefault(g => Text(g.Verbs) == text).Verbs ?? [];

    public static string Title(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
