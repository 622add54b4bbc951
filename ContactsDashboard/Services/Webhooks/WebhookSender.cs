using System.Security.Cryptography;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Notifications;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Webhooks;

/// <summary>
/// Tells endpoints what waits for them, at least once: an event is done when the receiver said so, and a killed process begins with it again. One at a time to an
/// endpoint, those that are due in the order they are due; after a failure it rests, so that one that is down is not hammered by all that waits.
/// </summary>
internal sealed class WebhookSender(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, IServiceScopeFactory scopes, WebhookSecrets secrets, WebhookClient client,
    TimeProvider time, ILogger<WebhookSender> log) : BackgroundService
{
    private const int AtOnce = 8, ARound = 100;

    /// <summary>How long after each failed attempt the next one is; after the last it is given up.</summary>
    public static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(10)];

    /// <summary>An endpoint that took nothing for so long is disabled.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5), Kept = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        var trimmedAt = DateTimeOffset.MinValue;
        do
        {
            await BackgroundRound.TryAsync(SendAsync, log, stoppingToken);
            if (time.GetUtcNow() - trimmedAt > TimeSpan.FromHours(1) && await BackgroundRound.TryAsync(TrimAsync, log, stoppingToken))
                trimmedAt = time.GetUtcNow();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round: everything that is due.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<WebhookEndpoint> endpoints;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            endpoints = await context.WebhookEndpoints.AsNoTracking().Where(e => e.DisabledAt == null && (e.RestsUntil == null || e.RestsUntil <= now)
                && context.WebhookDeliveries.Any(d => d.EndpointId == e.Id && d.State == DeliveryState.Waiting && d.NextAt <= now)).ToListAsync(cancellationToken);
        }
        await Parallel.ForEachAsync(endpoints, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (endpoint, stop) => await TellAsync(endpoint, stop));
    }

    /// <summary>Forgets what was told long ago; for a round now and then.</summary>
    public async Task TrimAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Kept;
        await writer.WriteUnseenAsync(context => context.WebhookDeliveries.Where(d => d.State != DeliveryState.Waiting && d.TriedAt < before).ExecuteDeleteAsync(cancellationToken), cancellationToken);
    }

    private async Task TellAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        for (var i = 0; i < ARound; i++)
        {
            var now = time.GetUtcNow();
            WebhookDelivery? next;
            await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            {
                next = await context.WebhookDeliveries.AsNoTracking().Where(d => d.EndpointId == endpoint.Id && d.State == DeliveryState.Waiting && d.NextAt <= now)
                    .OrderBy(d => d.NextAt).ThenBy(d => d.Id).FirstOrDefaultAsync(cancellationToken);
            }
            if (next is null)
                return;
            var answer = await AttemptAsync(endpoint, next, now, cancellationToken);
            if (!await RecordAsync(endpoint.Id, next.Id, answer, cancellationToken))
                return;
        }
    }

    // Null when there is nothing to tell.
    private async Task<WebhookAnswer?> AttemptAsync(WebhookEndpoint endpoint, WebhookDelivery delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var services = scopes.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new SystemActor();
        var gate = services.ServiceProvider.GetRequiredService<CheckService>();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var body = await WebhookPayloads.BodyAsync(context, endpoint, delivery,
            async recipient => (await gate.CheckAsync(new(endpoint.OrganizationId), [recipient], cancellationToken)).Value[0], now, cancellationToken);
        if (body is null)
            return null;
        try
        {
            var (id, keys) = (PublicId.Format(PublicId.WebhookEvent, delivery.Id), secrets.Of(endpoint, now));
            return await client.SendAsync(new(new(endpoint.Url), id, now, WebhookSignature.Of(keys, id, now, body), body), cancellationToken);
        }
        catch (CryptographicException)
        {
            return new(null, "The secret can no longer be read on this server. Rotate it.");
        }
    }

    // Whether to go on with this endpoint in this round.
    private Task<bool> RecordAsync(long endpointId, long deliveryId, WebhookAnswer? answer, CancellationToken cancellationToken) => writer.WriteUnseenAsync(async context =>
    {
        var now = time.GetUtcNow();
        var endpoint = await context.WebhookEndpoints.SingleOrDefaultAsync(e => e.Id == endpointId, cancellationToken);
        var delivery = await context.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == deliveryId, cancellationToken);
        if (endpoint is null || delivery is null)
            return false;
        if (answer is null)
            (delivery.State, delivery.TriedAt) = (DeliveryState.Dropped, now);
        else
        {
            (delivery.Attempts, delivery.TriedAt, delivery.Status, delivery.Answer) = (delivery.Attempts + 1, now, answer.Status, answer.Text);
            if (answer.IsOk)
                (delivery.State, endpoint.FailingSince, endpoint.RestsUntil) = (DeliveryState.Delivered, null, null);
            else
                await FailAsync(context, endpoint, delivery, now, cancellationToken);
        }
        await context.SaveChangesAsync(cancellationToken);
        return endpoint.DisabledAt is null && answer is null or { IsOk: true };
    }, cancellationToken);

    private static async Task FailAsync(DashboardDbContext context, WebhookEndpoint endpoint, WebhookDelivery delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pause = delivery.Attempts > Pauses.Length ? TimeSpan.Zero : Pauses[delivery.Attempts - 1] * (0.8 + Random.Shared.NextDouble() * 0.4);
        if (pause == TimeSpan.Zero)
            delivery.State = DeliveryState.Failed;
        delivery.NextAt = now + pause;
        endpoint.FailingSince ??= now;
        endpoint.RestsUntil = now + (pause == TimeSpan.Zero || pause > LongestRest ? LongestRest : pause);
        // 410: the receiver is gone for good and says so.
        if (now - endpoint.FailingSince < Patience && delivery.Status != StatusCodes.Status410Gone)
            return;
        (endpoint.DisabledAt, endpoint.GaveUp) = (now, true);
        await Notifier.TellAsync(context, new(endpoint.OrganizationId), Permissions.ManageApiKeys, NotificationKind.WebhookDisabled, null, null, now, cancellationToken);
        await Data.Sqlite.ChangeSql.MarkAsync(context, new(endpoint.OrganizationId), cancellationToken);
    }
}
