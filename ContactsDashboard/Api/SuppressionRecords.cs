using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Api;

/// <summary>An entry in a few words.</summary>
internal sealed record SuppressionBrief(string Id, SuppressionScope Scope, string Value, SuppressionReason Reason, SuppressionLevel Level)
{
    public static SuppressionBrief Of(LedgerEntry entry) => new(PublicId.Format(PublicId.Suppression, entry.Id), entry.Scope, entry.Value,
        entry.Reason, entry.Level);

    public static IReadOnlyList<SuppressionBrief> Of(IReadOnlyList<LedgerEntry> entries) => entries.Count == 0
        ? [] : [.. entries.Select(Of)];
}

/// <summary>What the other side said.</summary>
internal sealed record EvidenceShown(string? Code, string? Text);

/// <summary>What the other side said, as sent.</summary>
internal sealed record EvidenceBody(
    [property: MaxLength(50), Description("An SMTP reply or enhanced status code.")] string? Code,
    [property: MaxLength(SuppressionEdit.MaxEvidence), Description("Its text as received.")] string? Text);

/// <summary>An entry of the ledger.</summary>
internal sealed record SuppressionShown(
    string Id, SuppressionScope Scope, string Value, SuppressionReason Reason, SuppressionSource Source, SuppressionLevel Level,
        string? Note, DateTimeOffset? ExpiresAt,
    [property: Description("Addresses this domain entry lets through.")] IReadOnlyCollection<string> Exceptions,
    EvidenceShown? Evidence, DateTimeOffset CreatedAt, string CreatedBy)
{
    public static SuppressionShown Of(LedgerEntry entry) => new(PublicId.Format(PublicId.Suppression, entry.Id), entry.Scope, entry.Value,
        entry.Reason, entry.Source,
        entry.Level, entry.Note, entry.ExpiresAt, entry.Exceptions,
        entry.EvidenceCode is null && entry.EvidenceText is null ? null : new(entry.EvidenceCode, entry.EvidenceText), entry.CreatedAt,
            entry.CreatedBy);
}

/// <summary>A page of entries.</summary>
internal sealed record SuppressionsData(IReadOnlyList<SuppressionShown> Suppressions, Pagination Pagination);

/// <summary>A new entry, every field as sent.</summary>
internal sealed record SuppressionBody(
    [property: Required, AllowedValues("email", "domain", "phone")] string? Scope,
    [property: Required, Description("An address; a domain, or *.domain for all its sub-domains; a phone number.")] string? Value,
    [property: Required, AllowedValues("manual", "unsubscribed", "bounced", "complained", "spam_trap", "bounce", "complaint",
        "unsubscribe")] string? Reason,
    [property: MaxLength(SuppressionEdit.MaxNote)] string? Note,
    [property: DataType(DataType.DateTime), Description("Absent or null: until it is released.")] string? ExpiresAt,
    [property: Description("Addresses under the domain that stay reachable.")] IReadOnlyList<string?>? Exceptions,
    EvidenceBody? Evidence)
{
    public Result<SuppressionEdit> Read()
    {
        // Enum.TryParse alone also takes numbers and lists such as "email,domain".
        if (!Enum.TryParse<SuppressionScope>(Scope, ignoreCase: true, out var scope)
            || !scope.ToString().Equals(Scope, StringComparison.OrdinalIgnoreCase))
            return new Problem("VALIDATION_ERROR", "scope must be email, domain or phone.") { Field = "scope", Value = Scope };
        if (SuppressionsApi.Reasons()
            .FirstOrDefault(r => r.Text.Equals(Reason, StringComparison.OrdinalIgnoreCase)) is not { Text: not null } reason)
            return new Problem("VALIDATION_ERROR", "reason must be manual, unsubscribed, bounced, complained or spam_trap.")
                { Field = "reason", Value = Reason };
        var expiry = ReadExpiry(ExpiresAt);
        if (!expiry.IsOk)
            return expiry.Problem!;
        return new SuppressionEdit(scope, Value, reason.Value)
        {
            Note = Note, ExpiresAt = expiry.Value, Exceptions = [.. (Exceptions ?? []).Select(e => e ?? "")],
            Evidence = Evidence is null ? null : new(Evidence.Code, Evidence.Text),
        };
    }

    public static Result<DateTimeOffset?> ReadExpiry(string? text) =>
        text is null ? (DateTimeOffset?)null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var instant) ? (DateTimeOffset?)instant
        : new Problem("VALIDATION_ERROR", "expiresAt must be an instant such as 2026-11-21T19:12:00Z.")
            { Field = "expiresAt", Value = text };
}

/// <summary>What to change of an entry: a field left out stays, null clears it.</summary>
internal sealed record SuppressionPatch(
    [property: MaxLength(SuppressionEdit.MaxNote)] string? Note,
    [property: DataType(DataType.DateTime), Description("Null: until it is released.")] string? ExpiresAt,
    [property: Description("All addresses exempt from now on; null: none.")] IReadOnlyList<string?>? Exceptions)
{
    private static readonly string[] Fields = ["note", "expiresAt", "exceptions"];

    /// <summary>Which fields were sent matters, not only what they hold.</summary>
    public static Result<SuppressionChangeEdit> Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return new Problem("VALIDATION_ERROR", "Send a JSON object.");
        var names = ApiBody.Names(body);
        if (!names.IsOk)
            return names.Problem!;
        var sent = names.Value;
        if (sent.FirstOrDefault(name => !Fields.Contains(name)) is { } unknown)
            return new Problem("VALIDATION_ERROR", $"{unknown} cannot be changed. What can: {string.Join(", ", Fields)}.")
                { Field = unknown };
        var patch = ApiBody.Read(body, ApiJson.Api.SuppressionPatch);
        if (!patch.IsOk)
            return patch.Problem!;
        var expiry = SuppressionBody.ReadExpiry(patch.Value.ExpiresAt);
        if (!expiry.IsOk)
            return expiry.Problem!;
        return new SuppressionChangeEdit
        {
            Note = sent.Contains("note") ? patch.Value.Note ?? "" : null,
            ChangesExpiry = sent.Contains("expiresAt"), ExpiresAt = expiry.Value,
            Exceptions = sent.Contains("exceptions") ? [.. (patch.Value.Exceptions ?? []).Select(e => e ?? "")] : null,
        };
    }
}
