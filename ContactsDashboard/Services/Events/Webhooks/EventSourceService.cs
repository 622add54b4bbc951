using System.Web;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.SignUps;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>The webhooks events come by: made, given new addresses and keys, removed. Addresses are shown once and kept as hashes.</summary>
public sealed class EventSourceService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, EventSecrets secrets, TimeProvider time)
{
    public const string Path = "/api/v1/webhooks";

    public const int MaxName = 100, MaxSources = 100;

    /// <summary>How long the old address is good after a new one was made.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    private static readonly Problem NotFound = new("SOURCE_NOT_FOUND", "This source is no longer there.");

    public async Task<Result<IReadOnlyList<EventSourceRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var sources = await context.EventSources.AsNoTracking().Where(s => s.OrganizationId == organization.Value && s.RemovedAt == null).OrderBy(s => s.Id).ToListAsync(cancellationToken);
        return sources.ConvertAll(s => new EventSourceRow(s.Id, s.Provider, s.Name, secrets.Open(s.Key) is not null, s.OldTokenUntil > now ? s.OldTokenUntil : null, s.Topic,
            s.ConfirmUrl is { } url && TopicOf(url) is { } topic ? new(topic, url) : null, s.CreatedAt, s.LastDeliveryAt, s.LastRefusalAt, s.Deliveries, s.Events, s.Refusals)
            { IsKeyLost = s.Key is not null && secrets.Open(s.Key) is null });
    }

    /// <summary>The last deliveries of one source, the newest first; refused ones with the reason.</summary>
    public async Task<Result<IReadOnlyList<EventDeliveryRow>>> DeliveriesAsync(OrganizationId organization, long sourceId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.EventDeliveries.AsNoTracking().Where(d => d.OrganizationId == organization.Value && d.SourceId == sourceId).OrderByDescending(d => d.Id)
            .Take(EventDeliveries.Kept).Select(d => new EventDeliveryRow(d.Id, d.At, d.Code, d.Reason, d.Times,
                new(d.Stored, d.Duplicates, d.Ignored, d.Invalid, d.Erased, d.Suppressed))).ToListAsync(cancellationToken);
    }

    /// <summary>Makes a source; its address is in the answer and nowhere else.</summary>
    public async Task<Result<NewEventSource>> CreateAsync(OrganizationId organization, EventProvider provider, string name, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageMailSources, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (!EventProviders.BySlug.Values.Contains(provider))
            return new Problem("VALIDATION_ERROR", "Choose one of the providers.") { Field = "provider" };
        if (name.Trim().Length is 0 or > MaxName || name.Any(char.IsControl))
            return new Problem("VALIDATION_ERROR", $"A name has 1 to {MaxName} characters, on one line.") { Field = "name" };
        var token = Secret.New(32);
        return await writer.WriteAsync<NewEventSource>(organization, async context =>
        {
            if (await context.EventSources.CountAsync(s => s.OrganizationId == organization.Value && s.RemovedAt == null, cancellationToken) >= MaxSources)
                return new Problem("VALIDATION_ERROR", $"There are {MaxSources} sources already. Remove one first.") { Field = "name" };
            if (await context.EventSources.AnyAsync(s => s.OrganizationId == organization.Value && s.Name == name.Trim() && s.RemovedAt == null, cancellationToken))
                return new Problem("ALREADY_EXISTS", "There is a source of this name.") { Field = "name" };
            var now = time.GetUtcNow();
            var source = new EventSource { OrganizationId = organization.Value, Provider = provider, Name = name.Trim(), TokenHash = Secret.HashOf(token), CreatedAt = now };
            context.EventSources.Add(source);
            await context.SaveChangesAsync(cancellationToken);
            var audit = await RecordAsync(context, allowed.Value, AuditVerb.AddedEventSource, source, null, now, cancellationToken);
            return new NewEventSource(source.Id, PathOf(provider, token), audit);
        }, cancellationToken);
    }

    /// <summary>Gives the source a new address; the old one is good for <see cref="Overlap"/>, or no longer where <paramref name="atOnce"/>.</summary>
    public async Task<Result<NewEventSource>> RotateAsync(OrganizationId organization, long sourceId, bool atOnce, CancellationToken cancellationToken)
    {
        var (token, provider) = (Secret.New(32), default(EventProvider));
        var changed = await ChangeAsync(organization, sourceId, "changed the address", (source, now) =>
        {
            (source.OldTokenHash, source.OldTokenUntil) = (atOnce ? null : source.TokenHash, atOnce ? null : now + Overlap);
            (source.TokenHash, provider) = (Secret.HashOf(token), source.Provider);
            return null;
        }, cancellationToken);
        return changed.IsOk ? new NewEventSource(sourceId, PathOf(provider, token), changed.Value) : changed.Problem!;
    }

    /// <summary>Enters what signatures are checked with; the audit entry's id. The key is kept protected and never shown.</summary>
    public Task<Result<long>> EnterKeyAsync(OrganizationId organization, long sourceId, string key, CancellationToken cancellationToken) =>
        ChangeAsync(organization, sourceId, "entered the key", (source, _) =>
        {
            if (Signatures.CheckKey(source.Provider, key.Trim()) is { } problem)
                return problem;
            source.Key = secrets.Close(key.Trim());
            return null;
        }, cancellationToken);

    /// <summary>Amazon SNS: listens to the topic that asked, and to no other from then on.</summary>
    public Task<Result<long>> AcceptTopicAsync(OrganizationId organization, long sourceId, string topic, CancellationToken cancellationToken) =>
        ChangeAsync(organization, sourceId, $"accepted the topic {topic}", (source, _) =>
        {
            if (source.ConfirmUrl is null || TopicOf(source.ConfirmUrl) != topic)
                return new Problem("CHANGED_SINCE", "Another topic asks by now. Look at its name again.");
            source.Topic = topic;
            return null;
        }, cancellationToken);

    /// <summary>Takes nothing from it any more; the audit entry's id.</summary>
    public Task<Result<long>> RemoveAsync(OrganizationId organization, long sourceId, CancellationToken cancellationToken) =>
        SwitchAsync(organization, sourceId, AuditVerb.RemovedEventSource, cancellationToken);

    /// <summary>Brings a removed source back, with its address and key.</summary>
    public Task<Result<long>> RestoreAsync(OrganizationId organization, long sourceId, CancellationToken cancellationToken) =>
        SwitchAsync(organization, sourceId, AuditVerb.AddedEventSource, cancellationToken);

    private async Task<Result<long>> SwitchAsync(OrganizationId organization, long sourceId, AuditVerb verb, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageMailSources, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var removes = verb == AuditVerb.RemovedEventSource;
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var source = await context.EventSources.SingleOrDefaultAsync(s => s.OrganizationId == organization.Value && s.Id == sourceId && s.RemovedAt == null == removes, cancellationToken);
            if (source is null)
                return NotFound;
            var now = time.GetUtcNow();
            source.RemovedAt = removes ? now : null;
            return await RecordAsync(context, allowed.Value, verb, source, null, now, cancellationToken);
        }, cancellationToken);
    }

    private async Task<Result<long>> ChangeAsync(OrganizationId organization, long sourceId, string what, Func<EventSource, DateTimeOffset, Problem?> change,
        CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageMailSources, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var source = await context.EventSources.SingleOrDefaultAsync(s => s.OrganizationId == organization.Value && s.Id == sourceId && s.RemovedAt == null, cancellationToken);
            if (source is null)
                return NotFound;
            var now = time.GetUtcNow();
            if (change(source, now) is { } problem)
                return problem;
            await context.SaveChangesAsync(cancellationToken);
            return await RecordAsync(context, allowed.Value, AuditVerb.ChangedEventSource, source, what, now, cancellationToken);
        }, cancellationToken);
    }

    private static async Task<long> RecordAsync(DashboardDbContext context, OrganizationScope scope, AuditVerb verb, EventSource source, string? what, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        (await AuditLog.WriteAsync(context, scope, verb, now, cancellationToken, details: new { source = source.Id, name = $"{source.Provider.Name()} {source.Name}", what })).Id;

    private static string PathOf(EventProvider provider, string token) => $"{Path}/{provider.Slug()}/{token}";

    private static string? TopicOf(string confirmUrl) => HttpUtility.ParseQueryString(new Uri(confirmUrl).Query)["TopicArn"];
}
