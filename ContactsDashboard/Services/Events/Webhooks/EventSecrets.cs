using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>Keys that signatures are checked with must be read again, so they are protected, not hashed; by the keys of the data directory.</summary>
public sealed class EventSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("ContactsDashboard.EventSources");

    public string Close(string key) => _protector.Protect(key);

    /// <summary>Null where there is none, or where it was protected by keys that are gone: then it has to be entered again.</summary>
    public string? Open(string? closed)
    {
        try
        {
            return closed is null ? null : _protector.Unprotect(closed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
