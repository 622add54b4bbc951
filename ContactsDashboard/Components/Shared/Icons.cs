using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Shared;

/// <summary>Icons as pieces of markup, each made once for everybody: a component for every icon costs an open page two kilobytes apiece.</summary>
internal static class Icons
{
    /// <summary>The one file with every icon.</summary>
    public const string Sprite = "icons/sprite.svg";

    private static readonly ConcurrentDictionary<(string File, string Name, string? Css), MarkupString> Made = [];

    public static MarkupString Icon(this ResourceAssetCollection assets, string name, string? css = null) => Made.GetOrAdd((assets[Sprite], name, css), Make);

    private static MarkupString Make((string File, string Name, string? Css) icon) => new(
        $"<svg class=\"{Encode($"i {icon.Css}".TrimEnd())}\" aria-hidden=\"true\"><use href=\"{Encode($"{icon.File}#i-{icon.Name}")}\"></use></svg>");

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
