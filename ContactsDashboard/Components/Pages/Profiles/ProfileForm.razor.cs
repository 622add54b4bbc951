using System.Globalization;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Profiles;

/// <summary>The form behind New contact and Edit.</summary>
public sealed partial class ProfileForm
{
    private static readonly string[] Zones =
        [.. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId).Select(z => z.Id).Order(StringComparer.Ordinal)];

    private static readonly (string Tag, string Name)[] Languages = [.. CultureInfo.GetCultures(CultureTypes.NeutralCultures)
        .Where(c => c.Name.Length == 2).Select(c => (c.Name, c.EnglishName)).OrderBy(c => c.EnglishName, StringComparer.Ordinal)];

    [Parameter, EditorRequired]
    public ProfileDraft Draft { get; set; } = new();

    [Parameter, EditorRequired]
    public IReadOnlyList<FieldRow> Fields { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<CategoryRow> Categories { get; set; } = [];

    [Parameter, EditorRequired]
    public FormErrors Errors { get; set; } = new();

    /// <summary>The contact that is edited; its own address is no news.</summary>
    [Parameter]
    public long? Self { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Parameter]
    public EventCallback OnSubmit { get; set; }

    /// <summary>Something was typed.</summary>
    [Parameter]
    public EventCallback OnTyped { get; set; }

    /// <summary>The element that a problem with this field is about.</summary>
    public static string IdOf(string field) => $"contact-{field}";

    private Task Toggle(long category, bool on)
    {
        _ = on ? Draft.Categories.Add(category) : Draft.Categories.Remove(category);
        return OnTyped.InvokeAsync();
    }

    private Task TypedAsync() => OnTyped.InvokeAsync();

    private Task TypedAsync(string field, string text)
    {
        Draft.Fields[field] = text;
        return TypedAsync();
    }
}
