using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Events.Providers;
using ContactsDashboard.Services.SignUps;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>A source as its own deliveries find it.</summary>
public sealed record KnownSource(long Id, OrganizationId Organization, EventProvider Provider, string Name)
{
    internal string? Key { get; init; }

    /// <summary>A key was entered, and what protected it is gone: without it nothing can be told from a forgery.</summary>
    internal bool IsKeyLost { get; init; }

    internal string? Topic { get; init; }
}

/// <summary>Takes deliveries of providers: whose they are, whether they are genuine, what they say. Answers when all of it is durable.</summary>
public sealed class ProviderWebhookService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, CurrentActor current, EventIntake intake,
    EventSecrets secrets, SnsVerifier sns, TimeProvider time)
{
    public const int MaxEvents = 10_000;

    private static readonly Problem NotFound = new("SOURCE_NOT_FOUND", "There is no such webhook. Copy its address from the page Event sources as a whole.");

    private static readonly Problem Malformed = new("VALIDATION_ERROR", "The body is not JSON as this provider sends it.");

    private static readonly Problem Replayed = new("REPLAYED", "This signature was used for another delivery.");

    /// <summary>Whose address it is. <c>SOURCE_NOT_FOUND</c> for an unknown or removed one, and for another provider's.</summary>
    public async Task<Result<KnownSource>> FindAsync(EventProvider provider, string token, CancellationToken cancellationToken)
    {
        var (hash, now) = (Secret.HashOf(token), time.GetUtcNow());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var source = await context.EventSources.AsNoTracking().SingleOrDefaultAsync(s => s.RemovedAt == null && s.Provider == provider
            && (s.TokenHash == hash || (s.OldTokenHash == hash && s.OldTokenUntil > now)), cancellationToken);
        return source is null ? NotFound
            : new KnownSource(source.Id, new(source.OrganizationId), source.Provider, source.Name)
            {
                Key = secrets.Open(source.Key), IsKeyLost = source.Key is not null && secrets.Open(source.Key) is null, Topic = source.Topic,
            };
    }

    /// <summary>Stores what a delivery says. Whatever is not genuine is refused, and nothing of it is kept but why.</summary>
    public async Task<Result<WebhookAnswer>> ReceiveAsync(KnownSource source, WebhookRequest request, CancellationToken cancellationToken)
    {
        current.Actor = new WebhookActor(source.Organization, source.Provider, source.Name);
        var allowed = await access.RequireAsync(source.Organization, Permissions.RecordActivity, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var read = await ReadAsync(source, request, cancellationToken);
        if (!read.IsOk)
            return await RefusedAsync(source, read.Problem!, cancellationToken);
        var reading = read.Value;
        if (reading.Events.Count > MaxEvents)
            return await RefusedAsync(source, new("PAYLOAD_TOO_LARGE", $"At most {MaxEvents:N0} events in one delivery."), cancellationToken);
        var answer = new WebhookAnswer(0, 0, reading.Ignored, reading.Invalid, 0, 0);
        await intake.StoreAsync(allowed.Value, new(source.Provider, source.Id, source.Name), reading.Events, (context, results) =>
        {
            int Count(EventOutcome outcome) => results.Count(r => r.Outcome == outcome);
            answer = answer with
            {
                Stored = Count(EventOutcome.Stored), Duplicates = Count(EventOutcome.Duplicate), Erased = Count(EventOutcome.Erased), Suppressed = results.Count(r => r.SuppressionId is not null),
            };
            return EventDeliveries.AcceptedAsync(context, source, answer, time.GetUtcNow());
        });
        return answer;
    }

    private async Task<Result<ProviderReading>> ReadAsync(KnownSource source, WebhookRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (source.IsKeyLost)
            return Signatures.NoKey;
        if (Signatures.Check(source.Provider, request, source.Key, now) is { } forged)
            return forged;
        if (Parse(request.Body) is not { } document)
            return Malformed;
        using (document)
        {
            var (body, reading) = (document.RootElement, new ProviderReading(now));
            try
            {
                if (source.Provider == EventProvider.Mailgun && await MailgunAsync(source, body, request.Body, now, cancellationToken) is { } refused)
                    return refused;
                if (source.Provider == EventProvider.Ses)
                    return await SesAsync(source, body, reading, cancellationToken);
                Read(source.Provider, body, request, reading);
            }
            catch (InvalidOperationException)
            {
                return Malformed; // half a character is no text
            }
            return reading;
        }
    }

    private static void Read(EventProvider provider, JsonElement body, WebhookRequest request, ProviderReading reading)
    {
        switch (provider)
        {
            case EventProvider.SendGrid: SendGridPayload.Read(body, reading); break;
            case EventProvider.Postmark: PostmarkPayload.Read(body, reading); break;
            case EventProvider.Mailgun: MailgunPayload.Read(body, reading); break;
            case EventProvider.Mailjet: MailjetPayload.Read(body, reading); break;
            case EventProvider.Brevo: BrevoPayload.Read(body, reading); break;
            case EventProvider.SparkPost: SparkPostPayload.Read(body, reading); break;
            case EventProvider.Resend: ResendPayload.Read(body, request.Header("svix-id"), reading); break;
            default: throw new ArgumentOutOfRangeException(nameof(provider), provider, null);
        }
    }

    private async Task<Result<ProviderReading>> SesAsync(KnownSource source, JsonElement body, ProviderReading reading, CancellationToken cancellationToken)
    {
        var message = await sns.ReadAsync(source, body, cancellationToken);
        if (!message.IsOk)
            return message.Problem!;
        // SNS says in plain words that it may publish; SES does so in JSON.
        using var document = message.Value is null ? null : Parse(System.Text.Encoding.UTF8.GetBytes(message.Value));
        if (document is null)
            reading.Ignore();
        else
            SesPayload.Read(document.RootElement, reading);
        return reading;
    }

    private async Task<Problem?> MailgunAsync(KnownSource source, JsonElement body, byte[] raw, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var token = body.Text("signature", "token");
        if (Signatures.Mailgun(body.Text("signature", "timestamp"), token, body.Text("signature", "signature"), source.Key, now) is { } forged)
            return forged;
        return await UsedSignatures.TakeAsync(writer, source.Id, token!, raw, now, cancellationToken) ? null : Replayed;
    }

    private async Task<Problem> RefusedAsync(KnownSource source, Problem why, CancellationToken cancellationToken)
    {
        await writer.WriteUnseenAsync(async context =>
        {
            await EventDeliveries.RefusedAsync(context, source, why, time.GetUtcNow(), cancellationToken);
            return true;
        }, cancellationToken);
        return why;
    }

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            // Some begin with a byte order mark.
            return JsonDocument.Parse(body is [0xEF, 0xBB, 0xBF, ..] ? body.AsMemory(3) : body, new() { MaxDepth = 32 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
