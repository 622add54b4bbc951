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

/// <summary>A key just made; the only time its text exists.</summary>
public sealed record NewApiKey(long Id, string Text);

/// <summary>Credentials of programs: made, checked by hash.</summary>
public sealed class ApiKeyService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const string Prefix = "sk_live_";

    private const int ShownCharacters = 14;

    /// <summary>Makes a key; without scopes it may do everything keys can.</summary>
    public async Task<Result<NewApiKey>> CreateAsync(OrganizationId organization, string name, IReadOnlyCollection<string> scopes, int requestsPerMinute,
        CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageApiKeys, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (scopes.FirstOrDefault(s => !ApiScopes.All.ContainsKey(s)) is { } unknown)
            return new Problem("VALIDATION_ERROR", $"There is no scope {unknown}. Known are: {string.Join(' ', ApiScopes.All.Keys)}.") { Field = "scopes", Value = unknown };
        if (name.Trim().Length is < 1 or > 100)
            return new Problem("VALIDATION_ERROR", "The name must have 1 to 100 characters.") { Field = "name" };
        if (requestsPerMinute < 1)
            return new Problem("VALIDATION_ERROR", "The rate limit must be at least 1 request a minute.") { Field = "rateLimit" };
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return await writer.WriteAsync<NewApiKey>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var key = new ApiKey
            {
                OrganizationId = organization.Value, Name = name.Trim(), Prefix = text[..ShownCharacters], Hash = HashOf(text), CreatedAt = now,
                Scopes = string.Join(' ', scopes.Count == 0 ? ApiScopes.All.Keys : scopes), RequestsPerMinute = requestsPerMinute,
            };
            context.ApiKeys.Add(key);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.CreatedApiKey, now, cancellationToken, details: new { key.Name, key.Scopes });
            return new NewApiKey(key.Id, text);
        }, cancellationToken);
    }

    /// <summary>Who a key stands for: <c>UNAUTHORIZED</c>, <c>KEY_REVOKED</c> or <c>KEY_EXPIRED</c> when for nobody.</summary>
    public async Task<Result<ApiKeyActor>> AuthenticateAsync(string text, CancellationToken cancellationToken)
    {
        var hash = HashOf(text);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await context.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash, cancellationToken);
        if (key is null)
            return new Problem("UNAUTHORIZED", "This API key is not known.");
        if (key.RevokedAt is not null)
            return new Problem("KEY_REVOKED", "This API key was revoked.");
        if (key.ExpiresAt <= time.GetUtcNow())
            return new Problem("KEY_EXPIRED", "This API key has expired.");
        return new ApiKeyActor(key.Id, new(key.OrganizationId), key.Name, ApiScopes.PermissionsOf(key.Scopes.Split(' '))) { RequestsPerMinute = key.RequestsPerMinute };
    }

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

/// <summary>What keys may be allowed to do, in the words of the API.</summary>
public static class ApiScopes
{
    public static readonly IReadOnlyDictionary<string, Permissions> All = new Dictionary<string, Permissions>
    {
        ["contacts:read"] = Permissions.ViewContacts,
        ["suppressions:read"] = Permissions.ViewSuppressions,
        ["suppressions:write"] = Permissions.Block | Permissions.Release,
        ["suppressions:release"] = Permissions.ReleaseGuarded,
        ["messages:write"] = Permissions.ImportMail,
    };

    public static Permissions PermissionsOf(IEnumerable<string> scopes) =>
        scopes.Aggregate(Permissions.None, (granted, scope) => granted | All.GetValueOrDefault(scope));
}
