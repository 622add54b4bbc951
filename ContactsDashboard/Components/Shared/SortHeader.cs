using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Shared;

/// <summary>The heading of a column one can sort by. No component: every open page would keep two kilobytes for each.</summary>
internal static class SortHeader
{
    /// <param name="assets">Where the icon comes from.</param>
    /// <param name="label">The column.</param>
    /// <param name="href">Where a click leads: the other direction where this column is the one sorted by.</param>
    /// <param name="active">The rows are sorted by this column.</param>
    /// <param name="descending">In which direction they are.</param>
    /// <param name="css">The class of the cell.</param>
    public static RenderFragment Of(ResourceAssetCollection assets, string label, string href, bool active, bool descending, string? css = null) => builder =>
    {
        builder.OpenElement(0, "th");
        builder.AddAttribute(1, "scope", "col");
        builder.AddAttribute(2, "class", css);
        builder.AddAttribute(3, "aria-sort", active ? descending ? "descending" : "ascending" : null);
        builder.OpenElement(4, "a");
        builder.AddAttribute(5, "class", "sort");
        builder.AddAttribute(6, "href", href);
        builder.AddContent(7, label);
        builder.AddContent(8, assets.Icon(active ? descending ? "down" : "up" : "sort", active ? null : "idle"));
        builder.CloseElement();
        builder.CloseElement();
    };
}
