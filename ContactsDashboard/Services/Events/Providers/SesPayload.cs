using System.Text.Json;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>Amazon SES, event publishing and feedback notifications alike (SES developer guide, "Contents of event data that Amazon SES publishes to Amazon SNS").</summary>
internal static class SesPayload
{
    // Of the lists that made SES not try at all only the global one says something about the mailbox; the account's own may hold anybody.
    private static readonly Dictionary<string, Verdict> Bounces = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Permanent/General"] = Verdict.Hard,
        ["Permanent/NoEmail"] = Verdict.Hard,
        ["Permanent/Suppressed"] = Verdict.Hard,
        ["Permanent/OnAccountSuppressionList"] = Verdict.Sender,
        ["Permanent/UnsubscribedRecipient"] = Verdict.Sender,
        ["Permanent/CustomTimeoutExceeded"] = Verdict.Soft,
        ["Transient/General"] = Verdict.Soft,
        ["Transient/MailboxFull"] = Verdict.Soft,
        ["Transient/CustomTimeoutExceeded"] = Verdict.Soft,
        ["Transient/MessageTooLarge"] = Verdict.Sender,
        ["Transient/ContentRejected"] = Verdict.Sender,
        ["Transient/AttachmentRejected"] = Verdict.Sender,
        ["Undetermined/Undetermined"] = Verdict.Soft,
    };

    public static void Read(JsonElement body, ProviderReading reading) => reading.Each(body, told =>
    {
        var facts = new ProviderFacts
        {
            MessageId = told.Text("mail", "messageId"), MessageName = told.Text("mail", "commonHeaders", "subject"), SentAt = told.Instant("mail", "timestamp"),
            MailId = told.Text("mail", "commonHeaders", "messageId"),
        };
        switch (told.Text("eventType") ?? told.Text("notificationType"))
        {
            case "Bounce": Bounce(told.At("bounce"), facts, reading); break;
            case "Complaint": Complaint(told.At("complaint"), facts, reading); break;
            case "Delivery": Each(Verdict.Delivered, told.At("delivery", "recipients"), told.Instant("delivery", "timestamp"), facts, reading); break;
            case "Send": Each(Verdict.Sent, told.At("mail", "destination"), facts.SentAt, facts, reading); break;
            case "Reject": Each(Verdict.Sender, told.At("mail", "destination"), facts.SentAt, facts with { Text = told.Text("reject", "reason") }, reading); break;
            case "Rendering Failure":
                Each(Verdict.Sender, told.At("mail", "destination"), facts.SentAt, facts with { Text = told.Text("failure", "errorMessage") }, reading); break;
            case "DeliveryDelay": Delay(told.At("deliveryDelay"), facts, reading); break;
            case "Open": Single(Verdict.Read, told, told.Instant("open", "timestamp"), facts, reading); break;
            case "Click": Single(Verdict.Clicked, told, told.Instant("click", "timestamp"), facts, reading); break;
            case "Subscription" when told.Is("subscription", "newTopicPreferences", "unsubscribeAll"):
                Single(Verdict.Unsubscribed, told, told.Instant("subscription", "timestamp"), facts, reading); break;
            default: reading.Ignore(); break;
        }
    });

    private static void Bounce(JsonElement bounce, ProviderFacts facts, ProviderReading reading)
    {
        var type = bounce.Text("bounceType");
        var verdict = Bounces.TryGetValue($"{type}/{bounce.Text("bounceSubType")}", out var known) ? known : type == "Permanent" ? Verdict.Ask : Verdict.Soft;
        foreach (var recipient in bounce.At("bouncedRecipients").Each())
            reading.Tell(verdict, recipient.Text("emailAddress"), bounce.Instant("timestamp"), facts with
                { EventId = bounce.Text("feedbackId"), Code = recipient.Text("status"), Text = recipient.Text("diagnosticCode") });
    }

    // Where the mailbox provider hides who complained, SES names everybody it may have been: then nobody is blocked.
    private static void Complaint(JsonElement complaint, ProviderFacts facts, ProviderReading reading)
    {
        var recipients = complaint.At("complainedRecipients").Each().ToList();
        var verdict = complaint.Text("complaintSubType") == "OnAccountSuppressionList" ? Verdict.Sender
            : recipients.Count != 1 || complaint.Text("complaintFeedbackType") is "not-spam" or "auth-failure" or "virus" ? Verdict.Ignored : Verdict.Complained;
        foreach (var recipient in recipients)
            reading.Tell(verdict, recipient.Text("emailAddress"), complaint.Instant("timestamp"), facts with
                { EventId = complaint.Text("feedbackId"), Text = complaint.Text("complaintFeedbackType") });
    }

    private static void Delay(JsonElement delay, ProviderFacts facts, ProviderReading reading)
    {
        foreach (var recipient in delay.At("delayedRecipients").Each())
            reading.Tell(Verdict.Deferred, recipient.Text("emailAddress"), delay.Instant("timestamp"), facts with
                { Code = recipient.Text("status"), Text = recipient.Text("diagnosticCode") });
    }

    private static void Each(Verdict verdict, JsonElement recipients, DateTimeOffset? at, ProviderFacts facts, ProviderReading reading)
    {
        foreach (var recipient in recipients.Each())
            reading.Tell(verdict, recipient.Text(), at, facts);
    }

    // Opens and clicks do not say which of several recipients it was.
    private static void Single(Verdict verdict, JsonElement told, DateTimeOffset? at, ProviderFacts facts, ProviderReading reading)
    {
        var recipients = told.At("mail", "destination").Each().ToList();
        if (recipients.Count == 1)
            reading.Tell(verdict, recipients[0].Text(), at, facts);
        else
            reading.Ignore();
    }
}
