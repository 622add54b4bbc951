using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Webhooks;

/// <summary>The programs that are told of changes of the ledger: which, of what, and how it went.</summary>
public sealed class WebhookService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, WebhookSecrets secrets, IOptions<DashboardOptions> options,
    TimeProvider time)
{
    public const int MaxEndpoints = 20, ShownDeliveries = 50;
    private const int MaxDescription = 200;

    private static readonly Problem NotFound = new("WEBHOOK_NOT_FOUND", "There is no such webhook.");

    private static readonly Problem NoDelivery = new("DELIVERY_NOT_FOUND", "There is no such delivery any more.");

    public async Task<Result<IReadOnlyList<WebhookRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageApiKeys, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.WebhookEndpoints.AsNoTracking().Where(e => e.OrganizationId == organization.Value).OrderBy(e => e.Id).Select(e => new WebhookRow(e.Id, e.Url, e.Description, e.Events,
            e.CreatedAt, e.DisabledAt, e.GaveUp, e.FailingSince, context.WebhookDeliveries.LongCount(d => d.EndpointId == e.Id && d.State == DeliveryState.Waiting))).ToListAsync(cancellationToken);
    }

    /// <summary>The latest deliveries of an endpoint, newest first.</summary>
    public async Task<Result<IReadOnlyList<DeliveryRow>>> DeliveriesAsync(OrganizationId organization, long endpointId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageApiKeys, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.WebhookDeliveries.AsNoTracking().Where(d => d.OrganizationId == organization.Value && d.EndpointId == endpointId).OrderByDescending(d => d.Id).Take(ShownDeliveries)
            .Select(d => new DeliveryRow(d.Id, d.Kind, d.CreatedAt, d.State, d.Attempts, d.TriedAt, d.State == DeliveryState.Waiting && d.Attempts > 0 ? d.NextAt : null, d.Status, d.Answer))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Adds an endpoint; its secret is in the answer and nowhere else.</summary>
    public async Task<Result<WebhookSecret>> AddAsync(OrganizationId organization, WebhookEdit edit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageApiKeys, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (Check(edit) is { } problem)
            return problem;
        var secret = WebhookSignature.NewSecret();
        return await writer.WriteAsync<WebhookSecret>(organization, async context =>
        {
            if (await context.WebhookEndpoints.CountAsync(e => e.OrganizationId == organization.Value, cancellationToken) >= MaxEndpoints)
                return new Problem("VALIDATION_ERROR", $"There are {MaxEndpoints} webhooks already. Remove one first.") { Field = "url" };
            var now = time.GetUtcNow();
            var endpoint = new WebhookEndpoint { OrganizationId = organization.Value, Url = edit.Url.Trim(), Description = Text(edit.Description), Events = edit.Events,
                Secret = secrets.Protect(secret), CreatedAt = now };
            context.WebhookEndpoints.Add(endpoint);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.AddedWebhook, now, cancellationToken, details: new { url = endpoint.Url });
            return new WebhookSecret(endpoint.Id, secret);
        }, cancellationToken);
    }

    /// <summary>Makes a new secret; for a day the old one signs too.</summary>
    public async Task<Result<WebhookSecret>> RotateAsync(OrganizationId organization, long endpointId, CancellationToken cancellationToken)
    {
        var secret = WebhookSignature.NewSecret();
        var changed = await ChangeAsync(organization, endpointId, "made a new secret for the webhook", (endpoint, now) =>
            (endpoint.FormerSecret, endpoint.FormerUntil, endpoint.Secret) = (endpoint.Secret, now + WebhookSecrets.Overlap, secrets.Protect(secret)), cancellationToken);
        return changed.IsOk ? new WebhookSecret(endpointId, secret) : changed.Problem!;
    }

    /// <summary>Nothing more is told to it; what happens meanwhile it does not learn later.</summary>
    public Task<Result> DisableAsync(OrganizationId organization, long endpointId, CancellationToken cancellationToken) =>
        ChangeAsync(organization, endpointId, "disabled the webhook", (endpoint, now) => (endpoint.DisabledAt, endpoint.GaveUp) = (endpoint.DisabledAt ?? now, false), cancellationToken);

    /// <summary>What waited when it was disabled is told first.</summary>
    public Task<Result> EnableAsync(OrganizationId organization, long endpointId, CancellationToken cancellationToken) =>
        ChangeAsync(organization, endpointId, "enabled the webhook", (endpoint, _) =>
            (endpoint.DisabledAt, endpoint.GaveUp, endpoint.FailingSince, endpoint.RestsUntil) = (null, false, null, null), cancellationToken);

    public async Task<Result> RemoveAsync(OrganizationId organization, long endpointId, CancellationToken cancellationToken) =>
        (await WriteAsync(organization, endpointId, async (context, scope, endpoint) =>
        {
            await AuditLog.WriteAsync(context, scope, AuditVerb.RemovedWebhook, time.GetUtcNow(), cancellationToken, details: new { url = endpoint.Url });
            await context.WebhookDeliveries.Where(d => d.EndpointId == endpointId).ExecuteDeleteAsync(cancellationToken);
            context.WebhookEndpoints.Remove(endpoint);
            return null;
        }, cancellationToken)).ToResult();

    /// <summary>Sends a test event, within a second or two.</summary>
    public async Task<Result> TestAsync(OrganizationId organization, long endpointId, CancellationToken cancellationToken) =>
        (await WriteAsync(organization, endpointId, (context, _, endpoint) =>
        {
            endpoint.RestsUntil = null;
            context.WebhookDeliveries.Add(new() { OrganizationId = organization.Value, EndpointId = endpointId, Kind = WebhookEvents.None, CreatedAt = time.GetUtcNow() });
            return Task.FromResult<Problem?>(endpoint.DisabledAt is null ? null : new("WEBHOOK_DISABLED", "Enable it first."));
        }, cancellationToken)).ToResult();

    /// <summary>Tells it once more, under the same id: a receiver that has it already knows it again.</summary>
    public async Task<Result> ResendAsync(OrganizationId organization, long endpointId, long deliveryId, CancellationToken cancellationToken) =>
        (await WriteAsync(organization, endpointId, async (context, _, endpoint) =>
        {
            var delivery = await context.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == deliveryId && d.EndpointId == endpointId, cancellationToken);
            if (delivery is null or { State: DeliveryState.Dropped })
                return NoDelivery;
            (delivery.State, delivery.Attempts, delivery.NextAt, endpoint.RestsUntil) = (DeliveryState.Waiting, 0, time.GetUtcNow(), null);
            return endpoint.DisabledAt is null ? null : new("WEBHOOK_DISABLED", "Enable it first.");
        }, cancellationToken)).ToResult();

    private async Task<Result> ChangeAsync(OrganizationId organization, long endpointId, string what, Action<WebhookEndpoint, DateTimeOffset> change, CancellationToken cancellationToken) =>
        (await WriteAsync(organization, endpointId, async (context, scope, endpoint) =>
        {
            var now = time.GetUtcNow();
            change(endpoint, now);
            await AuditLog.WriteAsync(context, scope, AuditVerb.ChangedWebhook, now, cancellationToken, details: new { url = endpoint.Url, what });
            return null;
        }, cancellationToken)).ToResult();

    private async Task<Result<bool>> WriteAsync(OrganizationId organization, long endpointId, Func<DashboardDbContext, OrganizationScope, WebhookEndpoint, Task<Problem?>> write,
        CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageApiKeys, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<bool>(organization, async context =>
        {
            if (await context.WebhookEndpoints.SingleOrDefaultAsync(e => e.OrganizationId == organization.Value && e.Id == endpointId, cancellationToken) is not { } endpoint)
                return NotFound;
            if (await write(context, allowed.Value, endpoint) is { } problem)
                return problem;
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);
    }

    private Problem? Check(WebhookEdit edit) =>
        WebhookClient.WhyNot(edit.Url?.Trim(), options.Value.LoopbackWebhooks) is { } why ? new("VALIDATION_ERROR", why) { Field = "url" }
        : edit.Description?.Trim().Length > MaxDescription ? new("VALIDATION_ERROR", $"A description has at most {MaxDescription} characters.") { Field = "description" }
        : edit.Events is WebhookEvents.None or > (WebhookEvents.Suppressed | WebhookEvents.Released) ? new("VALIDATION_ERROR", "Choose at least one event.") { Field = "events" } : null;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
