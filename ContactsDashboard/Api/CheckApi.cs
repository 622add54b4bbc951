using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Api;

/// <summary>The send gate.</summary>
internal static class CheckApi
{
    private const long MaxBytes = 16 << 20;

    public static async Task<IResult> CheckAsync(HttpContext http, CheckService checks, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.CheckBody, cancellationToken, MaxBytes);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        if (body.Value.Recipients is not { Count: > 0 and <= CheckService.MaxRecipients } recipients)
            return Envelope.Fail(http,
                new("VALIDATION_ERROR", $"recipients must be an array of 1 to {CheckService.MaxRecipients:N0} addresses or numbers.")
                { Field = "recipients" });
        var answer = await checks.CheckAsync(DashboardApi.OrganizationOf(http), [.. recipients.Select(r => r ?? "")], cancellationToken);
        if (!answer.IsOk)
            return Envelope.Fail(http, answer.Problem!);
        var allowed = answer.Value.Count(r => r.Allowed);
        return Envelope.Ok(http, new CheckData([.. answer.Value.Select(RecipientShown.Of)], allowed, answer.Value.Count - allowed));
    }
}

/// <summary>Whom somebody wants to write to.</summary>
internal sealed record CheckBody(
    [property: Required, Length(1, CheckService.MaxRecipients),
        Description("E-mail addresses and phone numbers.")] IReadOnlyList<string?>? Recipients);

/// <summary>Who may be written to, in the order sent.</summary>
internal sealed record CheckData(
    IReadOnlyList<RecipientShown> Recipients,
    [property: Description("How many may be written to.")] int Allowed,
    [property: Description("How many may not.")] int Refused);

/// <summary>Whether one recipient may be written to.</summary>
internal sealed record RecipientShown(
    string Recipient,
    bool Allowed,
    [property: AllowedValues("SUPPRESSED", "NOT_CONFIRMED", "OVER_LIMIT", "INVALID_EMAIL", "INVALID_PHONE", null),
        Description("What says no: an entry of the ledger, a sign-up its owner has not confirmed, a contact beyond the plan's number, "
            + "or that it could not be looked up. The strictest where there are several; null when it may be written to.")] string? Code,
    [property: AllowedValues("INVALID_EMAIL", "INVALID_PHONE", null),
        Description("Why it could not be looked up; it is then refused.")] string? Problem,
    [property: Description("Every entry that forbids it.")] IReadOnlyList<MatchShown> Suppressions)
{
    public static RecipientShown Of(CheckedRecipient recipient) =>
        new(recipient.Recipient, recipient.Allowed, recipient.Code, recipient.Problem, recipient.Entries.Count == 0
            ? [] : [.. recipient.Entries.Select(MatchShown.Of)]);
}

/// <summary>An entry that forbids writing to somebody.</summary>
internal sealed record MatchShown(string Id, SuppressionScope Scope, string Value, SuppressionReason Reason, SuppressionLevel Level,
    SuppressionSource Source,
    DateTimeOffset? ExpiresAt)
{
    public static MatchShown Of(LedgerEntry entry) =>
        new(PublicId.Format(PublicId.Suppression, entry.Id), entry.Scope, entry.Value, entry.Reason, entry.Level, entry.Source,
            entry.ExpiresAt);
}
