using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Security;

/// <summary>
/// The first visit to a store without users: whoever knows the one-time code, which only the server's log tells, becomes Admin of the first organisation.
/// </summary>
public sealed class FirstAdmin(IDbContextFactory<DashboardDbContext> contexts, IServiceScopeFactory scopes, ILogger<FirstAdmin> log) : IDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private string? _code;

    /// <summary>Makes and logs the code when there is nobody yet.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!await IsNeededAsync(cancellationToken))
            return;
        _code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
        log.LogWarning("Nobody can sign in yet. Open /account/setup and enter this one-time code: {Code}", _code);
    }

    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return !await context.Users.AnyAsync(cancellationToken);
    }

    /// <summary>Makes organisation and Admin; the code is spent when it succeeds.</summary>
    public async Task<Result> CreateAsync(string code, string organization, string slug, string email, string password, CancellationToken cancellationToken)
    {
        await _once.WaitAsync(cancellationToken);
        try
        {
            if (_code is null || !await IsNeededAsync(cancellationToken))
                return new Problem("ALREADY_SET_UP", "Somebody can sign in already.");
            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code.Trim()), Encoding.UTF8.GetBytes(_code)))
                return new Problem("VALIDATION_ERROR", "This is not the code in the server's log.") { Field = "code" };
            await using var services = scopes.CreateAsyncScope();
            services.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new SystemActor();
            var organizations = services.ServiceProvider.GetRequiredService<OrganizationService>();
            var id = await organizations.FindAsync(slug, cancellationToken);
            if (id is null)
            {
                var created = await organizations.CreateAsync(slug, organization, platform: false, cancellationToken);
                if (!created.IsOk)
                    return created.Problem!;
                id = created.Value;
            }
            var added = await services.ServiceProvider.GetRequiredService<MemberService>().AddAsync(id.Value, email, Role.Admin, password, cancellationToken);
            if (added.IsOk)
                _code = null;
            return added.ToResult();
        }
        finally
        {
            _once.Release();
        }
    }

    public void Dispose() => _once.Dispose();
}
