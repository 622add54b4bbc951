using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ApiKeys;

/// <summary>Credentials of programs: made, listed, revoked, and checked by hash.</summary>
public sealed class ApiKeyService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, ApiKeyUses uses, TimeProvider time)
{
    public const string Prefix = "sk_live_";

    public const int MaxName = 100;

    private const int ShownCharacters = 14;

    private static readonly Func<DashboardDbContext, byte[], Task<KnownKey?>> FindKey = EF.CompileAsyncQuery((DashboardDbContext context, byte[] hash) =>
        context.ApiKeys.Where(k => k.Hash == hash)
            .Select(k => new KnownKey(k.Id, k.OrganizationId, k.Name, k.Scopes, k.RequestsPerMinute, k.ExpiresAt, k.RevokedAt)).SingleOrDefault());

    /// <summary>The organisation's keys, newest first, the revoked and expired ones among them.</summary>
    public async Task<Result<IReadOnlyList<ApiKeyRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageApiKeys, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await context.ApiKeys.AsNoTracking().Where(k => k.OrganizationId == organization.Value).OrderByDescending(k => k.Id).ToListAsync(cancellationToken);
        return keys.ConvertAll(k => new ApiKeyRow(k.Id, k.Name, k.Prefix, k.Scopes.Split(' '), k.RequestsPerMinute, k.CreatedAt, k.ExpiresAt, k.RevokedAt,
            uses.NotedFor(k.Id) ?? k.LastUsedAt));
    }

    /// <summary>Makes a key; without scopes it may do everything keys can, without <paramref name="expiresAt"/> until it is revoked.</summary>
    public async Task<Result<NewApiKey>> CreateAsync(OrganizationId organization, string name, IReadOnlyCollection<string> scopes, int requestsPerMinute,
        DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageApiKeys, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (Check(name, scopes, requestsPerMinute, expiresAt) is { } problem)
            return problem;
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return await writer.WriteAsync<NewApiKey>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var key = new ApiKey
            {
                OrganizationId = organization.Value, Name = name.Trim(), Prefix = text[..ShownCharacters], Hash = HashOf(text), CreatedAt = now,
                ExpiresAt = expiresAt, RequestsPerMinute = requestsPerMinute,
                Scopes = string.Join(' ', scopes.Count == 0 ? ApiScopes.All.Keys : scopes.Distinct()),
            };
            context.ApiKeys.Add(key);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.CreatedApiKey, now, cancellationToken, details: new { key.Name, key.Scopes, key.ExpiresAt });
            return new NewApiKey(key.Id, text);
        }, cancellationToken);
    }

    /// <summary>Ends a key for good, from its next request on; a key already revoked stays as it is. <c>KEY_NOT_FOUND</c> when there is none.</summary>
    public async Task<Result> RevokeAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageApiKeys, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return (await writer.WriteAsync<bool>(organization, async context =>
        {
            var key = await context.ApiKeys.SingleOrDefaultAsync(k => k.OrganizationId == organization.Value && k.Id == id, cancellationToken);
            if (key is null)
                return new Problem("KEY_NOT_FOUND", "There is no such API key.");
            if (key.RevokedAt is not null)
                return false;
            key.RevokedAt = time.GetUtcNow();
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.RevokedApiKey, time.GetUtcNow(), cancellationToken, details: new { key.Name });
            return true;
        }, cancellationToken)).ToResult();
    }

    /// <summary>Who a key stands for: <c>UNAUTHORIZED</c>, <c>KEY_REVOKED</c> or <c>KEY_EXPIRED</c> when for nobody.</summary>
    public async Task<Result<ApiKeyActor>> AuthenticateAsync(string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await FindKey(context, HashOf(text));
        if (key is null)
            return new Problem("UNAUTHORIZED", "This API key is not known.");
        if (key.RevokedAt is not null)
            return new Problem("KEY_REVOKED", "This API key was revoked.");
        if (key.ExpiresAt <= time.GetUtcNow())
            return new Problem("KEY_EXPIRED", "This API key has expired.");
        uses.Note(key.Id);
        return new ApiKeyActor(key.Id, new(key.OrganizationId), key.Name, ApiScopes.PermissionsOf(key.Scopes.Split(' '))) { RequestsPerMinute = key.RequestsPerMinute };
    }

    private Problem? Check(string name, IReadOnlyCollection<string> scopes, int requestsPerMinute, DateTimeOffset? expiresAt) =>
        scopes.FirstOrDefault(s => !ApiScopes.All.ContainsKey(s)) is { } unknown
            ? new("VALIDATION_ERROR", $"There is no scope {unknown}. Known are: {string.Join(' ', ApiScopes.All.Keys)}.") { Field = "scopes", Value = unknown }
        : name.Trim().Length is < 1 or > MaxName ? new("VALIDATION_ERROR", $"The name must have 1 to {MaxName} characters.") { Field = "name" }
        : requestsPerMinute < 1 ? new("VALIDATION_ERROR", "The rate limit must be at least 1 request a minute.") { Field = "rateLimit" }
        : expiresAt <= time.GetUtcNow() ? new("VALIDATION_ERROR", "The expiry must be in the future.") { Field = "expiresAt", Value = $"{expiresAt:O}" }
        : null;

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private sealed record KnownKey(long Id, long OrganizationId, string Name, string Scopes, int RequestsPerMinute, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);
}
