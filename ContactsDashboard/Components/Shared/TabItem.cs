namespace ContactsDashboard.Components.Shared;

/// <summary>One tab: a link where it has an address, a button otherwise.</summary>
public sealed record TabItem(string Key, string Text, string? Href = null, long? Count = null);

/// <summary>One entry of the command palette.</summary>
public sealed record PaletteItem(string Title, string? Hint, string Href, string Icon);

/// <summary>What an input inside a <see cref="Field"/> needs to be tied to its label, hint and error.</summary>
public sealed record FieldIds(string Id, string? DescribedBy, string? Invalid);
