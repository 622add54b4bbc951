using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>Opens what Amazon SNS delivers: genuine, and of the one topic a person accepted.</summary>
public sealed class SnsVerifier
{
    private readonly SnsCertificates _certificates;
    private readonly StoreWriter _writer;
    private readonly TimeProvider _time;

    internal SnsVerifier(SnsCertificates certificates, StoreWriter writer, TimeProvider time) => (_certificates, _writer, _time) = (certificates, writer, time);

    /// <summary>What the topic published; null where that is nothing, as when a topic asks to be confirmed.</summary>
    internal async Task<Result<string?>> ReadAsync(KnownSource source, JsonElement body, CancellationToken cancellationToken)
    {
        var message = new SnsMessage(body);
        if (await message.CheckAsync(_certificates, _time.GetUtcNow(), cancellationToken) is { } forged)
            return forged;
        if (source.Topic is { } topic && message.Topic != topic)
            return new Problem("WRONG_TOPIC", $"This source listens to {topic} only.");
        if (message.Type == "SubscriptionConfirmation" && message is { ConfirmUrl: { } url, Topic: not null })
        {
            // Anybody may have a topic: a person looks at its name before it is believed.
            await _writer.WriteUnseenAsync(context => context.EventSources.Where(s => s.Id == source.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ConfirmUrl, url),
                cancellationToken), cancellationToken);
            return default(Result<string?>);
        }
        if (source.Topic is null)
            return new Problem("NO_TOPIC", "The topic was not accepted yet. Accept it on the page Event sources.");
        return message.Type == "Notification" ? message.Message : default(Result<string?>);
    }
}
