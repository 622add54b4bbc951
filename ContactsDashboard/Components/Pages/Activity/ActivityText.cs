using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;

namespace ContactsDashboard.Components.Pages.Activity;

/// <summary>A change in words: "blocked ann@acme.test". The subject stands apart, because it is set apart.</summary>
internal sealed record ActivityText(string Icon, string Before, string? Subject = null, string After = "")
{
    /// <summary>All of it as one sentence, for names of buttons and questions.</summary>
    public string Sentence => string.Join(' ', new[] { Before, Subject, After }.Where(t => !string.IsNullOrEmpty(t)));

    public static ActivityText Of(AuditRow row)
    {
        using var details = JsonDocument.Parse(row.Details ?? "{}");
        return Of(row, details.RootElement);
    }

    public static string PathText(AuditPath path) => path switch
    {
        AuditPath.Api => "through the API",
        AuditPath.Terminal => "at the terminal",
        AuditPath.System => "by itself",
        AuditPath.Form => "on a web site",
        _ => "in the dashboard",
    };

    private static ActivityText Of(AuditRow row, JsonElement details) => row.Verb switch
    {
        AuditVerb.BlockedEmail => new("ban", "blocked", row.Subject ?? "an address since erased"),
        AuditVerb.BlockedDomain => new("ban", "blocked the domain", row.Subject),
        AuditVerb.BlockedMany => new("ban", $"blocked {Many(row.Count, "address", "addresses")}"),
        AuditVerb.Released => new("unlock", "unblocked", row.Subject ?? "an address since erased", row.Count > 1 ? $"({row.Count:N0} entries)" : ""),
        AuditVerb.ReleasedMany => new("unlock", $"unblocked {Many(row.Count, "address", "addresses")}"),
        AuditVerb.Exempted => new("unlock", "exempted", row.Subject, "from its domain's block"),
        AuditVerb.AddedSuppression => new("plus", "added", row.Subject ?? Many(row.Count, "entry", "entries"), "to the suppressions"),
        AuditVerb.DeletedSuppression => new("trash", "removed", row.Subject ?? Many(row.Count, "entry", "entries"), "from the suppressions"),
        AuditVerb.AddedMany => new("plus", $"added {Many(row.Count, "entry", "entries")}", null, Text(details, "file") is { } file ? $"from {file}" : ""),
        AuditVerb.ChangedSuppression => new("edit", $"changed {What(details)} of the suppression of", row.Subject ?? "an address since erased"),
        AuditVerb.ReleasedMatching => new("unlock", $"released {Many(row.Count, "suppression", "suppressions")}", null, "that a filter matched"),
        AuditVerb.AddedPlatform => new("plus", "added", row.Subject ?? Many(row.Count, "entry", "entries"), "to the platform blacklist"),
        AuditVerb.DeletedPlatform => new("trash", "removed", row.Subject ?? Many(row.Count, "entry", "entries"), "from the platform blacklist"),
        AuditVerb.Exported => new("download", $"exported the {Text(details, "what")}", null, row.Count > 1 ? $"({row.Count:N0} rows)" : ""),
        AuditVerb.Undid => new("undo", $"undid: {Done(details)}", row.Subject, UndoResult(details)),
        AuditVerb.ImportedMail => new("mail", "brought in mail:", null, $"{Number(details, "accepted")} accepted, {Number(details, "duplicates")} duplicates, {Number(details, "rejected")} rejected"),
        AuditVerb.AddedRule => new("filter", $"hid from the contacts{Everybody(details)}", RuleText(details)),
        AuditVerb.RemovedRule => new("filter", $"no longer hides{Everybody(details)}", RuleText(details)),
        AuditVerb.ChangedSettings => new("settings", "changed the settings:", null, Changes(details)),
        AuditVerb.AddedMailSource => new("inbox", "began to watch", Text(details, "folder")),
        AuditVerb.RemovedMailSource => new("inbox", "stopped watching", Text(details, "folder")),
        AuditVerb.CreatedApiKey => new("key", "made the API key", Text(details, "name")),
        AuditVerb.RevokedApiKey => new("key", "revoked the API key", Text(details, "name")),
        AuditVerb.AddedMember => new("user", "added", row.Subject ?? "a member", $"as {Text(details, "role")}"),
        AuditVerb.ChangedMember => new("user", "made", row.Subject ?? "a member", $"{Text(details, "after")} (was {Text(details, "before")})"),
        AuditVerb.RemovedMember => new("user", "removed", row.Subject ?? "a member", $"({Text(details, "before")})"),
        AuditVerb.CreatedContact => new("user", "created", row.Subject ?? "a contact"),
        AuditVerb.EditedContact => new("edit", "edited", row.Subject ?? "a contact"),
        AuditVerb.DeletedContact => new("trash", "deleted", row.Subject ?? "a contact"),
        AuditVerb.RestoredContact => new("undo", "restored", row.Subject ?? "a contact"),
        AuditVerb.RemovedDuplicates => new("copy", $"removed {Many(row.Count, "duplicate", "duplicates")}"),
        AuditVerb.Erased => new("trash", "erased a person for good", null, $"({Many(long.Parse(Number(details, "contacts"), CultureInfo.InvariantCulture), "contact", "contacts")})"),
        AuditVerb.Readmitted => new("undo", "readmitted an erased person:", null, Text(details, "reason") ?? ""),
        AuditVerb.ImportedContacts => new("upload", $"imported {Many(row.Count, "contact", "contacts")}", null, Text(details, "file") is { } imported ? $"from {imported}" : ""),
        AuditVerb.RestoredContacts => new("undo", $"restored {Many(row.Count, "contact", "contacts")}"),
        AuditVerb.MergedContacts => new("copy", $"merged {Many(row.Count, "contact", "contacts")} into", row.Subject ?? "a contact"),
        AuditVerb.RecountedContacts => new("refresh", "counted the contacts again", null, row.Count == 0 ? "(as shown)" : $"({Many(row.Count, "correction", "corrections")})"),
        AuditVerb.DeletedContacts => new("trash", $"deleted {Many(row.Count, "contact", "contacts")}"),
        AuditVerb.AddedToSegments => new("list", $"added {Many(row.Count, "contact", "contacts")} to segments"),
        AuditVerb.RemovedFromSegment => new("list", $"took {Many(row.Count, "contact", "contacts")} out of a list"),
        AuditVerb.CreatedSegment => new("list", "made the segment", Text(details, "name")),
        AuditVerb.RenamedSegment => new("list", "renamed the segment", Text(details, "before"), $"to {Text(details, "after")}"),
        AuditVerb.ChangedSegment => new("list", "changed the search of the segment", Text(details, "name")),
        AuditVerb.DeletedSegment => new("trash", "deleted the segment", Text(details, "name"), Number(details, "contacts") is "0" ? "" : $"({Number(details, "contacts")} contacts stay)"),
        AuditVerb.AddedField => new("tag", "added the field", Text(details, "field")),
        AuditVerb.ChangedField => new("tag", "changed the field", Text(details, "field")),
        AuditVerb.DeletedField => new("tag", "deleted the field", Text(details, "field"), $"({Many(row.Count, "value", "values")})"),
        AuditVerb.AddedCategory => new("tag", "added the category", Text(details, "category")),
        AuditVerb.RenamedCategory => new("tag", "renamed the category", Text(details, "before"), $"to {Text(details, "after")}"),
        AuditVerb.DeletedCategory => new("tag", "deleted the category", Text(details, "category"), $"({Many(row.Count, "contact", "contacts")})"),
        AuditVerb.CreatedOrganization => new("building", "made the organisation"),
        AuditVerb.SignedUp => new("user", "took a sign-up of", row.Subject ?? "an address since erased"),
        AuditVerb.ConfirmedSignUp => new("check", "confirmed the sign-up of", row.Subject ?? "an address since erased"),
        AuditVerb.CreatedSignUpForm => new("plus", "made the sign-up form", Text(details, "name")),
        AuditVerb.ClosedSignUpForm => new("lock", "closed the sign-up form", Text(details, "name")),
        AuditVerb.ReopenedSignUpForm => new("unlock", "opened the sign-up form", Text(details, "name"), "again"),
        AuditVerb.ChangedPlan => new("settings", "changed the plan:", null, Changes(details)),
        AuditVerb.RecordedOrders => new("file", $"recorded {Many(row.Count, "order", "orders")}"),
        AuditVerb.AddedToken => new("plus", "registered a device of a contact"),
        AuditVerb.RemovedToken => new("trash", "removed a device of a contact"),
        AuditVerb.RecordedEvents => new("user", $"made {Many(row.Count, "contact", "contacts")} of delivery events", null, From(row, details)),
        AuditVerb.SuppressedByEvents => new("ban", "blocked by delivery events:", row.Subject ?? Many(row.Count, "address", "addresses"), From(row, details)),
        AuditVerb.AddedEventSource => new("plus", "added the event source", Text(details, "name")),
        AuditVerb.ChangedEventSource => new("edit", $"{Text(details, "what")} of the event source", Text(details, "name")),
        AuditVerb.RemovedEventSource => new("trash", "removed the event source", Text(details, "name")),
        AuditVerb.ChangedBouncePolicy => new("settings", "changed when soft bounces block:", null, Changes(details)),
        AuditVerb.AcceptedReports => new("check", $"accepted {Many(row.Count, "unverified report", "unverified reports")} of bounces or complaints"),
        AuditVerb.DismissedReports => new("x", $"dismissed {Many(row.Count, "unverified report", "unverified reports")} of bounces or complaints"),
        AuditVerb.RecordedActivity => new("activity", $"recorded {Many(row.Count, "message", "messages")} sent to contacts"),
        AuditVerb.BlacklistedByRequest => new("ban", $"carried out a request: blacklisted {Many(row.Count, "address", "addresses")}"),
        AuditVerb.UnsubscribedByRequest => new("mail-off", $"carried out a request: unsubscribed {Many(row.Count, "address", "addresses")}"),
        AuditVerb.ReactivatedByRequest => new("unlock", $"carried out a request: reactivated {Many(row.Count, "address", "addresses")}"),
        AuditVerb.ReactivatedAtPlatform => new("unlock", $"carried out a request: took {Many(row.Count, "address", "addresses")} off the platform blacklist"),
        AuditVerb.FiledRequest => new("inbox", $"asked Support to {Asked(details)} {Many(row.Count, "address", "addresses")}"),
        AuditVerb.ClosedRequest => new("inbox", $"{Text(details, "state")} a request to {Asked(details)} {Many(row.Count, "address", "addresses")}"),
        AuditVerb.DeclinedProposal => new("x", "declined a proposal for the platform blacklist"),
        AuditVerb.ChangedProposals => new("settings", "changed when addresses are proposed for the platform blacklist:", null, Changes(details)),
        AuditVerb.ChangedList => new("edit", "changed the list", Text(details, "before") ?? Text(details, "name")),
        AuditVerb.DeletedList => new("trash", "deleted the list", Text(details, "name"), $"({Many(row.Count, "contact", "contacts")})"),
        AuditVerb.ChangedListContact => new("edit", "changed what the list", Text(details, "name"), "knows of a contact"),
        AuditVerb.Unsubscribed => new("mail-off", "unsubscribed by the recipient's own click:", row.Subject ?? "an address since erased"),
        AuditVerb.ChangedPreferences => new("mail-off", "left categories by the recipient's own choice:", row.Subject ?? "an address since erased"),
        AuditVerb.AddedWebhook => new("plus", "added the webhook", Text(details, "url")),
        AuditVerb.ChangedWebhook => new("settings", Text(details, "what") ?? "changed the webhook", Text(details, "url")),
        AuditVerb.RemovedWebhook => new("trash", "removed the webhook", Text(details, "url")),
        AuditVerb.RemovedFromList => new("trash", "removed a contact from the list", Text(details, "name"), Flag(details, "erased") ? "for good" : ""),
        _ => new("activity", row.Verb.ToString(), row.Subject),
    };

    // Whoever tells of events by a source of their own is named already.
    private static string From(AuditRow row, JsonElement details) =>
        Text(details, "source") is { } source && !row.Actor.Contains(source, StringComparison.Ordinal) ? $"from {source}" : "";

    private static string Asked(JsonElement details) => Enum.TryParse<RequestKind>(Text(details, "kind"), out var kind) ? RequestText.Verb(kind) : "change";

    private static string Done(JsonElement details) => Enum.TryParse<AuditVerb>(Text(details, "of"), out var verb) ? verb switch
    {
        AuditVerb.BlockedEmail or AuditVerb.BlockedDomain => "the block of",
        AuditVerb.BlockedMany => "a bulk block",
        AuditVerb.SuppressedByEvents => "what delivery events blocked",
        AuditVerb.DismissedReports => "the dismissal of unverified reports",
        AuditVerb.AddedEventSource or AuditVerb.ChangedEventSource or AuditVerb.RemovedEventSource => "a change of the event sources",
        AuditVerb.ChangedBouncePolicy => "a change of when soft bounces block",
        AuditVerb.Released => "the unblocking of",
        AuditVerb.ReleasedMany => "a bulk unblock",
        AuditVerb.Exempted => "the exemption of",
        AuditVerb.DeletedSuppression or AuditVerb.DeletedPlatform => "a removal from the suppressions",
        AuditVerb.ReleasedMatching => "a release of what a filter matched",
        AuditVerb.AddedRule or AuditVerb.RemovedRule => "a change of the rules",
        AuditVerb.ChangedSettings => "a change of the settings",
        AuditVerb.ChangedPlan => "a change of the plan",
        AuditVerb.CreatedSignUpForm or AuditVerb.ClosedSignUpForm or AuditVerb.ReopenedSignUpForm => "a change of the sign-up forms",
        AuditVerb.AddedMember or AuditVerb.ChangedMember or AuditVerb.RemovedMember => "a change of the members",
        AuditVerb.AddedMailSource or AuditVerb.RemovedMailSource => "a change of the watched folders",
        AuditVerb.ChangedSuppression => "an edit of the suppression of",
        AuditVerb.AddedField or AuditVerb.ChangedField => "a change of the additional fields",
        AuditVerb.AddedCategory or AuditVerb.RenamedCategory => "a change of the categories",
        AuditVerb.CreatedContact => "the creation of",
        AuditVerb.EditedContact => "an edit of",
        AuditVerb.DeletedContact => "the deletion of",
        AuditVerb.RestoredContact => "the restoring of",
        AuditVerb.RemovedDuplicates => "the removal of duplicates",
        AuditVerb.DeletedContacts => "a bulk deletion",
        AuditVerb.RestoredContacts => "a bulk restoring",
        AuditVerb.ImportedContacts => "an import",
        AuditVerb.MergedContacts => "a merge into",
        AuditVerb.AddedToSegments => "an addition to segments",
        AuditVerb.RemovedFromSegment => "a removal from a list",
        AuditVerb.CreatedSegment or AuditVerb.RenamedSegment or AuditVerb.ChangedSegment or AuditVerb.DeletedSegment => "a change of the segments",
        AuditVerb.BlacklistedByRequest or AuditVerb.UnsubscribedByRequest or AuditVerb.ReactivatedByRequest or AuditVerb.ReactivatedAtPlatform =>
            "what a request led to",
        _ => "an addition to the suppressions",
    } : "a change";

    private static string What(JsonElement details)
    {
        var parts = new[] { (Flag(details, "note"), "the note"), (Flag(details, "expiry"), "the expiry"),
            (Number(details, "exempted") != "0" || Number(details, "exemptNoMore") != "0", "the exceptions") };
        return string.Join(" and ", parts.Where(p => p.Item1).Select(p => p.Item2));
    }

    private static bool Flag(JsonElement details, string name) => details.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string UndoResult(JsonElement details)
    {
        if (!details.TryGetProperty("reversed", out _))
            return ""; // of an earlier version, or cut off half way
        var why = Text(details, "whyKept");
        return $"({Number(details, "reversed")} reversed{(Number(details, "kept") == "0" ? "" : $", {Number(details, "kept")} kept{(why is null ? "" : $": {why}")}")})";
    }

    // Whole domains are said in words, without their glob.
    private static bool IsDomain(JsonElement details) => Text(details, "pattern")?.StartsWith("*@", StringComparison.Ordinal) == true;

    private static string Everybody(JsonElement details) => IsDomain(details) ? " everybody at" : "";

    private static string? RuleText(JsonElement details) => IsDomain(details) ? Text(details, "pattern")![2..] : Text(details, "pattern");

    private static string Changes(JsonElement details)
    {
        if (!details.TryGetProperty("before", out var before) || !details.TryGetProperty("after", out var after))
            return "";
        var changed = new[] { ("name", "name"), ("timeZone", "time zone"), ("phoneCountry", "phone country"), ("contactLimit", "limit"), ("currency", "currency"),
            ("proposeAfter", "number of organisations"), ("messages", "messages in a row"), ("days", "days between them"), ("holdDays", "days blocked") }
            .Where(f => Value(before, f.Item1) != Value(after, f.Item1))
            .Select(f => $"{f.Item2} from {Value(before, f.Item1)} to {Value(after, f.Item1)}").ToList();
        return changed.Count == 0 ? "nothing was different" : string.Join(", ", changed);
    }

    private static string Value(JsonElement details, string name) => Text(details, name)
        ?? (details.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? Number(details, name) : "none");

    private static string Many(long count, string one, string many) => $"{count.ToString("N0", CultureInfo.CurrentCulture)} {(count == 1 ? one : many)}";

    private static string? Text(JsonElement details, string name) =>
        details.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Number(JsonElement details, string name) =>
        details.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number.ToString("N0", CultureInfo.CurrentCulture) : "0";
}
