using System.Text.Json;
using System.Text.Json.Serialization;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Webhooks;

/// <summary>What is sent: the kind of event, when it happened, and what the ledger says of it.</summary>
internal sealed record WebhookPayload(string Type, DateTimeOffset Timestamp, WebhookData Data);

/// <summary>Whom or what it is about, and whether mail may go there now.</summary>
/// <param name="Code">Why not, as the gate says it.</param>
/// <param name="Entry">The entry that came into force or ended.</param>
/// <param name="Remaining">What stops it still, besides.</param>
internal sealed record WebhookData(string OrganizationId, SuppressionScope? Scope, string? Value, bool? Allowed, string? Code, WebhookEntry? Entry, IReadOnlyList<WebhookEntry> Remaining);

/// <summary>An entry of the ledger, without notes and evidence: they are for people.</summary>
internal sealed record WebhookEntry(string Id, SuppressionScope Scope, string Value, SuppressionReason Reason, SuppressionSource Source, SuppressionLevel Level, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt);

/// <summary>Makes what is sent out of the ledger as it is when it is sent.</summary>
internal static class WebhookPayloads
{
    public const string Suppressed = "contact.suppressed", Released = "contact.released", Test = "webhook.test";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
        { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>The body; null when there is nothing to tell any more, or nothing this endpoint asked for.</summary>
    /// <param name="gate">What the send gate says of a recipient.</param>
    public static async Task<string?> BodyAsync(DashboardDbContext context, WebhookEndpoint endpoint, WebhookDelivery delivery, Func<string, Task<CheckedRecipient>> gate,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var organization = new OrganizationId(endpoint.OrganizationId);
        if (delivery.Kind == WebhookEvents.None)
            return JsonSerializer.Serialize(new WebhookPayload(Test, delivery.CreatedAt, new(organization.ToString(), null, null, null, null, null, [])), Json);
        if (!await context.Suppressions.AnyAsync(s => s.Id == delivery.SuppressionId && (s.OrganizationId == organization.Value || s.Level == SuppressionLevel.Platform), cancellationToken))
            return null;
        var entry = await SuppressionRows.GetAsync(context, delivery.SuppressionId!.Value, cancellationToken);
        if (entry.IsHashed)
            return null;
        var exempt = delivery.ExceptionId is null ? null
            : await context.SuppressionExceptions.Where(x => x.Id == delivery.ExceptionId).Select(x => x.Value).SingleOrDefaultAsync(cancellationToken);
        if (delivery.ExceptionId is not null && exempt is null)
            return null;
        var (scope, value) = exempt is null ? (entry.Scope, entry.Value) : (SuppressionScope.Email, exempt);
        var check = scope == SuppressionScope.Domain ? null : await gate(value);
        var covering = check?.Entries ?? await LedgerReader.SameAsync(context, organization, entry, now, cancellationToken);
        var isFree = check?.Allowed ?? !covering.Any(e => e.Scope == SuppressionScope.Domain);
        // What is still stopped was not released, whatever ended.
        var type = delivery.Kind == WebhookEvents.Released && isFree ? Released : Suppressed;
        if (type == Suppressed && !endpoint.Events.HasFlag(WebhookEvents.Suppressed))
            return null;
        return JsonSerializer.Serialize(new WebhookPayload(type, delivery.CreatedAt, new(organization.ToString(), scope, value, isFree, check?.Code ?? (isFree ? null : "SUPPRESSED"),
            Of(entry), [.. covering.Where(e => e.Id != entry.Id).Select(Of)])), Json);
    }

    private static WebhookEntry Of(LedgerEntry entry) =>
        new(PublicId.Format(PublicId.Suppression, entry.Id), entry.Scope, entry.Value, entry.Reason, entry.Source, entry.Level, entry.CreatedAt, entry.ExpiresAt);
}
