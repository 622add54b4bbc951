using ContactsDashboard.Data.Entities;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace ContactsDashboard.Components.Account;

public sealed partial class AuthenticatorPage
{
    private const int RecoveryCodeCount = 10;

    private DashboardUser? user;
    private string? key;
    private string? error;
    private bool justEnabled;
    private int codesLeft;
    private IReadOnlyList<string>? recoveryCodes;

    [Inject]
    private SignInManager<DashboardUser> SignIn { get; set; } = default!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [SupplyParameterFromForm]
    private CodeInput? Input { get; set; }

    private UserManager<DashboardUser> Users => SignIn.UserManager;

    /// <summary>The code without the spaces and hyphens people type between its groups.</summary>
    internal static string Digits(string? code) => string.Concat((code ?? "").Where(c => c != '-' && !char.IsWhiteSpace(c)));

    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        user = await Users.GetUserAsync(Http.User);
        if (user is null)
            return;
        key = await Users.GetAuthenticatorKeyAsync(user);
        codesLeft = await Users.CountRecoveryCodesAsync(user);
    }

    private async Task BeginAsync()
    {
        await Users.ResetAuthenticatorKeyAsync(user!);
        await SignIn.RefreshSignInAsync(user!);
        key = await Users.GetAuthenticatorKeyAsync(user!);
    }

    private async Task EnableAsync()
    {
        if (!await IsRightAsync())
            return;
        await Users.SetTwoFactorEnabledAsync(user!, true);
        justEnabled = true;
        await RenewCodesAsync();
        await SignIn.RefreshSignInAsync(user!);
    }

    private async Task RenewCodesAsync()
    {
        if (user!.TwoFactorEnabled)
            recoveryCodes = [.. await Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodeCount) ?? []];
    }

    // An open session alone must not be enough to take the second step away.
    private async Task DisableAsync()
    {
        if (!await IsRightAsync())
            return;
        await Users.SetTwoFactorEnabledAsync(user!, false);
        await Users.RemoveAuthenticationTokenAsync(user!, "[AspNetUserStore]", "AuthenticatorKey");
        await SignIn.RefreshSignInAsync(user!);
        key = null;
    }

    private async Task<bool> IsRightAsync()
    {
        var isRight = await Users.VerifyTwoFactorTokenAsync(user!, Users.Options.Tokens.AuthenticatorTokenProvider, Digits(Input!.Code));
        error = isRight ? null : "This code is not right. Use the one the app shows now, and check the phone's clock.";
        return isRight;
    }

    internal sealed class CodeInput
    {
        public string? Code { get; set; }
    }
}
