using Microsoft.AspNetCore.WebUtilities;

namespace ContactsDashboard.Components.Account;

/// <summary>The addresses of the pages about signing in.</summary>
public static class AccountUrls
{
    public const string SignIn = DashboardUrls.SignIn;
    public const string SignInCode = "/account/sign-in-code";
    public const string SignOut = "/account/sign-out";
    public const string Setup = "/account/setup";
    public const string Password = "/account/password";
    public const string Authenticator = "/account/authenticator";

    /// <summary>The one-time link by which somebody sets their first password.</summary>
    public static string SetPassword(long userId, string token) => QueryHelpers.AddQueryString("/account/set-password",
        new Dictionary<string, string?> { ["user"] = userId.ToString(System.Globalization.CultureInfo.InvariantCulture), ["token"] = token });

    public static string CodeFor(bool remember, string? returnUrl) => QueryHelpers.AddQueryString(SignInCode,
        new Dictionary<string, string?> { ["remember"] = remember ? "true" : "false", ["returnUrl"] = LocalOrHome(returnUrl) });

    /// <summary>Where to go after signing in: only ever a place in this installation.</summary>
    public static string LocalOrHome(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) && !url.StartsWith(SignIn, StringComparison.OrdinalIgnoreCase)
            ? url
            : DashboardUrls.ContactsPath;
}
