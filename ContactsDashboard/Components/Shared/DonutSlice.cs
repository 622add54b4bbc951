namespace ContactsDashboard.Components.Shared;

/// <summary>A slice of a donut: where it leads, and the stylesheet's word for its colour.</summary>
/// <param name="Key">By which the page knows it again.</param>
public sealed record DonutSlice(string Key, string Name, long Value, string Href, string Css, bool IsOpen = false);
