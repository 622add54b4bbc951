using System.Globalization;
using System.Text;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace ContactsDashboard.Components.Account;

public sealed partial class SetupPage
{
    private readonly FormErrors errors = new();
    private bool isNeeded;

    [Inject]
    private FirstAdmin FirstAdmin { get; set; } = default!;

    [Inject]
    private SignInManager<DashboardUser> SignIn { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "setup")]
    private SetupInput? Input { get; set; }

    /// <summary>"Zeitung für Öl &amp; Gas" becomes "zeitung-fur-ol-gas".</summary>
    internal static string SlugOf(string? name)
    {
        var slug = new StringBuilder();
        foreach (var c in (name ?? "").Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                slug.Append('-');
        }
        return slug.ToString(0, Math.Min(slug.Length, 63)).Trim('-');
    }

    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        isNeeded = await FirstAdmin.IsNeededAsync(Http.RequestAborted);
    }

    private async Task CreateAsync()
    {
        errors.Require("code", Input!.Code, "Enter the code from the server's log.");
        errors.Require("name", Input.Organization, "Enter the organisation's name.");
        var slug = string.IsNullOrWhiteSpace(Input.Slug) ? SlugOf(Input.Organization) : Input.Slug.Trim();
        if (slug.Length == 0 && !string.IsNullOrWhiteSpace(Input.Organization))
            errors.Add("slug", "Choose a short name of latin letters or digits.");
        if (!EmailAddress.TryParse(Input.Email, out var email))
            errors.Add("email", "This is not an email address.");
        await NewPassword.CheckAsync(SignIn.UserManager, new DashboardUser { Email = Input.Email, UserName = Input.Email }, Input.Password, Input.Again, errors);
        if (errors.Any)
            return;
        var created = await FirstAdmin.CreateAsync(Input.Code!, Input.Organization!, slug, email.Value, Input.Password!, Http.RequestAborted);
        if (!created.IsOk)
        {
            Input.Slug = slug;
            errors.Add(created.Problem!, "code", "name", "slug", "email", "password");
            return;
        }
        await SignIn.PasswordSignInAsync(email.Value, Input.Password!, isPersistent: false, lockoutOnFailure: false);
        Navigation.NavigateTo(DashboardUrls.Mail(slug));
    }

    internal sealed class SetupInput
    {
        public string? Code { get; set; }

        public string? Organization { get; set; }

        public string? Slug { get; set; }

        public string? Email { get; set; }

        public string? Password { get; set; }

        public string? Again { get; set; }
    }
}
