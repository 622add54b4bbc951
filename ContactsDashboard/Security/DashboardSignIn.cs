using System.Security.Claims;
using ContactsDashboard.Data.Entities;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Security;

/// <summary>Signing in, for nobody who was disabled; an unknown address takes as long to refuse as a wrong password.</summary>
internal sealed class DashboardSignIn(UserManager<DashboardUser> users, IHttpContextAccessor http, IUserClaimsPrincipalFactory<DashboardUser> claims,
    IOptions<IdentityOptions> options, ILogger<SignInManager<DashboardUser>> log, IAuthenticationSchemeProvider schemes, IUserConfirmation<DashboardUser> confirmation)
    : SignInManager<DashboardUser>(users, http, claims, options, log, schemes, confirmation)
{
    private static readonly Lazy<string> SomeHash = new(() => new PasswordHasher<DashboardUser>().HashPassword(new(), Guid.NewGuid().ToString()));

    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        // Locked and disabled accounts are refused before their password is looked at: that must not show either.
        if (await UserManager.FindByNameAsync(userName) is { PasswordHash: not null } user && await CanSignInAsync(user) && !await UserManager.IsLockedOutAsync(user))
            return await PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure);
        UserManager.PasswordHasher.VerifyHashedPassword(new(), SomeHash.Value, password);
        return SignInResult.Failed;
    }

    public override async Task<bool> CanSignInAsync(DashboardUser user) => !user.IsDisabled && await base.CanSignInAsync(user);

    public override async Task<DashboardUser?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { IsDisabled: false } user ? user : null;
}
