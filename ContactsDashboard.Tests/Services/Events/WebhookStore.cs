using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Events.Webhooks;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Events;

/// <summary>A store with one event source, and a provider that delivers to it, signed as that provider signs.</summary>
internal sealed class WebhookStore : IAsyncDisposable
{
    public const string SvixKey = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly ECDsa _sendGrid = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _deliveries;

    private WebhookStore(TestStore store, EventProvider provider) => (Store, Provider) = (store, provider);

    public TestStore Store { get; }

    public EventProvider Provider { get; }

    public long SourceId { get; private set; }

    public string Token { get; private set; } = "";

    public string Key => Provider switch
    {
        EventProvider.SendGrid => Convert.ToBase64String(_sendGrid.ExportSubjectPublicKeyInfo()),
        EventProvider.Resend => SvixKey,
        EventProvider.Mailgun => "key-0123456789abcdef",
        _ => "hook:a-long-password",
    };

    public static async Task<WebhookStore> CreateAsync(EventProvider provider, bool withKey = true, params (string Key, string Value)[] settings)
    {
        var hook = new WebhookStore(await TestStore.CreateAsync(settings), provider);
        var made = (await hook.Store.As<EventSourceService>(Role.Admin).CreateAsync(hook.Store.Organization, provider, "Newsletter", Stop)).Value;
        (hook.SourceId, hook.Token) = (made.Id, made.Path.Split('/')[^1]);
        if (withKey)
            (await hook.Store.As<EventSourceService>(Role.Admin).EnterKeyAsync(hook.Store.Organization, made.Id, hook.Key, Stop)).IsOk.Should().BeTrue();
        return hook;
    }

    /// <summary>What the provider would deliver with this body now.</summary>
    public WebhookRequest Signed(string json, DateTimeOffset? at = null)
    {
        var time = (at ?? Store.Clock.GetUtcNow()).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (body, headers) = (Encoding.UTF8.GetBytes(json), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        switch (Provider)
        {
            case EventProvider.SendGrid:
                headers["X-Twilio-Email-Event-Webhook-Timestamp"] = time;
                headers["X-Twilio-Email-Event-Webhook-Signature"] = Convert.ToBase64String(_sendGrid.SignData([.. Encoding.UTF8.GetBytes(time), .. body], HashAlgorithmName.SHA256,
                    DSASignatureFormat.Rfc3279DerSequence));
                break;
            case EventProvider.Resend:
                var id = $"msg_{++_deliveries}";
                (headers["svix-id"], headers["svix-timestamp"]) = (id, time);
                byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body];
                var hmac = HMACSHA256.HashData(Convert.FromBase64String(SvixKey[6..]), signed);
                headers["svix-signature"] = $"v1,{Convert.ToBase64String(new byte[32])} v1,{Convert.ToBase64String(hmac)}";
                break;
            case EventProvider.Mailgun:
                var token = $"token-{++_deliveries}";
                var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(time + token)));
                body = Encoding.UTF8.GetBytes($$"""{ "signature": { "timestamp": "{{time}}", "token": "{{token}}", "signature": "{{signature}}" }, "event-data": {{json}} }""");
                break;
            default:
                headers["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Key));
                break;
        }
        return new(headers, body);
    }

    public async Task<Result<WebhookAnswer>> DeliverAsync(WebhookRequest request)
    {
        var service = Store.As<ProviderWebhookService>(new SystemActor());
        var source = await service.FindAsync(Provider, Token, Stop);
        return source.IsOk ? await service.ReceiveAsync(source.Value, request, Stop) : source.Problem!;
    }

    public Task<Result<WebhookAnswer>> DeliverAsync(string json) => DeliverAsync(Signed(json));

    /// <summary>Every stored event as "recipient kind", in the order of recipients.</summary>
    public async Task<List<string>> EventsAsync()
    {
        await using var context = await Store.OpenAsync();
        var told = await context.DeliveryEvents.OrderBy(e => e.Recipient).ThenBy(e => e.Kind).Select(e => new { e.Recipient, e.Kind }).ToListAsync(Stop);
        return told.ConvertAll(e => $"{e.Recipient} {e.Kind}");
    }

    /// <summary>Who is blocked by events, and why.</summary>
    public async Task<List<string>> BlockedAsync()
    {
        await using var context = await Store.OpenAsync();
        var entries = await context.Suppressions.Where(s => s.EndedAt == null).OrderBy(s => s.Value).Select(s => new { s.Value, s.Reason }).ToListAsync(Stop);
        return entries.ConvertAll(s => $"{s.Value} {s.Reason}");
    }

    public async Task<IReadOnlyList<EventDeliveryRow>> DeliveriesAsync() =>
        (await Store.As<EventSourceService>(Role.Auditor).DeliveriesAsync(Store.Organization, SourceId, Stop)).Value;

    public async Task<EventSourceRow> RowAsync() => (await Store.As<EventSourceService>(Role.Auditor).ListAsync(Store.Organization, Stop)).Value.Single();

    /// <summary>Refused with this code, on record with the reason, and nothing else stored.</summary>
    public async Task ShouldRefuseAsync(WebhookRequest request, string code)
    {
        var before = await EventsAsync();
        (await DeliverAsync(request)).Problem!.Code.Should().Be(code);
        (await EventsAsync()).Should().Equal(before);
        (await DeliveriesAsync())[0].Code.Should().Be(code);
    }

    public async ValueTask DisposeAsync()
    {
        _sendGrid.Dispose();
        await Store.DisposeAsync();
    }
}
