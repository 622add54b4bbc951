using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Mail;

namespace ContactsDashboard.Services.Events;

/// <summary>The 16 bytes by which events, and messages to one recipient, are told apart.</summary>
internal static class EventKeys
{
    private const int Length = 16;

    /// <summary>The same event is the same by whichever source of its provider it comes: a source that is made anew takes no replay for news.</summary>
    public static byte[] OfEvent(EventProvider provider, DeliveryEvent told) => Hash(
        ((int)provider).ToString(CultureInfo.InvariantCulture), ((int)told.Kind).ToString(CultureInfo.InvariantCulture), told.Channel.ToString(), told.Recipient,
        told.EventId is { } id ? $"id {id}" : $"at {told.OccurredAt.UtcTicks} {told.MessageId ?? told.MailId ?? told.MessageName}");

    /// <summary>Null for an event that names no message.</summary>
    public static byte[]? OfMessage(DeliveryEvent told) => (told.MessageId ?? told.MailId) is { } id ? OfMessage(told.Channel, told.Recipient, id)
        : told.MessageName is { } name ? Hash(told.Channel.ToString(), told.Recipient, "name", name) : null;

    public static byte[] OfMessage(MessageChannel channel, string recipient, string id) => Hash(channel.ToString(), recipient, "id", MessageIds.First(id) ?? id);

    /// <summary>The key of the message as mail has it; null where no Message-ID is known.</summary>
    public static byte[]? OfMail(DeliveryEvent told) => told.Channel != MessageChannel.Email ? null
        : (told.MailId ?? (told.MessageId?.Contains('@', StringComparison.Ordinal) == true ? told.MessageId : null)) is { } id && MessageIds.First(id) is { } read
            ? MessageKey.OfMessageId(read) : null;

    private static byte[] Hash(params string[] parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)))[..Length];
}
