using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Activities;

namespace ContactsDashboard.Services.Events;

/// <summary>What programs may say happened: the kinds of <see cref="DeliveryEventKind"/>, a bounce whose diagnostic says which, and what means nothing here.</summary>
public enum EventType { Sent, Delivered, Read, Clicked, Deferred, SoftBounced, HardBounced, Bounced, Rejected, Complained, Unsubscribed, Resubscribed }

/// <summary>An event as a program tells it.</summary>
/// <param name="Recipient">An address, or for the channels of phones a number.</param>
public sealed record EventEdit(EventType Type, string Recipient, DateTimeOffset OccurredAt)
{
    public MessageChannel Channel { get; init; } = MessageChannel.Email;

    public string? MessageId { get; init; }

    public string? MessageName { get; init; }

    public string? Language { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public string? Code { get; init; }

    public string? Diagnostic { get; init; }

    public string? EventId { get; init; }
}

/// <summary>Reads what programs tell strictly, before anything is stored.</summary>
internal static class EventReader
{
    public const int MaxId = 1_000;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);

    /// <summary>Null for what means nothing here.</summary>
    public static Result<DeliveryEvent?> Read(EventEdit edit, string phoneCountry, DateTimeOffset now)
    {
        var (email, phone) = (default(EmailAddress), default(PhoneNumber?));
        if (EventMeaning.ScopeOf(edit.Channel) == SuppressionScope.Phone)
        {
            if (!PhoneNumber.TryParse(edit.Recipient, phoneCountry, out var number))
                return new Problem("INVALID_PHONE", "This is not a phone number.") { Field = "recipient", Value = edit.Recipient };
            phone = number;
        }
        else if (!EmailAddress.TryParse(edit.Recipient, out email))
            return new Problem("INVALID_EMAIL", "This is not an email address.") { Field = "recipient", Value = edit.Recipient };
        if (Check(edit, now) is { } problem)
            return problem;
        if (edit.Type == EventType.Resubscribed)
            return default(Result<DeliveryEvent?>);
        return new DeliveryEvent
        {
            Kind = KindOf(edit), Channel = edit.Channel, Email = email, Phone = phone, OccurredAt = edit.OccurredAt, SentAt = edit.SentAt, MessageId = Given(edit.MessageId),
            MessageName = Given(edit.MessageName), Language = Given(edit.Language), Code = Given(edit.Code), Text = Given(edit.Diagnostic), EventId = Given(edit.EventId),
        };
    }

    /// <summary>A failed delivery by whose fault it is.</summary>
    public static DeliveryEventKind Of(BounceClass fault) => fault switch
    {
        BounceClass.Permanent => DeliveryEventKind.HardBounced,
        BounceClass.SenderFault => DeliveryEventKind.Rejected,
        _ => DeliveryEventKind.SoftBounced,
    };

    private static DeliveryEventKind KindOf(EventEdit edit) => edit.Type == EventType.Bounced
        ? Of(BounceClassifier.Classify(Diagnostic.Parse(edit.Diagnostic, edit.Code)))
        : Enum.Parse<DeliveryEventKind>(edit.Type.ToString());

    private static Problem? Check(EventEdit edit, DateTimeOffset now) =>
        edit.OccurredAt > now + ClockSkew || edit.OccurredAt.Year < 1970 ? Wrong("occurredAt", "This is not a time at which something happened.")
        : edit.SentAt > now + ClockSkew || edit.SentAt?.Year < 1970 ? Wrong("sentAt", "This is not a time at which a message was sent.")
        : edit.MessageId?.Length > MaxId ? Wrong("messageId", $"messageId has at most {MaxId:N0} characters.")
        : edit.EventId?.Length > MaxId ? Wrong("eventId", $"eventId has at most {MaxId:N0} characters.")
        : edit.MessageName?.Length > ActivityService.MaxName ? Wrong("messageName", $"messageName has at most {ActivityService.MaxName} characters.")
        : edit.Language?.Trim().Length > ActivityService.MaxLanguage ? Wrong("language", "Name the language as in en or pt-BR.") : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Problem Wrong(string field, string text) => new("VALIDATION_ERROR", text) { Field = field };
}
