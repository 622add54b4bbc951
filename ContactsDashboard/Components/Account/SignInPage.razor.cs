using ContactsDashboard.Components.Shared;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Components.Account;

public sealed partial class SignInPage
{
    // One sentence for every refusal: it must not tell which addresses have an account.
    private const string Refused = "Email or password is wrong, or the account is disabled, or locked for 10 minutes after too many tries.";

    private readonly FormErrors errors = new();

    [Inject]
    private SignInManager<DashboardUser> SignIn { get; set; } = default!;

    [Inject]
    private FirstAdmin FirstAdmin { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IOptions<DashboardOptions> Options { get; set; } = default!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInInput? Input { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        if (!HttpMethods.IsGet(Http.Request.Method))
            return;
        if (Http.User.Identity?.IsAuthenticated == true)
            Navigation.NavigateTo(AccountUrls.LocalOrHome(ReturnUrl));
        else if (await FirstAdmin.IsNeededAsync(Http.RequestAborted))
            Navigation.NavigateTo(AccountUrls.Setup);
    }

    private async Task SignInAsync()
    {
        errors.Require("email", Input!.Email, "Enter your email address.");
        errors.Require("password", Input.Password, "Enter your password.");
        if (errors.Any)
            return;
        var result = await SignIn.PasswordSignInAsync(Input.Email!.Trim(), Input.Password!, Input.Remember, lockoutOnFailure: true);
        if (result.Succeeded)
            Navigation.NavigateTo(AccountUrls.LocalOrHome(ReturnUrl));
        else if (result.RequiresTwoFactor)
            Navigation.NavigateTo(AccountUrls.CodeFor(Input.Remember, ReturnUrl));
        else
            errors.Add("", Refused);
    }

    internal sealed class SignInInput
    {
        public string? Email { get; set; }

        public string? Password { get; set; }

        public bool Remember { get; set; }
    }
}
