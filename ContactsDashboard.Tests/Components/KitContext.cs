using Bunit;
using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Tests.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using AngleSharp.Dom;

namespace ContactsDashboard.Tests.Components;

/// <summary>What every part of the kit may ask for, with a clock the test moves.</summary>
public abstract class KitContext : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 12, 13, 5, 9, TimeSpan.Zero);

    protected KitContext()
    {
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped<ToastService>();
    }

    protected ManualClock Clock { get; } = new(Now);

    protected static Shell SomeShell(params OrganizationLink[] organizations) => new()
    {
        UserName = "Mira Kovač",
        Email = "mira@acme.example",
        RoleName = "Operator",
        OrganizationName = "Acme",
        OrganizationSlug = "acme",
        Organizations = organizations,
        TimeZone = TimeZoneInfo.CreateCustomTimeZone("test+1", TimeSpan.FromHours(1), null, null),
    };

    protected static RenderFragment Text(string text) => builder => builder.AddContent(0, text);
}

/// <summary>Finds elements as a reader does: by role and name.</summary>
internal static class Reading
{
    public static IElement Button<T>(this IRenderedComponent<T> part, string name) where T : IComponent =>
        part.FindAll("button").Single(b => NameOf(b) == name);

    public static IReadOnlyList<string> Buttons<T>(this IRenderedComponent<T> part) where T : IComponent =>
        [.. part.FindAll("button").Select(NameOf)];

    public static IElement Link<T>(this IRenderedComponent<T> part, string name) where T : IComponent =>
        part.FindAll("a").Single(a => NameOf(a) == name);

    public static IElement Role<T>(this IRenderedComponent<T> part, string role) where T : IComponent => part.Find($"[role={role}]");

    public static string NameOf(IElement element) => element.GetAttribute("aria-label") ?? element.TextContent.Trim();
}
