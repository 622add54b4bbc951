using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Events;

namespace ContactsDashboard.Api;

/// <summary>Delivery events, as senders of mail tell them.</summary>
internal static class EventsApi
{
    private const long MaxBytes = 8 << 20;

    public static async Task<IResult> AddAsync(HttpContext http, EventService events, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.JsonDocument, cancellationToken, MaxBytes);
        using var document = body.IsOk ? body.Value : null;
        var sent = document is not null ? EventsBody.Read(document.RootElement) : body.Problem!;
        if (!sent.IsOk)
            return Envelope.Fail(http, sent.Problem!);
        var read = sent.Value.Select(Read).ToList();
        var report = await events.RecordAsync(DashboardApi.OrganizationOf(http), read.Where(e => e.IsOk).Select(e => e.Value).ToList(), cancellationToken);
        return report.IsOk ? Envelope.Ok(http, Shown(read, report.Value)) : Envelope.Fail(http, report.Problem!);
    }

    private static Result<EventEdit> Read(JsonElement told)
    {
        var body = ApiBody.Read(told, ApiJson.Api.EventBody);
        return body.IsOk ? body.Value.Read() : body.Problem!;
    }

    private static EventsAdded Shown(List<Result<EventEdit>> read, EventReport report)
    {
        var (results, stored) = (new List<EventResultShown>(read.Count), 0);
        foreach (var told in read)
        {
            var result = told.IsOk ? report.Results[stored++] : EventResult.Invalid(told.Problem!);
            results.Add(new(results.Count, ApiJson.NameOf(result.Outcome), Id(PublicId.Contact, result.ContactId), Id(PublicId.Suppression, result.SuppressionId),
                result.Problem is { } problem ? new(problem.Code, problem.Message, problem.Field) : null));
        }
        int Count(EventOutcome outcome) => results.Count(r => r.Status == ApiJson.NameOf(outcome));
        return new(results, new(results.Count, Count(EventOutcome.Stored), Count(EventOutcome.Duplicate), Count(EventOutcome.Erased), Count(EventOutcome.Ignored),
            Count(EventOutcome.Invalid)));
    }

    private static string? Id(string prefix, long? id) => id is { } number ? PublicId.Format(prefix, number) : null;
}

/// <summary>Events to store, as the document describes them; each is read by itself, so that a bad one does not spoil the others.</summary>
internal sealed record EventsBody(
    [property: Required, Length(1, EventService.MaxEvents), Description("Each with its own result.")] IReadOnlyList<EventBody>? Events)
{
    /// <summary>The events, as JSON.</summary>
    public static Result<IReadOnlyList<JsonElement>> Read(JsonElement body)
    {
        var isObject = body.ValueKind == JsonValueKind.Object;
        var names = isObject ? ApiBody.Names(body) : new HashSet<string>();
        if (!names.IsOk)
            return names.Problem!;
        return isObject && body.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Array
            && events.GetArrayLength() is >= 1 and <= EventService.MaxEvents
            ? events.EnumerateArray().ToList()
            : new Problem("VALIDATION_ERROR", $"events must be an array of 1 to {EventService.MaxEvents:N0} events.") { Field = "events" };
    }
}

/// <summary>An event, as sent.</summary>
internal sealed record EventBody(
    [property: Required, Description("bounced leaves it to the diagnostic whether the recipient, the moment or the sender is at fault; resubscribed changes nothing.")]
    EventType? Type,
    [property: Required, Description("An email address; a phone number where the channel is sms, viber or whats_app.")] string? Recipient,
    [property: Required, DataType(DataType.DateTime)] string? OccurredAt,
    [property: Description("email when left out.")] MessageChannel? Channel,
    [property: MaxLength(EventReader.MaxId), Description("The same in all events of one message; its Message-ID is best.")] string? MessageId,
    [property: Description("What people call the message. Without messageId it stands for it.")] string? MessageName,
    string? Language,
    [property: DataType(DataType.DateTime), Description("When the message was sent, where that is another time.")] string? SentAt,
    [property: Description("An enhanced status code such as 5.1.1, or an SMTP reply code.")] string? Code,
    [property: Description("What the other mail server said.")] string? Diagnostic,
    [property: MaxLength(EventReader.MaxId), Description("Tells the event apart: sent again it changes nothing. Left out, what the event says does.")] string? EventId)
{
    public Result<EventEdit> Read()
    {
        if (Type is not { } type || Recipient is null || OccurredAt is null)
            return new Problem("VALIDATION_ERROR", $"{(Type is null ? "type" : Recipient is null ? "recipient" : "occurredAt")} is missing.")
                { Field = Type is null ? "type" : Recipient is null ? "recipient" : "occurredAt" };
        var sent = SentAt is null ? null : Instant(SentAt);
        if (Instant(OccurredAt) is not { } occurred || (SentAt is not null && sent is null))
            return new Problem("VALIDATION_ERROR", "Give instants as in 2026-11-21T19:12:00Z.")
                { Field = Instant(OccurredAt) is null ? "occurredAt" : "sentAt", Value = Instant(OccurredAt) is null ? OccurredAt : SentAt };
        return new EventEdit(type, Recipient, occurred)
        {
            Channel = Channel ?? MessageChannel.Email, MessageId = MessageId, MessageName = MessageName, Language = Language, SentAt = sent, Code = Code, Diagnostic = Diagnostic,
            EventId = EventId,
        };
    }

    private static DateTimeOffset? Instant(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}

/// <summary>What became of each event, in the order sent.</summary>
internal sealed record EventsAdded(IReadOnlyList<EventResultShown> Results, EventTotals Totals);

/// <summary>What became of one event.</summary>
internal sealed record EventResultShown(
    int Index,
    [property: AllowedValues("stored", "duplicate", "erased", "ignored", "invalid")] string Status,
    [property: Description("Whose activity it is; null where it is nobody's.")] string? ContactId,
    [property: Description("The entry of the ledger it made or joined.")] string? SuppressionId,
    BulkError? Error);

/// <summary>How many events became what.</summary>
internal sealed record EventTotals(int Total, int Stored, int Duplicate, int Erased, int Ignored, int Invalid);
