using ContactsDashboard.Data.Entities;
using Microsoft.AspNetCore.DataProtection;

namespace ContactsDashboard.Services.Webhooks;

/// <summary>The secrets that sign: shown once, kept so that only this installation reads them.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    /// <summary>For so long after a change the old secret signs too.</summary>
    internal static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private readonly IDataProtector _protector = protection.CreateProtector("webhook secrets");

    internal string Protect(string secret) => _protector.Protect(secret);

    /// <summary>The secrets that sign now, the newest first.</summary>
    internal IReadOnlyList<string> Of(WebhookEndpoint endpoint, DateTimeOffset now) =>
        endpoint.FormerSecret is { } former && endpoint.FormerUntil > now ? [_protector.Unprotect(endpoint.Secret), _protector.Unprotect(former)] : [_protector.Unprotect(endpoint.Secret)];
}
