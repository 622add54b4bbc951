using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace ContactsDashboard.Security;

/// <summary>Who people are: ASP.NET Core Identity with cookies, keys that survive a restart, and the actor every service asks for.</summary>
internal static class IdentitySetup
{
    public const string SignInPath = "/account/sign-in";

    /// <summary>The part a terminal command needs too: accounts and their one-time tokens.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, DataDirectory directory)
    {
        services.AddDataProtection().SetApplicationName("ContactsDashboard").PersistKeysToFileSystem(new(directory.Keys));
        services.AddIdentityCore<DashboardUser>(options =>
        {
            options.User.RequireUniqueEmail = true;
            options.User.AllowedUserNameCharacters = ""; // user names are e-mail addresses, already checked as such: o'brien@… is one
            options.Password.RequiredLength = 10;
            options.Password.RequireNonAlphanumeric = false;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
        }).AddEntityFrameworkStores<DashboardDbContext>().AddDefaultTokenProviders();
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = TimeSpan.FromDays(3));
        return services;
    }

    /// <summary>Signing in through the browser.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<SignInManager<DashboardUser>, DashboardSignIn>().AddScoped<ISecurityStampValidator, SecurityStampValidator<DashboardUser>>()
            .AddScoped<ITwoFactorSecurityStampValidator, TwoFactorSecurityStampValidator<DashboardUser>>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(cookie =>
        {
            cookie.LoginPath = SignInPath;
            cookie.AccessDeniedPath = "/account/denied";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.Cookie.Name = "contacts-dashboard";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
        }));
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromSeconds(30));
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, RevalidatingUser>();
        services.AddScoped<CircuitHandler, CircuitActor>();
        return services;
    }
}
